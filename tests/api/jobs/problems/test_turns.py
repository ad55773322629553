"""Problems that are sent whole and calculations of drafts: who waits for whom, who takes over."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import delete

from api.access.caller import Caller, Grant, Role
from api.database.engine import writing
from api.database.tables.jobs import JobRow
from api.jobs.worker.worker import GivingWay
from tests.api.jobs.asked import Office
from tests.api.jobs.here import ended, working
from tests.api.jobs.problems.sent import body, put_in, small
from tests.api.jobs.test_dying import killed_in_the_middle

LONG = {"config": {"seconds": 600}, "model_input": body()["model_input"]}
OTHER = Caller(user="1" * 32, grants=(Grant(role=Role.RESPONSABLE),), via="local")


def until(office: Office, job: str, state: str) -> None:
    deadline = time.monotonic() + 120
    while office.row(job).state != state:
        assert time.monotonic() < deadline, office.row(job).state
        time.sleep(0.02)


def test_what_gives_way_stays_given_though_nobody_needs_it_any_more() -> None:
    ends, needed = threading.Event(), threading.Event()
    leaving = GivingWay(ends, needed)

    before = leaving.is_set()
    needed.set()
    during = leaving.is_set()
    needed.clear()

    assert (before, during, leaving.is_set()) == (False, True, True)
    assert not ends.is_set()


@pytest.mark.long
def test_a_problem_gives_way_to_a_calculation_of_a_draft(petit: Office) -> None:
    with working(petit, solves=1):
        problem = put_in(petit, LONG)
        until(petit, problem, "solving")
        job = petit.ask()
        row = ended(petit, job, 120)
        waited = petit.row(problem)
        petit.change(problem, stop_asked=True)
        after = ended(petit, problem, 120)

    assert (row.state, row.outcome) == ("completed", "optimal")
    assert waited.ended is None
    # It was handed back, which is no failure, and taken up again.
    assert after.turn > 1
    assert (after.attempts, after.state) == (1, "stopped")


@pytest.mark.long
def test_problems_of_two_accounts_are_both_answered(petit: Office) -> None:
    with working(petit):
        jobs = [put_in(petit, small()), put_in(petit, small(), OTHER)]
        rows = [ended(petit, job, 120) for job in jobs]

    assert [(row.state, row.outcome) for row in rows] == [("completed", "optimal")] * 2
    assert rows[0].result["problem"]["rota"] == rows[1].result["problem"]["rota"]
    assert petit.versions() == [(1, None)]


@pytest.mark.long
def test_a_problem_whose_worker_is_killed_is_solved_by_the_next(
    sqlite_petit: Office, tmp_path: Path
) -> None:
    job = put_in(sqlite_petit, small())
    killed_in_the_middle(sqlite_petit, job, tmp_path, "serve")

    with working(sqlite_petit, "serve", host_id="essai"):
        row = ended(sqlite_petit, job, 120)

    assert (row.state, row.attempts, row.outcome) == ("completed", 2, "optimal")
    assert row.result["problem"]["lawful"]


@pytest.mark.long
def test_a_worker_gives_up_a_problem_that_is_erased_and_takes_the_next(
    sqlite_petit: Office,
) -> None:
    with working(sqlite_petit, solves=1):
        problem = put_in(sqlite_petit, LONG)
        until(sqlite_petit, problem, "solving")
        with writing(sqlite_petit.engine) as session:
            session.execute(delete(JobRow).where(JobRow.id == problem))
        after = put_in(sqlite_petit, small())
        row = ended(sqlite_petit, after, 120)

    assert (row.state, row.outcome) == ("completed", "optimal")
    assert sqlite_petit.events(problem) == []
