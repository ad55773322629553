"""A pack that an inspector reads, adds up and checks without our software."""

import re
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256

import pytest

from api.export.audit.evidence import (
    Pack,
    evidence,
    evidence_data,
    evidence_text,
    fingerprint,
    instant_words,
)
from api.judging.case import Assumption
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import at
from tests.api.export import printed
from tests.api.export.audits import audited


@pytest.fixture(scope="module")
def ada() -> Pack:
    return audited().packs["ada"]


@pytest.fixture(scope="module")
def pages(ada: Pack) -> list[str]:
    return printed.pages(evidence(ada))


def minutes(text: str) -> int:
    match = re.fullmatch(r"(\d+)\u00a0h\u00a0(\d\d)", text)
    return int(match[1]) * 60 + int(match[2]) if match else 0


def test_it_says_who_when_by_what_contract_and_from_what_file(pages: list[str]) -> None:
    first = pages[0]

    assert first.startswith("Ada Lemoine Du 01/06/2026 au 14/06/2026")
    assert "CDI, 35 h 00 par semaine, comptées par semaine, depuis le 01/01/2020" in first
    assert "01/01/1990" in first
    assert "juin.xlsx" in first
    assert "ab" * 32 in first
    assert "10 lignes ou cases lues : 10 utilisées" in first


def test_each_finding_has_its_sentence_article_address_and_shifts(pages: list[str]) -> None:
    text = " ".join(pages)

    assert "Ada Lemoine : 10 h 01 de travail le 01/06/2026, au lieu de 10 h 00 au plus." in text
    assert "L3121-18" in text
    assert "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI" in text
    assert "contravention de la 4e classe" in text.casefold()
    assert "Quai des Antilles, Parc des Chantiers" in text


def test_the_page_numbers_and_the_fingerprint_are_on_every_page(
    pages: list[str], ada: Pack
) -> None:
    for number, page in enumerate(pages, 1):
        assert f"page {number} sur {len(pages)}" in page
        assert f"Empreinte SHA-256 {fingerprint(ada)}" in page


def test_the_fingerprint_is_that_of_the_text_that_goes_with_it(ada: Pack) -> None:
    text = evidence_text(ada)

    assert fingerprint(ada) == sha256(text).hexdigest()
    lines = text.decode().splitlines()
    assert lines[:2] == [
        "Dossier de preuve d’Ada Lemoine (identifiant ada)",
        "Période : du lundi 1er juin 2026 au dimanche 14 juin 2026",
    ]
    assert (
        "- du lundi 1er juin 2026, 8 h 00 (UTC+2) au lundi 1er juin 2026, 19 h 01 (UTC+2) : "
        "travail, pause : 60 min (non payée), travail effectif : 10 h 01"
    ) in [line.replace("\u00a0", " ") for line in lines]
    assert sum(" : travail, pause : " in line for line in lines) == 7
    assert sum(", code " in line for line in lines) == len(ada.findings)


def test_the_fingerprint_changes_with_a_minute_and_with_a_break(ada: Pack) -> None:
    first, *others = ada.timeline.duties
    bare = replace(ada.timeline, duties=(replace(first, breaks=()), *others))

    assert fingerprint(replace(ada, timeline=bare)) != fingerprint(ada)


def test_a_finding_s_table_adds_up_to_its_measure(ada: Pack) -> None:
    findings = [f for part in evidence_data(ada)["parts"] for f in part["findings"]]
    totals = [f for f in findings if f["total"] and f["total-label"].startswith("Total")]

    assert totals
    for total in totals:
        assert sum(minutes(row[5]) for row in total["rows"]) == minutes(total["total"])
        assert f"mesuré {total['total']}".replace("\u00a0", " ") in total["marks"]


def test_days_add_up_to_the_total_and_nights_are_cut_at_midnight(ada: Pack) -> None:
    data = evidence_data(ada)
    rows = {row["cells"][0]: row["cells"] for row in data["days"]}

    assert sum(minutes(row["cells"][5]) for row in data["days"]) == minutes(data["worked"])
    assert sum(minutes(row["cells"][6]) for row in data["days"]) == minutes(data["night"])
    friday, saturday = rows["ven. 05/06/2026"], rows["sam. 06/06/2026"]
    assert friday[1:] == [
        *("21:30–06:00", "", "Parc des Chantiers"),
        *("8\u00a0h\u00a030", "2\u00a0h\u00a030", "2\u00a0h\u00a030"),
    ]
    assert saturday[5:] == ["6\u00a0h\u00a000", "6\u00a0h\u00a000"]


def test_every_day_of_the_period_is_there_once(ada: Pack) -> None:
    heads = [row["cells"][0] for row in evidence_data(ada)["days"] if row["cells"][0]]

    assert len(heads) == len(set(heads)) == 14


def test_an_absence_is_shown_without_its_reason(ada: Pack, pages: list[str]) -> None:
    rows = {row["cells"][0]: row["cells"] for row in evidence_data(ada)["days"]}

    assert rows["mer. 10/06/2026"][1] == "absent"
    assert {a.kind for a in ada.timeline.absences} == {AbsenceKind.SICK}
    assert "arrêt" not in " ".join(pages).casefold()
    assert AbsenceKind.SICK.value not in evidence_text(ada).decode()


def test_nobody_else_is_named(ada: Pack, pages: list[str]) -> None:
    note = Assumption(text="« Brice K. » est tenu pour Brice Kouassi (brice).", about=("brice",))
    read = replace(ada.case.read, assumed=(*ada.case.read.assumed, note))
    data = evidence_data(replace(ada, case=replace(ada.case, read=read)))

    assert note.text not in data["assumed"]
    assert "Brice" not in " ".join(pages)


def test_a_person_without_a_finding_has_a_pack_too() -> None:
    brice = audited().packs["brice"]

    data = evidence_data(brice)
    assert data["verdict"] == "Aucun constat sans réserve contre la loi ou les règles."
    assert evidence(brice).startswith(b"%PDF")


def test_the_same_data_and_day_give_the_same_bytes(ada: Pack) -> None:
    assert evidence(ada) == evidence(ada)


def test_names_are_text_whatever_they_hold(ada: Pack) -> None:
    who = replace(ada.who, name="#let x = [*Ada*] $1$ \\ @b")
    odd = replace(ada, timeline=replace(ada.timeline, mediator=who))

    assert "#let x = [*Ada*] $1$ \\ @b" in printed.pages(evidence(odd))[0]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (at(date(2026, 11, 2), time(21, 30)), "lundi 2 novembre 2026, 21 h 30 (UTC+1)"),
        (at(date(2026, 7, 1), time(6)), "mercredi 1er juillet 2026, 6 h 00 (UTC+2)"),
        # The hour that clocks show twice, the first time and the second.
        (at(date(2026, 10, 25), time(2, 30)), "dimanche 25 octobre 2026, 2 h 30 (UTC+2)"),
        (
            at(date(2026, 10, 25), time(2, 30), second_passage=True),
            "dimanche 25 octobre 2026, 2 h 30 (UTC+1)",
        ),
    ],
)
def test_instants_are_told_in_french_with_their_distance_from_utc(
    when: datetime, words: str
) -> None:
    assert instant_words(when).replace("\u00a0", " ") == words


def test_a_contract_whose_hours_are_assumed_says_so(ada: Pack) -> None:
    facts = replace(ada.case.facts, strangers=frozenset({"ada"}))
    pack = replace(ada, case=replace(ada.case, facts=facts))
    assumed = "(supposé : aucun contrat n’a été donné)"

    assert assumed in evidence_text(pack).decode()
    assert assumed in dict(evidence_data(pack)["identity"])["Contrat"]
    assert assumed not in evidence_text(ada).decode()
