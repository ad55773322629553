"""The documents that the labour code asks for, of a published month."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile

from openpyxl import load_workbook

from tests.api.publishing import publish

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

HERE = "/api/v1/rh/obligations/2026-03"


def test_each_document_of_a_published_month_is_given(service: Service) -> None:
    publish(service.engine, date(2026, 3, 1))
    client = service.client("rh")

    answer = client.get(HERE).json()
    names = [document["name"] for document in answer["documents"]]
    book = client.get(answer["documents"][0]["url"])
    rests = client.get(f"{HERE}/documents/registre/repos-hebdomadaires-2026-03.pdf")

    assert (answer["month"], answer["people"]) == ("2026-03", 6)
    assert names[0] == "registres-2026-03.xlsx"
    assert "decompte/ada-lemoine-ada.pdf" in names
    assert book.content.startswith(b"PK")
    assert 'filename="registres-2026-03.xlsx"' in book.headers["content-disposition"]
    assert (rests.content[:5], rests.headers["content-type"]) == (b"%PDF-", "application/pdf")
    assert client.get(f"{HERE}/documents/rien.pdf").status_code == 404
    with ZipFile(io.BytesIO(client.get(f"{HERE}/documents.zip").content)) as archive:
        assert archive.namelist() == names


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

    worked, plan = (_saturday(client, basis) for basis in ("worked", "plan"))

    assert (worked, plan) == (["09:00", "13:00"], [])
    assert client.get(HERE).json()["basis"] == "worked"
    assert client.get(HERE, params={"basis": "paie"}).status_code == 422


def _saturday(client: TestClient, basis: str) -> list[str]:
    """Return Ada's hours of Saturday the 7th, as the workbook has them."""
    content = client.get(f"{HERE}/documents/registres-2026-03.xlsx", params={"basis": basis})
    book = load_workbook(io.BytesIO(content.content), read_only=True)
    for row in book.worksheets[1].iter_rows(values_only=True):
        if row[0] == "Ada Lemoine" and row[2] == datetime(2026, 3, 7):  # noqa: DTZ001 - a cell's
            return [str(row[3]), str(row[5])]
    return []


def test_a_month_that_isnt_published_has_none(service: Service) -> None:
    answer = service.client("rh").get(HERE)

    assert (answer.status_code, answer.json()["code"]) == (409, "mois_non_publie")


def test_they_are_rhs_of_the_whole_association(service: Service) -> None:
    assert service.client("responsable").get(HERE).status_code == 403
    assert service.client("rh", agency="ville").get(HERE).status_code == 404
