from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from api.database.engine import reading, writing
from api.database.tables.jobs import WorkerRow
from api.jobs.worker.claiming import claim
from api.jobs.worker.clock import database_now
from tests.api.jobs.here import ended, working

if TYPE_CHECKING:
    from tests.api.jobs.asked import Office


def test_what_is_asked_for_is_found_queued_and_done_once(petit: Office) -> None:
    job = petit.ask()

    with working(petit) as worker:
        # Put into the queue by two at once, as two workers would.
        worker.sweep()
        worker.sweep()
        row = ended(petit, job)

    assert (row.state, row.outcome, row.attempts, row.turn) == ("completed", "optimal", 1, 1)
    assert row.worker == worker.name
    assert petit.versions() == [(1, None), (2, job)]
    states = [state for kind, state in petit.told(job) if kind != "avancement"]
    assert states == ["queued", "solving", "completed"]


def test_what_another_process_had_when_it_died_is_begun_again(petit: Office) -> None:
    job = petit.ask()
    with writing(petit.engine) as session:
        # A machine of another name took it, and was last heard of a minute ago.
        claim(session, job, "morte:worker")
        now = database_now(session)
        session.add(WorkerRow(id="morte:worker", started=now, seen=now - timedelta(seconds=60)))

    with working(petit):
        row = ended(petit, job)

    assert (row.state, row.attempts, row.version) == ("completed", 2, 2)
    assert petit.versions() == [(1, None), (2, job)]


@pytest.mark.long
def test_a_worker_leaves_the_queue_as_it_found_it(sqlite_petit: Office) -> None:
    with working(sqlite_petit) as worker, reading(sqlite_petit.engine) as session:
        assert list(session.scalars(select(WorkerRow.id))) == [worker.name]
    with reading(sqlite_petit.engine) as session:
        assert list(session.scalars(select(WorkerRow.id))) == []

    # Asked for while nobody worked, and found by the next.
    job = sqlite_petit.ask()
    with working(sqlite_petit):
        assert ended(sqlite_petit, job).state == "completed"


@pytest.mark.long
def test_a_calculation_that_the_queue_thinks_done_is_done_again_and_its_version_is_found(
    sqlite_petit: Office,
) -> None:
    job = sqlite_petit.ask()
    with working(sqlite_petit):
        first = ended(sqlite_petit, job)
        # As after a backup was restored: the row waits, the queue's own file says that it ended.
        sqlite_petit.change(job, state="created", ended=None, version=None)
        row = ended(sqlite_petit, job)

    assert (first.turn, row.turn) == (1, 2)
    assert (row.state, row.version) == ("completed", 2)
    assert sqlite_petit.versions() == [(1, None), (2, job)]
