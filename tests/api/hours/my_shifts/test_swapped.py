from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.database.engine import writing
from api.ledger.append import import_history
from api.ledger.history import whole
from api.planning.month_change import month_change
from api.planning.problem import assemble
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.asking.petit import BEFORE, NORA, publish, start
from tests.api.asking.swapping import HELD, MONDAY, TUESDAY
from tests.api.hours.my_shifts.test_pages import page
from tests.api.jobs.asked_over_http import Desk, desk_of, output, tagged
from tests.api.service import serve

SWAPS = "/api/v1/echanges"
LOST = "Service retiré, Médiation de place"
GAINED = "Service ajouté, Médiation de place"
ON_MONDAY = "lun. 9 mars, 9 h – 16 h 30, Place du Marché"
ON_TUESDAY = "mar. 10 mars, 9 h – 16 h 30, Place du Marché"


@pytest.fixture
def desk(sqlite_engine: Engine) -> Iterator[Desk]:
    """Serve with nothing in March."""
    start(sqlite_engine, frozenset())
    yield from desk_of(serve(sqlite_engine))


@pytest.fixture
def chloe(desk: Desk) -> TestClient:
    return desk.service.client("mediateur", agency="ville", person="chloe")


def bring(engine: Engine, pairs: Iterable[tuple[str, str]]) -> None:
    """Import March as a file has it, of which nobody is notified."""
    with writing(engine) as session:
        there = whole(session)
        problem = assemble(there, date(2026, 3, 1), date(2026, 3, 31))
        rota = Rota(problem=problem, assignments=frozenset(Assignment(*pair) for pair in pairs))
        rows = month_change(there, rota, BEFORE).after
        import_history(session, NORA, {"2026-03": rows})


def swap(desk: Desk, other: TestClient, **wanted: str) -> None:
    """Ask for a swap with Chloé, accept it and approve it."""
    answer = desk.ada.post(SWAPS, json={"gives": MONDAY, "other": "chloe", **wanted})
    for client, verdict in ((other, "accord"), (desk.nora, "approbation")):
        swap_id = output(answer, 201 if client is other else 200)["id"]
        answer = client.post(
            f"{SWAPS}/{swap_id}/reponse", json={"verdict": verdict}, headers=tagged(answer)
        )
    assert output(answer)["state"] == "approuve"


@pytest.mark.parametrize("imported", [True, False])
def test_both_sides_of_a_swap_are_listed_for_both(
    desk: Desk, chloe: TestClient, *, imported: bool
) -> None:
    (bring if imported else publish)(desk.service.engine, HELD)

    swap(desk, chloe, takes=TUESDAY)

    for reader, gone, new in ((desk.ada, ON_MONDAY, ON_TUESDAY), (chloe, ON_TUESDAY, ON_MONDAY)):
        shown = page(reader)
        assert f"<strong>{LOST}</strong>" in shown
        assert f"avant : <s>{gone}</s>" in shown
        assert f"<strong>{GAINED}</strong><br>{new}</li>" in shown
        assert ("Le planning de mars 2026 est publié." in shown) is not imported


def test_a_shift_that_a_colleague_gives_is_listed_for_who_had_none_that_month(
    desk: Desk, chloe: TestClient
) -> None:
    publish(desk.service.engine, frozenset({("ada", MONDAY), ("brice", MONDAY)}))

    swap(desk, chloe)

    shown = page(chloe)
    assert f"<strong>{GAINED}</strong><br>{ON_MONDAY}</li>" in shown
    assert "est publié." not in shown
