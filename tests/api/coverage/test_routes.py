"""What a commanditaire sees: the published coverage of their own dispositifs, and nobody."""

from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.publishing import publish
from tests.api.service import Service

HERE = "/api/v1/commanditaire/couverture"
MARCH = date(2026, 3, 1)


def coverage(client: TestClient, **params: Any) -> Any:
    answer = client.get(HERE, params={"month": "2026-03", **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_published_coverage_is_told_by_day_site_and_kind(service_on_each: Service) -> None:
    publish(service_on_each.engine, MARCH, 2)
    client = service_on_each.client("commanditaire")

    answer = coverage(client)

    (parc,) = answer["items"]
    days = [d for d in parc["days"] if d["on"] == "2026-03-04"]
    assert [(d["kind"], d["minimum"], d["target"], d["filled"], d["rate"]) for d in days] == [
        ("jour", 2, 3, 2, 0.6667),
        ("soiree", 1, 1, 0, 0.0),
    ]
    assert days[0] == {
        "on": "2026-03-04",
        "site": "place",
        "site_name": "Place du Marché",
        "kind": "jour",
        "kind_label": "jour",
        "slots": 1,
        "minimum": 2,
        "target": 3,
        "filled": 2,
        "under": 0,
        "met": 1,
        "full": 0,
        "rate": 0.6667,
    }
    assert parc["total"] == {
        "slots": 26,
        "minimum": 48,
        "target": 70,
        "filled": 44,
        "under": 4,
        "met": 22,
        "full": 0,
        "rate": 0.6286,
    }
    assert answer["commitments"]["minimum_met"] == 0.8462
    assert answer["commitments"]["target_met"] == 0.0


def test_a_month_that_isnt_published_has_no_coverage(service: Service) -> None:
    answer = coverage(service.client("commanditaire"))

    assert [dispositif["days"] for dispositif in answer["items"]] == [[]]
    assert [dispositif["total"]["rate"] for dispositif in answer["items"]] == [None]
    assert answer["commitments"] is None


def test_dispositifs_are_those_that_were_granted(service: Service) -> None:
    publish(service.engine, MARCH)
    mine = service.client("commanditaire", agency="ville", dispositif="P")
    none = service.client("commanditaire", agency="ville", dispositif="Q")

    assert [each["name"] for each in coverage(mine)["items"]] == ["Médiation de place"]
    assert coverage(none)["items"] == []
    for unknown in ("P", "R"):
        params = {"month": "2026-03", "dispositif": unknown}
        for form in ("json", "csv", "pdf"):
            assert none.get(HERE, params={**params, "format": form}).status_code == 404


def test_a_format_is_one_of_three(service: Service) -> None:
    client = service.client("commanditaire")

    assert client.get(HERE, params={"month": "2026-03", "format": "xls"}).status_code == 422


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "1999-01", "2026-03-01", ""])
def test_a_month_is_written_as_a_month(service: Service, month: str) -> None:
    client = service.client("commanditaire")

    assert client.get(HERE, params={"month": month}).status_code == 422
