"""The page of fairness says what its table says, to those who answer for people."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.fairness_folder import with_evenings
from tests.api.page.every_role import HTML, reasons_in
from tests.api.service import Service, serving

HERE = "/equite?kind=fins_tardives"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_evenings(tmp_path_factory.mktemp("equite") / "petit")


@pytest.fixture
def evenings(sqlite_engine: Engine, folder: Path) -> Iterator[Service]:
    yield from serving(sqlite_engine, folder)


def page(service: Service, address: str = HERE) -> str:
    answer = service.client("responsable", agency="ville").get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_table_says_what_the_csv_says(evenings: Service) -> None:
    text = page(evenings)
    (address,) = re.findall(r'href="(/equite/comptes\.csv[^"]*)"', text)
    answer = evenings.client("rh").get(unescape(address))
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text, re.DOTALL)
    cell = r'<td class="n" data-of="[^"]+">(?:<strong>)?([^<]*)'
    cells = {name: re.findall(cell, rest) for name, rest in rows}
    for line in lines:
        shown = [float(cell.replace(",", ".").replace("−", "-")) for cell in cells[line["nom"]]]
        stated = [float(line[name].replace(",", ".")) for name in ("tenus", "part", "solde_apres")]
        assert [shown[1], shown[2], shown[4]] == pytest.approx(stated, abs=0.051)
    assert len(cells) == len(lines) == 4


def test_the_shape_of_the_last_months_weeks_is_told_beside_the_accounts(
    evenings: Service,
) -> None:
    text = page(evenings)

    assert '<th scope="col">Rythme des semaines, février 2026</th>' in text
    (words,) = re.findall(r'<tr><th scope="row">Ada Lemoine</th>.*<td>([^<]*)</td></tr>', text)
    assert words.replace("\N{NO-BREAK SPACE}", " ") == "1 repos isolé, 3 jours isolés"


def test_who_is_next_is_told_in_order_and_without_reasons(evenings: Service) -> None:
    text = page(evenings, f"{HERE}&jour=2026-03-04")

    names = re.findall(r"<li><strong>(.*?)</strong> : ([^<]*)</li>", text)
    assert [name for name, _ in names] == ["Brice Kouassi", "Ada Lemoine"]
    assert (
        names[1][1].replace("\N{NO-BREAK SPACE}", " ") == "1,2 de plus que sa part de fins tardives"
    )
    assert "d’absence pendant son créneau" in text
    assert reasons_in(text) == []
    assert "Personne n’est appelé ce jour-là" in page(evenings, f"{HERE}&jour=2026-03-05")
    assert "Personne n’est appelé ce jour-là" in page(evenings, f"{HERE}&jour=2027-03-05")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_no_planning_is_refused(evenings: Service, day: str) -> None:
    answer = evenings.client("rh").get(f"{HERE}&jour={day}", headers=HTML)

    assert answer.status_code == 422
    assert "query.jour" in answer.text


def test_the_heading_says_what_is_looked_at(evenings: Service) -> None:
    run = "février 2026</h2>"

    assert f"<h2>Fins tardives, {run}" in page(evenings)
    assert f"<h2>Fins tardives, Médiation de place, {run}" in page(evenings, f"{HERE}&dispositif=P")


def test_another_agency_has_no_account_of_these_people(evenings: Service) -> None:
    table = "/equite/comptes.csv?first=2026-02&last=2026-02"
    other = evenings.client("responsable", agency="ailleurs")
    assert other.get(table).text.count("\n") == 1
    assert other.get(f"{table}&dispositif=P").status_code == 404


def test_where_nothing_is_published_the_page_says_so(service: Service) -> None:
    assert "Aucun mois n’est publié." in page(service)
