"""
Travailleur: a process that takes calculations, says that it lives, and sees who doesn't.

One thread puts what waits into the queue; another beats, takes back what dead workers had, and
once a day cleans up.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import is_sqlite, reading, writing
from api.database.tables.jobs import JobRow, WorkerRow
from api.jobs.events import move
from api.jobs.states import State
from api.jobs.worker import workflow
from api.jobs.worker.alone import Alone
from api.jobs.worker.claiming import take_back
from api.jobs.worker.clock import database_now
from api.jobs.worker.housekeeping import clean
from api.jobs.worker.running import LeftError, calculate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.settings import Settings

log = logging.getLogger("roulement.jobs")

DAY = 24 * 3600.0
GAP = 3.0
"""Seconds between what the queue hands out and the turn that it is for, at most."""

PATIENT = 10
"""How many times rarer the queue is looked at while its database is away, at most."""

LONGEST_END = 4.0
"""Seconds that calculations have to hand over their best rotas when the process ends."""


class Worker:
    """
    A worker on PostgreSQL, or in the only process that has a SQLite file.

    `role` tells apart the processes of one machine. `ending`, once set, makes it hand over what it
    has, as `stop` does.
    """

    def __init__(
        self, engine: Engine, settings: Settings, role: str, ending: threading.Event | None = None
    ) -> None:
        self.engine, self.settings = engine, settings
        self.name = f"{settings.host_id}:{role}"[:120]
        self.alone = Alone(engine, self.name)
        self.ending = ending or threading.Event()
        self.alive: frozenset[str] = frozenset({self.name})
        self.mine: set[str] = set()
        self.idle_since: dict[str, float] = {}
        self.last_end = -DAY
        self.room = threading.BoundedSemaphore(settings.solves)
        self.steady = time.monotonic()
        self.cleaned = 0.0
        self.threads = [
            threading.Thread(target=self._beat_on, name="battement", daemon=True),
            threading.Thread(target=self._sweep_on, name="file", daemon=True),
        ]

    def start(self) -> None:
        """
        Begin to take calculations; never on an event loop.

        Raises
        ------
        NotAloneError
            Another process has this name, or SQLite's file.
        """
        self.alone.take()
        try:
            with writing(self.engine) as session:
                now = database_now(session)
                session.merge(
                    WorkerRow(id=self.name, started=now, seen=now, capacity=self.settings.solves)
                )
                # What a process of this name was at died with it.
                self._take_back(session, self._begun(session, of_all=is_sqlite(self.engine)))
            workflow.launch(self.settings, self.name, self._take)
        except BaseException:
            self.alone.release()
            raise
        for thread in self.threads:
            thread.start()

    def up(self) -> bool:
        """Whether it takes calculations."""
        return not self.ending.is_set() and all(one.is_alive() for one in self.threads)

    def stop(self) -> None:
        """End within seconds: each calculation is given back with its best rota so far."""
        self.ending.set()
        deadline = time.monotonic() + LONGEST_END
        while self.mine and time.monotonic() < deadline:
            time.sleep(0.05)
        for thread in self.threads:
            thread.join(max(0.1, deadline - time.monotonic()))
        self._give_back()
        workflow.finish(settle=time.monotonic() - self.last_end < workflow.SETTLE)
        self.alone.release()

    def _give_back(self) -> None:
        """Give back what no thread could in time, and leave the list of workers."""
        try:
            with writing(self.engine) as session:
                for row in list(self._begun(session, of_all=False)):
                    take_back(session, row, crashed=False)
                session.execute(delete(WorkerRow).where(WorkerRow.id == self.name))
        except SQLAlchemyError as error:
            log.warning("départ non noté : %s", type(error).__name__)

    def _take(self, job: str) -> None:
        """Run a turn; what DBOS recovers comes beside the queue, so the bound is held here."""
        self.mine.add(job)
        self.idle_since.pop(job, None)
        try:
            while not self.room.acquire(timeout=self.settings.poll_seconds):
                if self.ending.is_set():
                    raise LeftError
            try:
                if self.ending.is_set():
                    raise LeftError
                calculate(self.engine, self.settings, job, self.name, self.ending)
            finally:
                self.room.release()
        finally:
            self.mine.discard(job)
            self.last_end = time.monotonic()

    def _at_it(self, job: str, executor: str) -> bool:
        """Whether a worker may be at what waits by its row: about to begin, or at its end."""
        if executor != self.name:
            return executor in self.alive
        if job in self.mine:
            return True
        since = self.idle_since.setdefault(job, time.monotonic())
        return time.monotonic() - since < GAP

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
        """Put into the queue what isn't there yet."""
        with reading(self.engine) as session:
            new = self._in(session, State.CREATED)
        for job in new:
            if not workflow.send(job, partial(self._at_it, job)):
                continue
            with writing(self.engine) as session:
                row = session.get_one(JobRow, job)
                if State(row.state) is State.CREATED:
                    move(session, row, State.QUEUED, row.message)

    def _beat_on(self) -> None:
        while not self.ending.wait(self.settings.heartbeat_seconds):
            try:
                self.beat()
            except Exception as error:  # noqa: BLE001 - tried again at the next beat
                self.steady = time.monotonic()
                log.warning("battement : %s", type(error).__name__)

    def beat(self) -> None:
        """
        Say that this worker lives, and take back what the silent ones had.

        Nobody is judged by one who was cut off too: it would find all others silent.
        """
        if not self.alone.still():
            log.error("un autre processus porte le nom %s", self.name)
        with writing(self.engine, alone=False) as session:
            now = database_now(session)
            row = session.get(WorkerRow, self.name) or WorkerRow(id=self.name, started=now)
            row.seen, row.capacity = now, self.settings.solves
            session.add(row)
        with reading(self.engine) as session:
            since = now - timedelta(seconds=self.settings.dead_seconds)
            self.alive = frozenset(
                session.scalars(select(WorkerRow.id).where(WorkerRow.seen >= since))
            )
            orphans, queued = list(self._orphans(session)), self._in(session, State.QUEUED)
        if orphans:
            # Judged again where nobody writes meanwhile.
            with writing(self.engine) as session:
                self._take_back(session, self._orphans(session))
        for job in queued:
            workflow.send(job, partial(self._at_it, job))
        if time.monotonic() - self.cleaned > DAY or not self.cleaned:
            clean(self.engine, self.settings)
            self.cleaned = time.monotonic()

    def _orphans(self, session: Session) -> Iterable[JobRow]:
        """Return what runs nowhere: given up by this process, or had by a silent one."""
        steady = time.monotonic() - self.steady > self.settings.dead_seconds
        for row in session.scalars(select(JobRow).where(JobRow.state == State.SOLVING)):
            if row.worker == self.name:
                if row.id not in self.mine:
                    yield row
            elif steady and row.worker not in self.alive:
                yield row

    def _begun(self, session: Session, *, of_all: bool) -> Iterable[JobRow]:
        chosen = select(JobRow).where(JobRow.state == State.SOLVING)
        return session.scalars(chosen if of_all else chosen.where(JobRow.worker == self.name))

    @staticmethod
    def _take_back(session: Session, rows: Iterable[JobRow]) -> None:
        for row in list(rows):
            log.warning("calcul %s : repris, %s ne répond plus", row.id, row.worker)
            take_back(session, row, crashed=True)

    @staticmethod
    def _in(session: Session, state: State) -> list[str]:
        """Return the calculations in a state, first asked first."""
        chosen = select(JobRow.id).where(JobRow.state == state).order_by(JobRow.asked)
        return list(session.scalars(chosen))
