"""Swaps between agencies: each side reads, approves and may refuse them; both make it so."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.data.stored.importing import check_folder, put
from api.database.engine import writing
from tests.api.asking.petit import BEFORE
from tests.api.commands import PETIT
from tests.api.jobs.asked_over_http import Desk, code, desk_of, output
from tests.api.lent import BEACH, PLACE, lent
from tests.api.service import serve
from tests.api.swaps.test_routes import SWAPS, holders, respond

SWAP = {"gives": PLACE, "other": "zoe", "takes": BEACH}
GIFT = {"gives": PLACE, "other": "zoe"}


@pytest.fixture
def desk(sqlite_engine: Engine) -> Iterator[Desk]:
    """Serve two agencies: Nora answers for Ada's."""
    with writing(sqlite_engine) as session:
        put(session, check_folder(PETIT))
    lent(sqlite_engine, BEFORE)
    yield from desk_of(serve(sqlite_engine))


@pytest.fixture
def mer(desk: Desk) -> TestClient:
    """Who answers for Zoé's agency."""
    return desk.service.client("responsable", agency="mer")


def accepted(desk: Desk, body: dict[str, Any]) -> str:
    zoe = desk.service.client("mediateur", agency="mer", person="zoe")
    agreed = respond(zoe, desk.ada.post(SWAPS, json=body), "accord")
    return str(output(agreed)["id"])


MOVED = [(SWAP, {("ada", BEACH)}), (GIFT, {("zoe", BEACH)})]


def answered(side: TestClient, swap: str, verdict: str = "approbation") -> Any:
    """Answer a swap as it stands."""
    (shown,) = output(side.get(SWAPS))
    match = {"If-Match": f'"{swap}-{shown["number"]}"'}
    return side.post(f"{SWAPS}/{swap}/reponse", json={"verdict": verdict}, headers=match)


@pytest.mark.parametrize(("body", "moved"), MOVED)
@pytest.mark.parametrize("first", ["ville", "mer"])
def test_each_side_approves_it_and_the_second_publishes(
    desk: Desk, mer: TestClient, body: dict[str, Any], moved: set[tuple[str, str]], first: str
) -> None:
    swap = accepted(desk, body)
    before = holders(desk)
    sides = [desk.nora, mer] if first == "ville" else [mer, desk.nora]
    for side in sides:
        (listed,) = output(side.get(SWAPS))
        assert (listed["id"], listed["state"]) == (swap, "accepte")
        assert listed["awaits"] == ["mer", "ville"]

    half = output(answered(sides[0], swap))

    (other,) = {"ville", "mer"} - {first}
    assert (half["state"], half["awaits"], half["publication"]) == ("accepte", [other], None)
    assert [each["awaits"] for each in output(desk.ada.get(SWAPS))] == [[other]]
    assert holders(desk) == before
    assert code(answered(sides[0], swap), 409) == "echange_deja_approuve"
    done = output(answered(sides[1], swap))
    assert (done["state"], done["awaits"], done["publication"]) == ("approuve", [], 2)
    assert holders(desk) == {("zoe", PLACE), ("brice", PLACE)} | moved


@pytest.mark.parametrize(("body", "moved"), MOVED)
def test_who_answers_for_both_sides_publishes_it_alone(
    desk: Desk, body: dict[str, Any], moved: set[tuple[str, str]]
) -> None:
    swap = accepted(desk, body)

    done = answered(desk.service.client("responsable"), swap)

    assert output(done)["state"] == "approuve"
    assert holders(desk) == {("zoe", PLACE), ("brice", PLACE)} | moved


def test_a_swap_within_an_agency_awaits_it_alone(desk: Desk, mer: TestClient) -> None:
    made = desk.ada.post(SWAPS, json={"gives": PLACE, "other": "elsa"})
    elsa = desk.service.client("mediateur", agency="ville", person="elsa")
    agreed = respond(elsa, made, "accord")

    assert output(agreed)["awaits"] == ["ville"]
    assert output(mer.get(SWAPS)) == []
    assert code(respond(mer, agreed, "approbation"), 404) == "introuvable"
    assert output(respond(desk.nora, agreed, "approbation"))["state"] == "approuve"


@pytest.mark.parametrize("agency", ["ville", "mer"])
def test_each_side_may_refuse_it(desk: Desk, agency: str) -> None:
    swap = accepted(desk, GIFT)
    side = desk.service.client("responsable", agency=agency)

    assert output(answered(side, swap, "refus"))["state"] == "refuse"
