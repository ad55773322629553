import io
import re
import zipfile
from dataclasses import replace
from datetime import date

from api.export.registers.bundle import obligations
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span
from tests.api.export.printed import texts
from tests.api.export.registers_sample import gathered, month, of, worked
from tests.api.export.samples import ANNA

FOUND = gathered()
#: Words that would tell why someone was away.
REASONS = re.compile(r"malad|accident|maternit|paternit|indisponib", re.IGNORECASE)


def test_every_document_has_its_own_name() -> None:
    assert [name for name, _ in obligations(FOUND)] == [
        "registres-2026-10.xlsx",
        "cse/consultation-2026-10.pdf",
        "registre/repos-hebdomadaires-2026-10.pdf",
        "affichage/horaires-nantes.pdf",
        "decompte/tous.pdf",
        "decompte/anna-loreau-anna.pdf",
        "decompte/bilal-orvault-bilal.pdf",
        "decompte/lea-tamisier-lea.pdf",
        "decompte/rose-valmy-rose.pdf",
        "decompte/tom-quidam-tom.pdf",
        "astreintes/tous.pdf",
        "astreintes/lea-tamisier-lea.pdf",
    ]


def test_two_people_whose_names_look_alike_keep_a_file_each() -> None:
    twin = replace(month().problem.mediators[0], id="t.om", name="Tom Quidam")
    registers = gathered(mediators=(*month().problem.mediators, replace(twin, id="t-om"), twin))
    names = [name for name, _ in obligations(registers)]

    assert len(names) == len(set(names))
    assert {"decompte/tom-quidam-t-om.pdf", "decompte/tom-quidam-t-om-2.pdf"} <= set(names)


def test_the_same_month_gives_the_same_bytes() -> None:
    assert dict(obligations(FOUND)) == dict(obligations(gathered()))


def test_no_document_says_why_anyone_was_away() -> None:
    # Anna is ill on the Friday of a week of four long days: counters say what that may change.
    days = {kind: date(2026, 10, n) for n, kind in enumerate(AbsenceKind, 1)}
    away = tuple(
        Absence(mediator=who, kind=kind, span=days_span(day, day))
        for who in ("anna", "bilal", "rose")
        for kind, day in (days | {AbsenceKind.SICK: date(2026, 10, 23)}).items()
    )
    history = tuple(
        worked(ANNA, f"x{n}", f"2026-10-{n}", "09:00", "18:00") for n in (19, 20, 21, 22)
    )
    registers = gathered(absences=away, history=history)
    assert [
        remark
        for remark in of(registers, "anna").counters.remarks
        if "certaines absences" in remark
    ]

    reasons = {
        name: REASONS.findall(text(name, content)) for name, content in obligations(registers)
    }

    assert {name: words for name, words in reasons.items() if words} == {}


def text(name: str, content: bytes) -> str:
    """All that can be read in a document, hidden sheets and properties included."""
    if name.endswith(".pdf"):
        return "\n".join(texts(content))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(part).decode("utf-8", "ignore") for part in parts.namelist())
