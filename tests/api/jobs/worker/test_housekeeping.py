from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from api.database.engine import reading, writing
from api.database.tables.jobs import JobEventRow, WorkerRow
from api.jobs.worker import workflow
from api.jobs.worker.clock import database_now
from api.jobs.worker.housekeeping import clean
from tests.api.jobs.here import PATIENCE, ended, working

if TYPE_CHECKING:
    from tests.api.jobs.asked import Office


def test_what_ended_long_ago_is_forgotten_but_for_its_row(sqlite_petit: Office) -> None:
    old, fresh = sqlite_petit.ask(), ""
    sqlite_petit.cancel(old)
    fresh = sqlite_petit.ask()
    sqlite_petit.cancel(fresh)
    month, margin = timedelta(days=30), timedelta(minutes=1)
    sqlite_petit.change(old, ended=datetime.now(UTC) - month - margin)
    sqlite_petit.change(fresh, ended=datetime.now(UTC) - month + margin)
    with writing(sqlite_petit.engine) as session:
        seen = datetime.now(UTC) - month - margin
        session.add(WorkerRow(id="partie:worker", started=seen, seen=seen))

    with working(sqlite_petit, heartbeat_seconds=600) as worker:
        clean(sqlite_petit.engine, sqlite_petit.settings())

        with reading(sqlite_petit.engine) as session:
            assert session.scalars(select(JobEventRow.job).distinct()).all() == [fresh]
            assert session.scalars(select(WorkerRow.id)).all() == [worker.name]
    assert sqlite_petit.row(old).state == "cancelled"


@pytest.mark.long
def test_the_queue_forgets_what_ended(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask("explain")

    with working(sqlite_petit, heartbeat_seconds=600):
        ended(sqlite_petit, job)
        deadline = time.monotonic() + PATIENCE
        assert workflow.purge(1) == 0
        # DBOS notes the end a moment after the row says it.
        while not workflow.purge(-1):
            assert time.monotonic() < deadline


def test_the_database_s_clock_is_an_instant_of_now(petit: Office) -> None:
    with reading(petit.engine) as session:
        now = database_now(session)

    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
