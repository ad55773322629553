import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.database.engine import writing
from api.jobs.worker.progress import Watch
from api.jobs.worker.turns import Turn, claim
from api.planning.summary import tier_json
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Progress, TierResult, TierStatus
from tests.api.jobs.asked import Office

BEST = frozenset({Assignment("brice", "P-J-2026-03-02"), Assignment("ada", "P-J-2026-03-02")})
PAIRS = [["ada", "P-J-2026-03-02"], ["brice", "P-J-2026-03-02"]]
PATIENCE = 30.0
COVERAGE = TierResult(
    tier=1,
    name="Effectifs minimaux",
    cost=3,
    bound=1,
    status=TierStatus.FEASIBLE,
    seconds=1.0,
    unit="postes",
)


def news(part: str, tier: str, done: int = 0) -> Progress:
    return Progress(
        part=part,
        tier=tier,
        best=3,
        bound=1,
        elapsed=2.54,
        starting=0.5,
        parts_done=done,
        parts=2,
        place=2,
        windows=3,
        unit="postes",
        tiers=(COVERAGE,),
    )


@pytest.fixture
def turn(sqlite_petit: Office) -> Turn:
    job = sqlite_petit.ask()
    with writing(sqlite_petit.engine) as session:
        taken = claim(session, job, "ici")
    assert taken is not None
    return taken


def watching(office: Office, turn: Turn, **settings: float) -> Watch:
    quick = {"poll_seconds": 0.01, **settings}
    return Watch(office.engine, office.settings(**quick), turn, threading.Event())


def until(true: object) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + PATIENCE
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_progress_is_told_when_it_is_new_and_only_of_what_runs(
    sqlite_petit: Office, turn: Turn
) -> None:
    with watching(sqlite_petit, turn) as watch:
        watch.begin()
        watch.heard(news("P", "Effectifs minimaux"))
        watch.heard(news("Q", "Effectifs minimaux"))
        watch.heard(news("Q", "", done=1))
        until(lambda: sqlite_petit.row(turn.job).progress["parts_done"])

    progress = sqlite_petit.row(turn.job).progress
    since = datetime.fromisoformat(progress.pop("since"))
    assert timedelta() <= datetime.now(UTC) - since < timedelta(seconds=PATIENCE)
    assert progress == {
        "preparing": False,
        "seconds": 2.0,
        "starting": 0.5,
        "parts": 2,
        "parts_done": 1,
        "month": 2,
        "months": 3,
        "running": [
            {"part": "P", "tier": "Effectifs minimaux", "unit": "postes", "best": 3, "bound": 1}
        ],
        "tiers": [tier_json(replace(COVERAGE, cost=6, bound=2))],
    }
    assert [kind for kind, _ in sqlite_petit.events(turn.job)] == ["etat", "avancement"]


def test_no_cost_is_told_while_a_part_has_no_rota(sqlite_petit: Office, turn: Turn) -> None:
    with watching(sqlite_petit, turn) as watch:
        watch.begin()
        watch.heard(news("P", "Effectifs minimaux"))
        watch.heard(replace(news("Q", "Effectifs minimaux"), best=None, tiers=()))
        until(lambda: sqlite_petit.row(turn.job).progress["parts"])

    assert sqlite_petit.row(turn.job).progress["tiers"] == []


def test_a_calculation_is_told_from_its_first_second_and_its_search_from_its_own(
    sqlite_petit: Office, turn: Turn
) -> None:
    taken = sqlite_petit.row(turn.job).progress
    with watching(sqlite_petit, turn) as watch:
        watch.begin()
        until(lambda: not sqlite_petit.row(turn.job).progress["preparing"])

    searching = sqlite_petit.row(turn.job).progress
    assert (taken["preparing"], taken["seconds"], searching["seconds"]) == (True, 0.0, 0.0)
    assert datetime.fromisoformat(taken["since"]) <= datetime.fromisoformat(searching["since"])


def test_of_a_calculation_that_searches_twice_only_the_last_search_is_told(
    sqlite_petit: Office, turn: Turn
) -> None:
    with watching(sqlite_petit, turn) as watch:
        watch.begin()
        watch.heard(news("P", "Effectifs minimaux"))
        watch.heard(replace(news("Q", "Effectifs minimaux"), elapsed=0.1))
        until(lambda: sqlite_petit.row(turn.job).progress["parts"])

    progress = sqlite_petit.row(turn.job).progress
    assert [part["part"] for part in progress["running"]] == ["Q"]


def test_the_best_rota_is_put_away_as_often_as_the_settings_say(
    sqlite_petit: Office, turn: Turn
) -> None:
    with watching(sqlite_petit, turn, best_seconds=0.05) as watch:
        watch.better(BEST)
        until(lambda: sqlite_petit.row(turn.job).best is not None)

    assert sqlite_petit.row(turn.job).best == PAIRS


def test_the_best_rota_is_not_put_away_before_its_time(sqlite_petit: Office, turn: Turn) -> None:
    with watching(sqlite_petit, turn, best_seconds=600.0) as watch:
        watch.begin()
        watch.better(BEST)
        watch.heard(news("P", "Effectifs minimaux"))
        until(lambda: sqlite_petit.row(turn.job).progress["parts"])

    assert sqlite_petit.row(turn.job).best is None
    assert watch.best == BEST


def test_a_stop_that_people_ask_for_reaches_the_solver(sqlite_petit: Office, turn: Turn) -> None:
    with watching(sqlite_petit, turn) as watch:
        sqlite_petit.change(turn.job, stop_asked=True)
        assert watch.stop.wait(PATIENCE)

    assert (watch.stop_asked, watch.give_up.is_set(), watch.lost) == (True, False, False)


def test_a_stop_asked_before_the_calculation_began_is_known_when_it_begins(
    sqlite_petit: Office, turn: Turn
) -> None:
    sqlite_petit.change(turn.job, stop_asked=True)

    with watching(sqlite_petit, turn, poll_seconds=10.0) as watch:
        assert (watch.stop_asked, watch.stop.is_set(), watch.give_up.is_set()) == (
            True,
            True,
            False,
        )


def test_a_turn_lost_before_the_calculation_began_is_not_watched(
    sqlite_petit: Office, turn: Turn
) -> None:
    sqlite_petit.change(turn.job, turn=turn.number + 1)

    with watching(sqlite_petit, turn, poll_seconds=10.0) as watch:
        assert (watch.lost, watch.give_up.is_set()) == (True, True)


def test_a_turn_that_was_lost_as_by_cancelling_makes_the_solver_give_up(
    sqlite_petit: Office, turn: Turn
) -> None:
    with watching(sqlite_petit, turn) as watch:
        sqlite_petit.change(turn.job, turn=turn.number + 1)
        assert watch.give_up.wait(PATIENCE)

    assert (watch.lost, watch.stop_asked) == (True, False)


def test_a_process_that_must_end_stops_the_solver_then_gives_it_up(
    sqlite_petit: Office, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.worker.progress.GRACE", 0.05)
    with watching(sqlite_petit, turn) as watch:
        watch.ending.set()
        assert watch.stop.wait(PATIENCE)
        assert watch.give_up.wait(PATIENCE)

    assert (watch.lost, watch.stop_asked) == (False, False)
