"""The documents that the labour code asks for, listed and given."""

import io
import re
from datetime import date, datetime
from html import unescape
from zipfile import ZipFile

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.api.page.every_role import HTML, reasons_in
from tests.api.publishing import publish
from tests.api.service import Service

ROOT = "/rh/obligations"
HERE = f"{ROOT}?month=2026-03"
BOOK = f"{ROOT}/document?month=2026-03&nom=registres-2026-03.xlsx"


def test_each_document_that_is_listed_is_given(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    client = service.client("rh")

    text = client.get(HERE, headers=HTML).text

    links = [unescape(link) for link in re.findall(r'<li><a href="([^"]*)"', text)]
    links = [link for link in links if link.startswith(f"{ROOT}/document?")]
    book, rests = (
        client.get(next(link for link in links if name in link))
        for name in ("registres-2026-03.xlsx", "repos-hebdomadaires-2026-03.pdf")
    )
    assert book.content.startswith(b"PK")
    assert 'filename="registres-2026-03.xlsx"' in book.headers["content-disposition"]
    assert (rests.content[:5], rests.headers["content-type"]) == (b"%PDF-", "application/pdf")
    assert "6 personnes" in text.replace("\N{NO-BREAK SPACE}", " ")
    (archive,) = re.findall(rf'href="({ROOT}/documents.zip[^"]*)"', text)
    with ZipFile(io.BytesIO(client.get(unescape(archive)).content)) as zipped:
        names = zipped.namelist()
    assert len(names) == len(links)
    assert "decompte/ada-lemoine-ada.pdf" in names
    assert client.get(BOOK.replace("registres", "rien")).status_code == 404


def test_records_are_of_the_hours_worked_unless_the_plan_is_asked_for(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    said = {
        "person": "ada",
        "kind": "travail",
        "dispositif": "P",
        "start": "2026-03-07T09:00:00+01:00",
        "end": "2026-03-07T13:00:00+01:00",
        "why": "Marché exceptionnel",
    }
    chief = service.client("responsable", agency="ville")
    entered = chief.post("/api/v1/heures", json=said)
    assert entered.status_code == 201, entered.text
    client = service.client("rh")

    worked, plan = (saturday(client, basis) for basis in ("", "&basis=plan"))

    assert (worked, plan) == (["09:00", "13:00"], [])
    assert client.get(f"{BOOK}&basis=paie").status_code == 422


def saturday(client: TestClient, basis: str) -> list[str]:
    """Return Ada's hours of Saturday the 7th, as the workbook has them."""
    content = client.get(f"{BOOK}{basis}").content
    book = load_workbook(io.BytesIO(content), read_only=True)
    for row in book.worksheets[1].iter_rows(values_only=True):
        if row[0] == "Ada Lemoine" and row[2] == datetime(2026, 3, 7):  # noqa: DTZ001 - a cell's
            return [str(row[3]), str(row[5])]
    return []


def test_a_month_that_isnt_published_has_none(service: Service) -> None:
    client = service.client("rh")

    answer = client.get(BOOK)

    assert (answer.status_code, answer.json()["code"]) == (409, "mois_non_publie")
    assert "publié" in client.get(HERE, headers=HTML).text


def test_rh_of_an_agency_have_no_page_and_no_reason_is_on_it(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    away = service.client("rh", agency="ville")

    for address in (HERE, BOOK, f"{ROOT}/documents.zip?month=2026-03"):
        assert away.get(address, headers=HTML).status_code == 404
    assert reasons_in(service.client("rh").get(HERE, headers=HTML).text) == []
