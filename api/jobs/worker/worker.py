"""
Run a worker: a process that takes calculations from the queue, and beats like a heart.

One thread writes the heartbeats, and cleans up once a day. Another compares the rows that people
see with the queue, and queues again what is missing there: new requests, calculations of a dead
worker, those that a restored backup brought back. DBOS decides which worker takes a turn and when,
but only its paid service would notice dead workers.
"""

import logging
import threading
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.database.engine import database_now, is_sqlite, reading, writing
from api.database.tables.jobs import PROBLEM, JobEventRow, JobRow, WorkerRow
from api.jobs.service import UNDER_WAY
from api.jobs.states import ENDS, State, move
from api.jobs.worker import workflow
from api.jobs.worker.borrowing import borrow
from api.jobs.worker.calculation import LeftError, calculate
from api.jobs.worker.turns import NameLock, take_back
from api.ledger.history import whole
from api.privacy.retention import purge
from api.settings import Settings
from scheduler.engine.workers.nursery import begin_nursery
from scheduler.errors import RoulementError


class GivingWay(threading.Event):
    """An event that is set once one of several is, and stays so when that is cleared again."""

    def __init__(self, *causes: threading.Event) -> None:
        super().__init__()
        self.causes = causes

    def is_set(self) -> bool:
        """Whether it is time to leave."""
        if not super().is_set() and any(cause.is_set() for cause in self.causes):
            self.set()
        return super().is_set()


log = logging.getLogger("roulement.jobs")

DAY = 24 * 3600.0
PATIENT = 10
"""While its database is away, the queue is looked at up to this many times more rarely."""

LONGEST_END = 4
"""Seconds that calculations have to hand over their best rotas when the process ends."""

SETTLE = 2.0
"""Seconds that DBOS may need to note that a turn ended."""


class Worker:
    """
    A worker on PostgreSQL, or in the only process that has a SQLite file.

    `role` distinguishes the processes of one machine. `ending`, once set, makes the worker give its
    calculations back, as `stop` does.
    """

    def __init__(
        self, engine: Engine, settings: Settings, role: str, ending: threading.Event | None = None
    ) -> None:
        self.engine, self.settings = engine, settings
        self.name = f"{settings.host_id}:{role}"[:120]
        self.alone = NameLock(engine, self.name)
        self.ending = ending or threading.Event()
        self.room = threading.BoundedSemaphore(settings.solves)
        self.turns = 0
        self.needed = threading.Event()
        self.last_end = -DAY
        self.steady = time.monotonic()
        self.cleaned = 0.0
        self.threads = [
            threading.Thread(target=self._beat_on, name="battement", daemon=True),
            threading.Thread(target=self._sweep_on, name="file", daemon=True),
        ]
        if not is_sqlite(engine):
            # Of a file there is no other worker to help.
            self.threads.append(threading.Thread(target=self._help_on, name="aide", daemon=True))

    def start(self) -> None:
        """
        Begin to take calculations; never on an event loop.

        Raises `NotAloneError`: another process has this name, or SQLite's file.
        """
        self.alone.take()
        # It loads the solver while nothing is asked for yet.
        begin_nursery()
        try:
            with writing(self.engine) as session:
                now = database_now(session)
                session.merge(
                    WorkerRow(id=self.name, started=now, seen=now, capacity=self.settings.solves)
                )
                # What a process of this name was at died with it; so did all that SQLite's had.
                begun = select(JobRow).where(JobRow.state == State.SOLVING)
                if not is_sqlite(self.engine):
                    begun = begun.where(JobRow.worker == self.name)
                for row in session.scalars(begun).all():
                    take_back(session, row, crashed=True)
            workflow.launch(self.settings, self.name, self._take)
        except BaseException:
            # If the database is lost here, all begins again, in this process.
            workflow.finish(0)
            self.alone.release()
            raise
        for thread in self.threads:
            thread.start()

    def up(self) -> bool:
        """Whether it takes calculations."""
        return not self.ending.is_set() and all(thread.is_alive() for thread in self.threads)

    def stop(self) -> None:
        """End within seconds: each calculation is given back with its best rota so far."""
        self.ending.set()
        for thread in self.threads:
            thread.join(LONGEST_END)
        busy = self.turns > 0 or time.monotonic() - self.last_end < SETTLE
        workflow.finish(LONGEST_END if busy else 0)
        self._leave()
        self.alone.release()

    def _leave(self) -> None:
        """Hand back calculations that weren't finished in time, and leave the list of workers."""
        running = select(JobRow).where(JobRow.state == State.SOLVING, JobRow.worker == self.name)
        try:
            with writing(self.engine) as session:
                for row in session.scalars(running).all():
                    take_back(session, row, crashed=False)
                session.execute(delete(WorkerRow).where(WorkerRow.id == self.name))
        except SQLAlchemyError as error:
            log.warning("départ non noté : %s", type(error).__name__)

    def _take(self, job: str) -> None:
        """
        Take the turn that the queue hands out, once there is room.

        After a restart the queue keeps the bound of before until this process has written its own.
        """
        if self._is_problem(job):
            self._take_problem(job)
            return
        while not self.room.acquire(timeout=self.settings.poll_seconds):
            # Whatever it searches for another worker gives way.
            self.needed.set()
            if self.ending.is_set():
                raise LeftError
        self.needed.clear()
        self.turns += 1
        try:
            if self.ending.is_set():
                raise LeftError
            calculate(self.engine, self.settings, job, self.name, self.ending)
        finally:
            self.turns -= 1
            self.last_end = time.monotonic()
            self.room.release()

    def _is_problem(self, job: str) -> bool:
        with reading(self.engine) as session:
            row = session.get(JobRow, job)
        return row is not None and row.kind == PROBLEM

    def _take_problem(self, job: str) -> None:
        """
        Take the turn of a problem of no draft, while no calculation of one wants the room.

        Where one comes, the problem is handed back with its best rota so far, and queued again.
        """
        while self.needed.is_set() or not self.room.acquire(blocking=False):
            if self.ending.wait(self.settings.poll_seconds):
                raise LeftError
        self.turns += 1
        try:
            leaving = GivingWay(self.ending, self.needed)
            calculate(self.engine, self.settings, job, self.name, leaving)
        except LeftError:
            # Otherwise its turn in the queue ends here, and it waits for another.
            if self.ending.is_set():
                raise
        finally:
            self.turns -= 1
            self.last_end = time.monotonic()
            self.room.release()

    def _help_on(self) -> None:
        """Search parts that other workers lend, while there is room for a calculation."""
        while not self.ending.wait(self.settings.poll_seconds):
            if self.needed.is_set() or not self.room.acquire(blocking=False):
                continue
            failed = False
            try:
                borrow(self.engine, self.settings, self.name, ending=self.ending, busy=self.needed)
            except Exception as error:
                log.exception("aide à un autre calcul : %s", type(error).__name__)
                failed = True
            finally:
                self.room.release()
            if failed:
                self.ending.wait(PATIENT * self.settings.poll_seconds)

    def _sweep_on(self) -> None:
        failures = 0
        while not self.ending.wait(self.settings.poll_seconds * (1 + min(failures, PATIENT))):
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001 - tried again in a moment
                if not failures:
                    log.warning("file d’attente : %s", type(error).__name__)
                failures += 1
            else:
                failures = 0

    def sweep(self) -> None:
        """Queue again each unfinished calculation that is neither queued nor with a live worker."""
        unfinished = select(JobRow.id, JobRow.state).where(UNDER_WAY)
        with reading(self.engine) as session:
            rows = session.execute(unfinished.order_by(JobRow.requested)).all()
            states = {row.id: State(row.state) for row in rows}
            living = self._living(session)
        places = workflow.places(list(states))
        for job, state in states.items():
            queued = state is not State.CREATED or places[job].status == workflow.RUNNING
            if not queued or places[job].lost(living):
                self._mend(job, living)

    def _mend(self, job: str, living: Collection[str]) -> None:
        """Queue lost calculations again; check each one inside a writing transaction first."""
        with writing(self.engine) as session:
            row = session.get_one(JobRow, job)
            place = workflow.places([job])[job]
            if State(row.state) is State.SOLVING and place.lost(living):
                log.warning("calcul %s : repris, %s ne répond plus", job, row.worker)
                take_back(session, row, crashed=True)
            if State(row.state) in ENDS:
                return
            if place.lost(living):
                queue = workflow.PROBLEMS if row.kind == PROBLEM else workflow.QUEUE
                workflow.put(job, place, queue)
            if State(row.state) is State.CREATED and place.status != workflow.RUNNING:
                move(session, row, State.QUEUED, row.message)

    def _living(self, session: Session) -> Collection[str]:
        """
        Return the workers that live; the silent ones are not among them.

        Nobody is thought dead by one who was cut off too: it would find all others silent.
        """
        names = select(WorkerRow.id)
        if time.monotonic() - self.steady > self.settings.dead_seconds:
            silent = timedelta(seconds=self.settings.dead_seconds)
            names = names.where(WorkerRow.seen >= database_now(session) - silent)
        return {self.name, *session.scalars(names)}

    def _beat_on(self) -> None:
        while not self.ending.wait(self.settings.heartbeat_seconds):
            try:
                self.beat()
            except Exception as error:  # noqa: BLE001 - tried again at the next beat
                self.steady = time.monotonic()
                log.warning("battement : %s", type(error).__name__)

    def beat(self) -> None:
        """Write that this worker is alive; once a day, clean up too."""
        if not self.alone.still():
            log.error("un autre processus porte le nom %s", self.name)
        with writing(self.engine, alone=False) as session:
            now = database_now(session)
            row = session.get(WorkerRow, self.name) or WorkerRow(id=self.name, started=now)
            row.seen, row.capacity = now, self.settings.solves
            session.add(row)
        if time.monotonic() - self.cleaned > DAY or not self.cleaned:
            clean(self.engine, self.settings)
            self.cleaned = time.monotonic()


def clean(engine: Engine, settings: Settings) -> None:
    """
    Delete workflows and events of calculations that ended long ago, and workers that left.

    And what `api.privacy.retention` says has been kept long enough.
    """
    now = datetime.now(UTC)
    before = now - timedelta(days=settings.job_days)
    with writing(engine) as session:
        ended = select(JobRow.id).where(
            JobRow.state.in_([end.value for end in ENDS]), JobRow.ended < before
        )
        session.execute(delete(JobEventRow).where(JobEventRow.job.in_(ended)))
        session.execute(delete(WorkerRow).where(WorkerRow.seen < before))
    workflow.purge(settings.job_days)
    purge(engine, settings, now)


def prepare(engine: Engine) -> None:
    """
    Read the association and its published months into this process, and load the solver.

    It takes about 2.5 s for 109 people and two years; otherwise the first calculation would wait
    for it. If the data can't be read now, nothing is raised: each calculation will say why.
    """
    begin_nursery()
    try:
        with reading(engine) as session:
            whole(session)
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("association non lue d’avance : %s", type(error).__name__)
