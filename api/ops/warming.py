"""Do what the first readers would wait for: at start, and when something is published."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread
from types import MappingProxyType

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from api.data.association import Association
from api.database.engine import reading
from api.database.tables.ledger import PublicationRow
from api.database.tables.month import RotaRow
from api.hours.months.service import warm as judge_month
from api.ledger.history import whole
from api.month.findings import findings_of
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of
from api.shell.preparing import Warmed
from scheduler.domain.problem import Assignment
from scheduler.domain.time import civil_day
from scheduler.engine.workers.nursery import await_nursery
from scheduler.errors import NurseryDiedError, RoulementError

log = logging.getLogger("roulement.plannings")

PATIENCE = 60.0
"""Seconds after which readers may come, whatever is still being judged."""

EVERY = 5.0
"""Seconds between two looks at what is published, here or by another process."""

JOIN = 1.0
"""Seconds that the work under way has to end with the service."""


Work = Callable[["Engine", datetime, Callable[[], bool]], object]
"""Read and judge what readers will ask for, at an instant; stop early once the last says so."""


MOST = 12
"""Drafts that are judged beforehand: the last begun, of months that aren't over."""


def judge_drafts(
    engine: Engine, now: datetime, given_up: Callable[[], bool] = lambda: False
) -> int:
    """
    Read the association, and judge the current version of drafts; return how many were judged.

    Data that can't be read or planned are skipped: each reader is told why on reading them.
    """
    try:
        with reading(engine) as session:
            association = whole(session)
            first = civil_day(now).replace(day=1)
            rows = session.scalars(
                select(RotaRow)
                .where(RotaRow.discarded.is_(None), RotaRow.month >= first)
                .order_by(RotaRow.made.desc())
                .limit(MOST)
            ).all()
            heads = [(row, assignments_of(session, row.id, row.head)) for row in rows]
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("association non lue d’avance : %s", type(error).__name__)
        return 0
    judged = 0
    for row, assignments in heads:
        if given_up():
            break
        judged += _judge(association, row, assignments, now)
    return judged


def _judge(
    association: Association, row: RotaRow, assignments: frozenset[Assignment], now: datetime
) -> bool:
    try:
        frame = frame_of(association, row, now)
        findings_of(frame, assignments, now=now)
        # Judging reads no balances; whoever asks first what would be fair shouldn't add them up.
        len(frame.problem.balances)
    except RoulementError as error:
        log.info("planning %s non jugé d’avance : %s", row.id, error)
        return False
    return True


def _await_solver() -> None:
    """Load the solver; a process that dies meanwhile, for want of memory, is started again once."""
    try:
        await_nursery()
    except NurseryDiedError:
        await_nursery()


WORKS: Mapping[Warmed, Work] = MappingProxyType(
    {Warmed.DRAFTS: judge_drafts, Warmed.CONFORMITY: judge_month}
)
CALCULATING: Mapping[Warmed, Work] = MappingProxyType(
    {**WORKS, Warmed.SOLVER: lambda *_: _await_solver()}
)
"""The works of a process that calculates, too."""

AFTER_PUBLICATION = (Warmed.CONFORMITY,)


@dataclass(eq=False)
class Turn:
    """One doing of a work: when it began, and whether it is over."""

    begun: float = field(default_factory=time.monotonic)
    over: Event = field(default_factory=Event)


class Warming:
    """
    The works, in a thread of their own, so that the process answers meanwhile.

    Those of `AFTER_PUBLICATION` are done again once something is published, here or by another
    process, and once a day, for what has begun is judged as done. Only what a publication changed
    is judged then, which takes a second: whoever reads it meanwhile waits for that result, and
    isn't sent away as after a start.
    """

    def __init__(
        self,
        engine: Engine,
        works: Mapping[Warmed, Work] = WORKS,
        *,
        patience: float = PATIENCE,
        every: float = EVERY,
    ) -> None:
        self.engine = engine
        self.ending = Event()
        self._works = works
        self._patience, self._every = patience, every
        self._turns = {name: Turn() for name in works}
        self._thread = Thread(target=self._run, name="mise en route", daemon=True)

    def start(self) -> None:
        """Start the thread, and the time that readers wait at most."""
        self._turns = {name: Turn() for name in self._works}
        self._thread.start()

    def ready(self, name: Warmed) -> bool:
        """Whether readers may come: that work is done, or they have waited long enough."""
        turn = self._turns[name]
        return turn.over.is_set() or time.monotonic() - turn.begun > self._patience

    def all_ready(self) -> bool:
        """Whether readers may come, whatever they ask for."""
        return all(map(self.ready, self._works))

    def stop(self) -> None:
        """Ask the thread to end after what it is judging, and wait for it."""
        self.ending.set()
        self._thread.join(JOIN)

    def _run(self) -> None:
        published = self._published()
        for name in self._works:
            self._do(name)
        while not self.ending.wait(self._every):
            now = self._published()
            if now in (published, None):
                continue
            published = now
            for name in AFTER_PUBLICATION:
                self._do(name)

    def _do(self, name: Warmed) -> None:
        try:
            if not self.ending.is_set():
                self._works[name](self.engine, datetime.now(UTC), self.ending.is_set)
        except Exception:
            # Each reader finds out for itself, and is told why.
            log.exception("mise en route : %s", name)
        finally:
            self._turns[name].over.set()

    def _published(self) -> tuple[int, str] | None:
        """Return the last publication and the day (None: the database is away)."""
        try:
            with reading(self.engine) as session:
                last = session.scalar(select(func.max(PublicationRow.number))) or 0
        except SQLAlchemyError:
            return None
        return last, f"{civil_day(datetime.now(UTC))}"


@contextmanager
def warming(engine: Engine, works: Mapping[Warmed, Work]) -> Iterator[Warming]:
    """Start works and let the process serve meanwhile; stop them on exit."""
    running = Warming(engine, works)
    running.start()
    try:
        yield running
    finally:
        running.stop()
