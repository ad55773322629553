"""The counters of a published month, as RH see them."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from api.data.stored import rows
from api.data.stored.entries import Add
from api.data.stored.rows import KINDS, add
from api.database.engine import reading, writing
from api.hours.months.service import Basis, month_of, person_count
from api.planning.counters import moved_words
from tests.api.asking.petit import end_contract
from tests.api.hours.months.counted import counted
from tests.api.page.every_role import HTML
from tests.api.publishing import NOW, publish
from tests.api.service import Service

HERE = "/rh/compteurs?month=2026-03"
MARCH = date(2026, 3, 1)


def page(service: Service, address: str = HERE, agency: str = "") -> str:
    answer = service.client("rh", agency=agency).get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_table_says_what_the_month_counts(service: Service) -> None:
    publish(service.engine, MARCH)
    counters = counted(service, "2026-03")

    text = page(service)

    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL))
    assert len(rows) == len(counters)
    ada = re.findall(r"<td class=\"n\" data-of=\"[^\"]+\">(.*?)</td>", rows["Ada Lemoine"])
    due, planned, balance = (getattr(counters["ada"], n) for n in ("due", "planned", "balance"))
    assert [re.sub(r"\s", " ", cell) for cell in ada[:3]] == [
        f"{due // 60} h {due % 60:02d}",
        f"{planned // 60} h {planned % 60:02d}",
        f"+{balance // 60} h {balance % 60:02d}",
    ]


@pytest.mark.parametrize(
    ("due", "usual", "said"),
    [
        (0, 6300, "contrat 105 h 00"),
        (6931, 6300, "contrat 105 h 00"),
        (6930, 6300, ""),
        (5670, 6300, ""),
        (0, 60, ""),
        (0, 61, "contrat 1 h 01"),
    ],
)
def test_what_the_year_so_far_takes_off_or_adds_is_said(
    service: Service, due: int, usual: int, said: str
) -> None:
    publish(service.engine, MARCH)
    count = replace(counted(service, "2026-03")["ada"], due=due)

    assert moved_words(count, Fraction(usual)).replace("\u00a0", " ") == said


def test_documents_are_linked_for_whom_they_open_to(service: Service) -> None:
    publish(service.engine, MARCH)
    client = service.client("rh")

    text = page(service)

    for address in re.findall(r'href="(/mois/[^"]*/documents/[^"]*)"', text):
        assert client.get(address).status_code == 200
    assert text.count("/mois/2026-03/documents/") == 2
    assert "Choisissez une agence" in page(service, agency="ville")
    assert "documents/compteurs?agency=ville" in page(service, f"{HERE}&agency=ville", "ville")


def test_shifts_after_the_end_of_a_contract_are_said_beside_the_name(service: Service) -> None:
    publish(service.engine, MARCH)
    before = hours_of(service, "Ada Lemoine")
    assert "après la fin" not in page(service)

    end_contract(service.engine, "ada", "2026-03-03")
    text = re.sub(r"[ \n\xa0]+", " ", page(service))

    assert (
        "Ada Lemoine<small>dont 156 h de 24 services publiés après la fin de son contrat</small>"
        in text
    )
    assert text.count("après la fin de son contrat") == 1
    assert before[1] in text


def test_a_month_that_isnt_published_says_so(service: Service) -> None:
    assert "Aucun mois n’est publié." in page(service, "/rh/compteurs")


def hours_of(service: Service, name: str) -> list[str]:
    """Return what a person is due and what is planned."""
    row = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', page(service), re.DOTALL)
    assert row is not None
    cells = re.findall(r'<td class="n[^"]*"[^>]*>(.*?)</td>', row[1])
    return [cell.replace("\u202f", " ").replace("\xa0", " ") for cell in cells[:2]]


def test_a_publication_and_changed_data_are_counted_at_once(service: Service) -> None:
    publish(service.engine, MARCH, each=1)
    due, planned = hours_of(service, "Brice Kouassi")
    assert hours_of(service, "Brice Kouassi") == [due, planned]

    publish(service.engine, MARCH, each=2)
    assert hours_of(service, "Brice Kouassi")[0] == due
    assert hours_of(service, "Brice Kouassi")[1] != planned

    leave = {"mediator": "brice", "start": "2026-03-02", "end": "2026-03-08", "kind": "conge"}
    with writing(service.engine) as session:
        add(session, KINDS["absences"], leave)
    assert hours_of(service, "Brice Kouassi")[0] != due


def test_a_month_counts_each_person_once(service: Service) -> None:
    publish(service.engine, MARCH)
    with reading(service.engine) as session:
        month = month_of(session, "2026-03", Basis.PLAN, NOW)
        again = month_of(session, "2026-03", Basis.PLAN, NOW)
    ada = month.rota.problem.mediator_of["ada"]

    assert person_count(month, ada) is person_count(again, ada)


def test_who_holds_no_post_has_no_balance(service: Service) -> None:
    with writing(service.engine) as session:
        changes = []
        for kind, name in ((KINDS["personnes"], "id"), (KINDS["contrats"], "mediator")):
            (his,) = (r.values for r in rows.page(session, kind) if r.values[name] == "farid")
            role = {"name": "Gina Roy", "role": "responsable"} if name == "id" else {}
            changes.append(Add(kind, {**his, **role, name: "gina"}))
        rows.apply(session, changes)
    publish(service.engine, MARCH)

    row = re.search(r'<th scope="row">Gina Roy</th>(.*?)</tr>', page(service), re.DOTALL)

    assert row is not None
    assert '<td class="n" colspan="2">ne tient pas de poste</td>' in row[1]
    assert "ne tient pas de poste" not in "".join(hours_of(service, "Ada Lemoine"))
