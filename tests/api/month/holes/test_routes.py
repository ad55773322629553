"""Why posts are open, over HTTP: what is answered, and what nobody else may read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.month.planned import EVENING, MONDAY, PAIR, add, begin, edit, planned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

    from tests.api.service import Service

FRIDAY = "P-J-2026-03-06"


@pytest.fixture
def client(sqlite_engine: Engine) -> Iterator[TestClient]:
    for service in planned(sqlite_engine):
        yield prepared(service)


def prepared(service: Service) -> TestClient:
    return service.client("responsable", agency="ville")


def version(client: TestClient, *operations: dict[str, str]) -> str:
    where = begin(client)
    edit(client, where, 1, *operations)
    return f"{where}/versions/2"


def test_all_holes_are_answered_and_one_with_what_fills_it_which_an_edit_then_does(
    client: TestClient,
) -> None:
    where = version(client, *PAIR)
    every = client.get(f"{where}/trous").json()
    (need,) = client.get(f"{where}/creneaux/{MONDAY}/trou").json()["needs"]
    (proposal, *_) = need["proposals"]

    assert sum(cause["missing"] for cause in every["causes"]) == every["missing"]
    assert MONDAY in {post["slot"] for post in every["posts"]}
    assert (proposal["means"], proposal["edits"], proposal["removed"]) == ("libre", True, [])
    draft = where.rpartition("/versions/")[0]
    edited = edit(client, draft, 2, *({"verb": "add", **each} for each in proposal["added"]))
    assert edited.json()["blocking"] == 0
    after = client.get(f"{draft}/versions/3/creneaux/{MONDAY}/trou").json()
    assert after == {"slot": MONDAY, "needs": [], "unable": after["unable"]}


def test_open_posts_come_page_by_page_with_all_causes_on_each(client: TestClient) -> None:
    where = version(client, *PAIR)
    whole = client.get(f"{where}/trous", params={"limit": 200}).json()

    pages: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while not pages or cursor:
        page = client.get(f"{where}/trous", params={"limit": 7, **cursor}).json()
        pages.append(page)
        cursor = {"cursor": page["next"]} if page["next"] else {}

    assert len(pages) == -(-len(whole["posts"]) // 7) > 1
    assert [post for page in pages for post in page["posts"]] == whole["posts"]
    for page in pages:
        assert (page["missing"], page["causes"]) == (whole["missing"], whole["causes"])


def test_no_reason_of_an_absence_is_answered(client: TestClient) -> None:
    where = version(client, *PAIR, add("farid", EVENING))
    every = client.get(f"{where}/trous").text
    friday = client.get(f"{where}/creneaux/{FRIDAY}/trou")

    assert "absence" in {person["by"] for person in friday.json()["needs"][0]["persons"]}
    assert "conge" not in every + friday.text


def test_a_slot_of_another_month_is_refused_with_what_was_expected(client: TestClient) -> None:
    where = version(client, *PAIR)
    answer = client.get(f"{where}/creneaux/P-J-2026-04-01/trou")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["expected"] == (
        "un créneau de 03/2026 que ce planning décide"
    )
