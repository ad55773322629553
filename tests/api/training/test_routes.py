"""Trainings over HTTP: what titles ask of one's people, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.access.caller import Role
from tests.api.training.served import serving_titles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

    from tests.api.service import Service

HERE = "/api/v1/responsable/formations"


@pytest.fixture
def service(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Service]:
    yield from serving_titles(sqlite_engine, tmp_path)


def answer(client: TestClient, **params: str) -> Any:
    got = client.get(HERE, params=params)
    assert got.status_code == 200, got.text
    return got.json()


def test_hours_of_a_title_are_told_in_minutes(service: Service) -> None:
    items = answer(service.client("responsable", agency="ville"))["items"]

    dorian = next(item for item in items if item["person"] == "dorian")
    assert dorian["titles"] == [
        {
            "title": "AMIS",
            "cohorts": ["AMIS-2025"],
            "due": 4200,
            "done": 2100,
            "planned": 1680,
            "missing": 420,
            "holidays": 420,
            "missed": 0,
            "make_up_days": ["2026-04-13"],
        }
    ]
    assert [remark.partition(";")[2] for remark in dorian["remarks"]] == [
        " prévue jusqu'au 25/04/2026.",
        " il manque 7 h 00 (7 h 00 que prennent des jours fériés).",
    ]


def test_people_come_page_by_page(service: Service) -> None:
    client = service.client("rh")
    whole = answer(client)["items"]

    part = answer(client, limit="1")
    rest = answer(client, cursor=part["next"])

    assert [*part["items"], *rest["items"]] == whole
    assert [item["person"] for item in whole] == ["chloe", "dorian"]


def test_the_people_of_another_agency_are_not_there(service: Service) -> None:
    assert answer(service.client("responsable", agency="ailleurs"))["items"] == []


@pytest.mark.parametrize("role", [Role.MEDIATEUR, Role.COMMANDITAIRE, Role.ADMIN])
def test_others_have_no_trainings(service: Service, role: Role) -> None:
    client = service.client(role.value, person="ada" if role is Role.MEDIATEUR else "")
    assert client.get(HERE).status_code == 403
