"""Swaps between agencies: each side reads, approves and may refuse them; both make it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.data.stored.importing import import_folder
from api.database.engine import writing
from tests.api.asking.petit import BEFORE, again
from tests.api.commands import PETIT
from tests.api.jobs.asked_over_http import Desk, code, desk_of, output, tagged
from tests.api.lent import BEACH, PLACE, lent
from tests.api.service import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from sqlalchemy import Engine

MINE, ALL = "/api/v1/moi/echanges", "/api/v1/responsable/echanges"
SWAP = {"gives": PLACE, "other": "zoe", "takes": BEACH}
GIFT = {"gives": PLACE, "other": "zoe"}


@pytest.fixture
def desk(sqlite_engine: Engine) -> Iterator[Desk]:
    """Serve two agencies: Nora answers for Ada's."""
    with writing(sqlite_engine) as session:
        import_folder(session, PETIT)
    lent(sqlite_engine, BEFORE)
    yield from desk_of(serve(sqlite_engine))


@pytest.fixture
def mer(desk: Desk) -> TestClient:
    """Who answers for Zoé's agency."""
    return desk.service.client("responsable", agency="mer")


def accepted(desk: Desk, body: dict[str, Any]) -> str:
    zoe = desk.service.client("mediateur", agency="mer", person="zoe")
    made = desk.ada.post(MINE, json=body)
    swap = str(output(made, 201)["id"])
    output(zoe.post(f"{MINE}/{swap}/accord", json={}, headers=tagged(made)))
    return swap


def holders(desk: Desk) -> set[tuple[str, str]]:
    rows = again(desk.service.engine).history["2026-03"]
    return {(r.worked.mediator, r.worked.duty.id) for r in rows}


MOVED = [(SWAP, {("ada", BEACH)}), (GIFT, {("zoe", BEACH)})]


def approved(side: TestClient, swap: str) -> Any:
    """Approve a swap as it stands."""
    shown = side.get(f"{ALL}/{swap}")
    return side.post(f"{ALL}/{swap}/approbation", json={}, headers=tagged(shown))


@pytest.mark.parametrize(("body", "moved"), MOVED)
@pytest.mark.parametrize("first", ["ville", "mer"])
def test_each_side_approves_it_and_the_second_publishes(
    desk: Desk, mer: TestClient, body: dict[str, Any], moved: set[tuple[str, str]], first: str
) -> None:
    swap = accepted(desk, body)
    before = holders(desk)
    sides = [desk.nora, mer] if first == "ville" else [mer, desk.nora]
    for side in sides:
        (listed,) = output(side.get(ALL))
        assert (listed["id"], listed["state"]) == (swap, "accepte")
        assert output(side.get(f"{ALL}/{swap}"))["awaits"] == ["mer", "ville"]

    half = output(approved(sides[0], swap))

    (other,) = {"ville", "mer"} - {first}
    assert (half["state"], half["awaits"], half["publication"]) == ("accepte", [other], None)
    assert output(desk.ada.get(f"{MINE}/{swap}"))["awaits"] == [other]
    assert holders(desk) == before
    assert code(approved(sides[0], swap), 409) == "echange_deja_approuve"
    done = output(approved(sides[1], swap))
    assert (done["state"], done["awaits"], done["publication"]) == ("approuve", [], 2)
    assert holders(desk) == {("zoe", PLACE), ("brice", PLACE)} | moved


@pytest.mark.parametrize(("body", "moved"), MOVED)
def test_who_answers_for_both_sides_publishes_it_alone(
    desk: Desk, body: dict[str, Any], moved: set[tuple[str, str]]
) -> None:
    swap = accepted(desk, body)

    done = approved(desk.service.client("responsable"), swap)

    assert output(done)["state"] == "approuve"
    assert holders(desk) == {("zoe", PLACE), ("brice", PLACE)} | moved


def test_a_swap_within_an_agency_awaits_it_alone(desk: Desk, mer: TestClient) -> None:
    made = desk.ada.post(MINE, json={"gives": PLACE, "other": "elsa"})
    swap = output(made, 201)["id"]
    elsa = desk.service.client("mediateur", agency="ville", person="elsa")
    agreed = elsa.post(f"{MINE}/{swap}/accord", json={}, headers=tagged(made))

    assert output(agreed)["awaits"] == ["ville"]
    assert (output(mer.get(ALL)), code(mer.get(f"{ALL}/{swap}"), 404)) == ([], "introuvable")
    assert output(approved(desk.nora, swap))["state"] == "approuve"


@pytest.mark.parametrize("agency", ["ville", "mer"])
def test_each_side_may_refuse_it(desk: Desk, agency: str) -> None:
    swap = accepted(desk, GIFT)
    side = desk.service.client("responsable", agency=agency)

    shown = side.get(f"{ALL}/{swap}")
    no = side.post(f"{ALL}/{swap}/refus", json={"answer": "Non."}, headers=tagged(shown))

    assert output(no)["state"] == "refuse"
