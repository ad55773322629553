import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from api.database.engine import connect, database_now, reading, writing
from api.database.tables.jobs import JobEventRow, WorkerRow
from api.jobs.worker import workflow
from api.jobs.worker.inputs import inputs_of
from api.jobs.worker.turns import claim
from api.jobs.worker.worker import Worker, clean, prepare
from api.ledger.history import whole
from tests.api.jobs.asked import Office
from tests.api.jobs.here import PATIENCE, ended, working


@pytest.mark.long
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
    states = [state for kind, state in petit.events(job) if kind != "avancement"]
    assert states == ["queued", "solving", "completed"]


@pytest.mark.long
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


@pytest.mark.long
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


class Twice(threading.Event):
    """An event set the third time that somebody waits for it; `room` was free each time."""

    def __init__(self) -> None:
        super().__init__()
        self.room: threading.Semaphore | None = None
        self.free: list[bool] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert self.room is not None
        self.free.append(self.room.acquire(blocking=False))
        if self.free[-1]:
            self.room.release()
        return len(self.free) > 2 or super().wait(min(timeout or 0.0, 0.01))


def test_a_worker_that_failed_to_help_leaves_room_for_its_own_calculations(
    sqlite_petit: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bool:
        raise OSError("panne")

    monkeypatch.setattr("api.jobs.worker.worker.borrow", fail)
    ending = Twice()
    worker = Worker(sqlite_petit.engine, sqlite_petit.settings(solves=1), "essai", ending)
    ending.room = worker.room

    worker._help_on()

    assert ending.free == [True, True, True]


def test_what_was_prepared_is_not_read_again_by_the_first_calculation(petit: Office) -> None:
    job = petit.ask()
    prepare(petit.engine)
    said: list[str] = []
    event.listen(
        petit.engine, "before_cursor_execute", lambda *arguments: said.append(arguments[2])
    )

    with reading(petit.engine) as session:
        again = whole(session)
        inputs_of(session, petit.row(job), petit.settings())

    assert said
    assert not [sql for sql in said if "FROM person" in sql or "FROM standing" in sql]
    with reading(petit.engine) as session:
        assert whole(session) is again


def test_a_database_that_is_away_is_left_to_the_calculations(
    caplog: pytest.LogCaptureFixture,
) -> None:
    prepare(connect("postgresql+psycopg://nobody@127.0.0.1:1/rien"))

    assert "association non lue d’avance : OperationalError" in caplog.text
