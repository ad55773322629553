"""A commanditaire's appointments over HTTP: asked for, followed, taken back; nobody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.appointments.test_service import MARCH, NOW
from tests.api.entered import put, rows
from tests.api.publishing import publish
from tests.api.service import service, service_on_each

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

__all__ = ["service", "service_on_each"]

HERE = "/api/v1/commanditaire/rendez-vous"
BODY = {
    "dispositif": "P",
    "site": "place",
    "place": "Hall B",
    "day": "2026-03-10",
    "start": "14:30",
    "minutes": 60,
    "reference": "DOS-118",
}


@pytest.fixture
def payer(service: Service) -> TestClient:
    service.app.state.now = lambda: NOW
    return service.client("commanditaire", agency="ville", dispositif="P")


def stages(client: TestClient) -> list[str]:
    return [each["stage"] for each in client.get(HERE).json()["items"]]


def test_one_asks_and_reads_what_became_of_it(service: Service, payer: TestClient) -> None:
    made = payer.post(HERE, json=BODY)

    assert made.status_code == 201, made.text
    assert made.json() == {
        **BODY,
        "key": 1,
        "number": 1,
        "id": "RV-P-1",
        "binome": False,
        "stage": "demande",
        "reply": "",
    }
    plans = service.client("responsable", agency="ville", dispositif="P")
    (row,) = rows(plans, "rendez_vous")
    changed = put(plans, row, row["values"] | {"state": "accepte", "mediator": "ada"})
    assert changed.status_code == 200, changed.text
    assert stages(payer) == ["accepte"]
    publish(service.engine, MARCH)
    assert stages(payer) == ["planifie"]
    assert "ada" not in payer.get(HERE).text


def test_one_takes_back_what_nobody_has_answered(payer: TestClient) -> None:
    tag = payer.post(HERE, json=BODY).headers["etag"]
    back = payer.post(f"{HERE}/1/retrait", headers={"If-Match": tag})

    assert (back.status_code, back.json()["stage"]) == (200, "annule")
    again = payer.post(f"{HERE}/1/retrait", headers={"If-Match": back.headers["etag"]})
    assert (again.status_code, again.json()["code"]) == (409, "rendez_vous_decide")
    assert payer.post(f"{HERE}/1/retrait", headers={"If-Match": tag}).status_code == 412


def test_wrong_values_are_told_by_field(payer: TestClient) -> None:
    answer = payer.post(HERE, json=BODY | {"day": "2026-02-01"})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "day",
            "received": "01/02/2026 14:30",
            "expected": "un jour et une heure à venir",
        }
    ]
    assert payer.get(HERE).json()["items"] == []


def test_others_have_no_such_address(service: Service) -> None:
    for role in ("responsable", "rh", "admin", "mediateur"):
        assert service.client(role).get(HERE).status_code == 403
