from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdf

from api.export.registers_bundle import obligations
from api.export.registers_cse import consultation
from api.export.registers_xlsx import registers_workbook
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span
from tests.api.export.registers_sample import CYCLE, EMPLOYER, gathered, month, of, worked
from tests.api.export.samples import ANNA

if TYPE_CHECKING:
    from api.export.registers import Registers

FOUND = gathered()
#: Words that would tell why someone was away.
REASONS = re.compile(r"malad|accident|maternit|paternit|indisponib", re.IGNORECASE)


def book(found: Registers = FOUND) -> Any:
    return openpyxl.load_workbook(io.BytesIO(registers_workbook(found, consultation(found))))


def rows(name: str, found: Registers = FOUND) -> list[tuple[Any, ...]]:
    """The rows of a sheet, its head left out; hours as minutes, days as dates."""

    def read(cell: Any) -> Any:
        if isinstance(cell, timedelta):
            return cell // timedelta(minutes=1)
        if isinstance(cell, datetime):
            return cell.date()
        return cell.replace("\xa0", " ") if isinstance(cell, str) else cell

    return [
        tuple(map(read, row)) for row in book(found)[name].iter_rows(min_row=2, values_only=True)
    ]


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
    found = gathered(mediators=(*month().problem.mediators, replace(twin, id="t-om"), twin))
    names = [name for name, _ in obligations(found)]

    assert len(names) == len(set(names))
    assert {"decompte/tom-quidam-t-om.pdf", "decompte/tom-quidam-t-om-2.pdf"} <= set(names)


def test_the_same_month_gives_the_same_bytes() -> None:
    assert dict(obligations(FOUND)) == dict(obligations(gathered()))


def test_no_document_says_why_anyone_was_away() -> None:
    # Anna is ill on the Friday of a week of four long days: counters say what that may change.
    days = {kind: date(2026, 10, n) for n, kind in enumerate(AbsenceKind, 23)}
    away = tuple(
        Absence(mediator=who, kind=kind, span=days_span(day, day))
        for who in ("anna", "bilal", "rose")
        for kind, day in (days | {AbsenceKind.SICK: date(2026, 10, 23)}).items()
    )
    history = tuple(
        worked(ANNA, f"x{n}", f"2026-10-{n}", "09:00", "18:00") for n in (19, 20, 21, 22)
    )
    found = gathered(absences=away, history=history)
    assert [one for one in of(found, "anna").counters.remarks if "maladie" in one]

    told = {name: REASONS.findall(text(name, content)) for name, content in obligations(found)}

    assert {name: words for name, words in told.items() if words} == {}


def text(name: str, content: bytes) -> str:
    """All that can be read in a document, hidden sheets and properties included."""
    if name.endswith(".pdf"):
        return "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(one).decode("utf-8", "ignore") for one in parts.namelist())


def test_the_workbook_begins_with_what_its_hours_are() -> None:
    first = [row[0].value for row in book()["À lire"].iter_rows()]

    assert first[0] == "Registres de 10/2026"
    assert first[2] == FOUND.statement
    assert book().sheetnames == [
        *("À lire", "Relevé quotidien", "Semaines", "Mois", "Astreintes", "Équipes"),
        *("Repos hebdomadaires", "À confirmer", "CSE", "CSE heures sup", "CSE temps partiel"),
        "CSE programme",
    ]


def test_the_daily_record_of_the_clock_change_reads_back_to_the_minute() -> None:
    rose = [row[2:] for row in rows("Relevé quotidien") if row[1] == "rose"]
    first, night, morning = (date(2026, 10, n) for n in (1, 24, 25))

    parc = ("30 min", "travail", "Parc des Chantiers")
    assert rose == [
        (first, "suite", first, "06:00", *parc, 330, 330),
        (night, "21:30", morning, "06:00", *parc, 540, 150),
        (morning, *("",) * 6, 0, 390),
    ]


def test_the_days_of_each_person_add_up_to_the_month() -> None:
    days: dict[str, int] = {}
    for row in rows("Relevé quotidien"):
        days[row[1]] = days.get(row[1], 0) + (row[10] or 0)
    months = {row[1]: row[3] for row in rows("Mois") if row[2] == "Heures de travail du mois"}

    assert days == {"anna": 2400, "bilal": 1680, "lea": 450, "rose": 870, "tom": 2400}
    assert months == {
        "anna": "40 h 00",
        "bilal": "28 h 00",
        "lea": "7 h 30",
        "rose": "14 h 30",
        "tom": "40 h 00",
    }


def test_weeks_say_whether_they_are_whole() -> None:
    anna = [row[2:] for row in rows("Semaines") if row[1] == "anna"]

    assert anna == [
        (date(2026, 9, 28), "en entier", 0, 0),
        (date(2026, 10, 5), "en entier", 2400, 300),
        (date(2026, 10, 12), "en entier", 0, 0),
        (date(2026, 10, 19), "en entier", 0, 0),
        (date(2026, 10, 26), "en partie", 0, 0),
    ]


def test_standby_teams_and_rests_read_back() -> None:
    day, after = date(2026, 10, 10), date(2026, 10, 11)

    assert rows("Astreintes") == [("Léa Tamisier", "lea", day, "18:00", after, "08:00", 840, 30)]
    assert [row[2:] for row in rows("Équipes")][:3] == [
        (
            date(2026, 10, 24),
            "21:30",
            "06:00",
            "30 min",
            "Parc des Chantiers",
            "Rose Valmy, référent",
        ),
        (date(2026, 10, 5), "09:00", "18:00", "60 min à 12h30", "Bellevue", "Anna Loreau"),
        (date(2026, 10, 5), "09:00", "18:00", "60 min à 12h30", "Bellevue", "Tom Quidam (intérim)"),
    ]
    assert rows("Repos hebdomadaires")[-1] == (
        *("Rose Valmy", "rose", date(2026, 10, 19)),
        *("jusqu’au sam. 24/10 21h30", "travaillé"),
    )


def test_the_sheets_of_the_cse_read_back() -> None:
    assert [row[0] for row in rows("CSE")] == [
        *("Heures supplémentaires", "Programme indicatif", "Astreintes", "Temps partiel"),
    ]
    assert rows("CSE heures sup")[0] == (
        *("Anna Loreau", date(2026, 1, 1), 300, 300, 13200, 12900, 0),
    )
    assert rows("CSE temps partiel") == [("médiateur", "non renseigné", 1440, 1, 240)]
    assert rows("CSE programme")[2] == (
        *("périodes de 4 semaines depuis le 07/09/2026, décision de l’employeur", 1),
        *(date(2026, 10, 12), 420, 420, 420),
    )


def test_what_is_to_confirm_is_listed_by_person() -> None:
    assert rows("À confirmer") == [
        (
            *("Rose Valmy", "rose"),
            "Repos compensateur compté depuis le 01/01/2026, sans solde antérieur connu.",
        )
    ]


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    people = tuple(
        replace(m, name="=1+1") if m.id == "anna" else m for m in month().problem.mediators
    )
    sheet = book(gathered(mediators=people))["Mois"]

    assert {(c.value, c.data_type) for c in sheet["A"]} >= {("=1+1", "s")}


def test_a_month_without_arrangement_or_on_call_has_empty_sheets() -> None:
    quiet = replace(EMPLOYER, schemes=(replace(CYCLE, until=date(2026, 9, 30)),))
    found = gathered(quiet, history=())

    assert (rows("CSE programme", found), rows("Astreintes", found)) == ([], [])
    assert [name for name, _ in obligations(found) if name.startswith("astreintes")] == []
