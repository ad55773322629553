"""Forecasts over HTTP: those of one's dispositifs, page by page, the tensest weeks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.api.service import Service

HERE = "/api/v1/responsable/prevision"
MARCH = {"first": "2026-03", "last": "2026-03"}


def answer(client: TestClient, **params: str) -> Any:
    got = client.get(HERE, params={**MARCH, **params})
    assert got.status_code == 200, got.text
    return got.json()


def test_weeks_come_page_by_page(service: Service) -> None:
    client = service.client("responsable", agency="ville")
    whole = answer(client)["weeks"]

    part = answer(client, limit="2")
    rest = answer(client, cursor=part["next"])

    assert [week["monday"] for week in whole[:2]] == ["2026-02-23", "2026-03-02"]
    assert [*part["weeks"], *rest["weeks"]] == whole
    assert rest["next"] is None
    # Totals are of all weeks, whatever the page.
    assert part["totals"] == rest["totals"]
    assert [total["dispositif"] for total in part["totals"]] == ["P"]


def test_the_tense_weeks_alone_are_ranked(service: Service) -> None:
    got = answer(service.client("rh"), tendues="true")

    assert [(week["monday"], week["shortage_minutes"]) for week in got["weeks"]] == [
        ("2026-03-02", 840)
    ]
    assert got["sickness_rate"] == 0


def test_the_dispositifs_of_another_are_not_there(service: Service) -> None:
    elsewhere = service.client("responsable", agency="ailleurs")

    assert answer(elsewhere)["weeks"] == answer(elsewhere)["totals"] == []
    assert elsewhere.get(HERE, params={**MARCH, "dispositif": "P"}).status_code == 404


@pytest.mark.parametrize("last", ["2026-02", "2027-03"])
def test_months_in_the_wrong_order_or_too_many_are_refused(service: Service, last: str) -> None:
    got = service.client("rh").get(HERE, params={"first": "2026-03", "last": last})

    assert got.status_code == 422
    assert "12 au plus" in got.json()["detail"]
