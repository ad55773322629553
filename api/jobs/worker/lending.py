"""
Lend parts of a calculation to other workers, by the database that all share.

A thread looks at the loans and writes the lender's words, so that the solver waits for no database.
Without any loan there is no thread.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Any, Self

from sqlalchemy import ColumnElement, Engine, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.database.engine import database_now, reading, writing
from api.database.tables.jobs import JobLoanRow, JobRow, WorkerRow
from api.jobs.states import State
from api.jobs.worker.turns import LostTurnError, Turn, row_of
from api.settings import Settings
from scheduler.domain.problem import Assignment
from scheduler.engine.parts.lending import LoanNews, PartEnd
from scheduler.engine.search.incumbent import Bound

SILENCE = 15.0
"""Most seconds without a word of a borrower after which its parts are searched by the lender."""


class LoanState(StrEnum):
    """Where a loan is: see this module's text."""

    OFFERED = "offered"
    TAKEN = "taken"
    ENDED = "ended"
    RETURNED = "returned"


def silence(settings: Settings) -> float:
    """Return the seconds without a word after which a borrower is taken for dead."""
    return min(SILENCE, settings.dead_seconds)


def cut(shares: Mapping[str, float], machines: int) -> list[tuple[str, ...]]:
    """
    Cut parts among machines, each part to the one that has least; the first gets the largest.

    `shares`: what each part deserves. Machines without any part are left out.
    """
    loads, parts = [0.0] * machines, [list[str]() for _ in range(machines)]
    for name in sorted(shares, key=lambda name: (-shares[name], name)):
        machine = min(range(machines), key=loads.__getitem__)
        loads[machine] += shares[name]
        parts[machine].append(name)
    return [tuple(part) for part in parts if part]


def idle_workers(session: Session, settings: Settings, but: str) -> int:
    """Count the living workers but one that have room for more than they are at."""
    alive = database_now(session) - timedelta(seconds=settings.dead_seconds)
    workers = session.execute(
        select(WorkerRow.id, WorkerRow.capacity).where(WorkerRow.seen >= alive, WorkerRow.id != but)
    )
    at_work: dict[str, int] = {}
    for table, state in ((JobRow, State.SOLVING), (JobLoanRow, LoanState.TAKEN)):
        count = select(table.worker, func.count()).where(table.state == state)
        for worker, busy in session.execute(count.group_by(table.worker)):
            at_work[worker] = at_work.get(worker, 0) + busy
    return sum(at_work.get(worker, 0) < capacity for worker, capacity in workers)


def ends_as_json(ends: Mapping[str, PartEnd]) -> dict[str, Any]:
    """Return how parts ended as plain values."""
    return {
        name: {
            "bounds": [[bound.place, bound.value, list(bound.caps)] for bound in end.bounds],
            "seconds": round(end.seconds, 2),
        }
        for name, end in ends.items()
    }


def ends_from(values: Mapping[str, Any]) -> dict[str, PartEnd]:
    """Return how parts ended, from plain values."""
    return {
        name: PartEnd(
            bounds=tuple(
                Bound(place=place, value=value, caps=tuple(caps), confirmed=True)
                for place, value, caps in end["bounds"]
            ),
            seconds=end["seconds"],
        )
        for name, end in values.items()
    }


log = logging.getLogger("roulement.jobs")


class DatabaseLender:
    """
    The way from one turn of a calculation to the other workers.

    `now`: the UTC minute that it plans from. `parts`: of the loans that are not over, by number;
    `words`: how many words of each were read.
    """

    def __init__(self, engine: Engine, settings: Settings, turn: Turn, now: int) -> None:
        self.engine, self.settings, self.turn, self.now = engine, settings, turn, now
        self.parts: dict[int, tuple[str, ...]] = {}
        self.taken: set[int] = set()
        self.words: dict[int, int] = {}
        self._news: SimpleQueue[LoanNews] = SimpleQueue()
        self._recalled, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="prêts", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()
            try:
                with writing(self.engine) as session:
                    session.execute(delete(JobLoanRow).where(*self._mine()))
            except SQLAlchemyError as error:
                # They are deleted when the calculation ends, or has its next turn.
                log.warning("prêts non retirés : %s", type(error).__name__)

    def offer(self, shares: Mapping[str, float]) -> None:
        """Offer parts to the workers that are idle now, if any; keep the largest here."""
        try:
            with writing(self.engine) as session:
                row_of(session, self.turn)
                session.execute(delete(JobLoanRow).where(JobLoanRow.job == self.turn.job))
                machines = 1 + idle_workers(session, self.settings, but=self.turn.worker)
                loans = dict(enumerate(cut(shares, machines)[1:], 1))
                session.add_all(
                    JobLoanRow(
                        job=self.turn.job,
                        number=number,
                        turn=self.turn.number,
                        now=self.now,
                        parts=list(parts),
                        state=LoanState.OFFERED,
                    )
                    for number, parts in loans.items()
                )
        except (SQLAlchemyError, LostTurnError) as error:
            log.warning("rien de prêté : %s", type(error).__name__)
            return
        self.parts = loans
        if loans:
            self._thread.start()

    def news(self) -> Sequence[LoanNews]:
        """Return what the thread has read since the last call."""
        words = []
        try:
            while True:
                words.append(self._news.get_nowait())
        except Empty:
            return words

    def recall(self) -> None:
        """Have the thread call all parts back."""
        self._recalled.set()

    def _run(self) -> None:
        called_back = False
        while self.parts and not self._over.wait(self.settings.poll_seconds):
            try:
                if self._recalled.is_set() and not called_back:
                    self._recall()
                    called_back = True
                self._look()
            except SQLAlchemyError as error:
                # The database is away: the parts are where they are, and this is tried again.
                log.warning("prêts : %s", type(error).__name__)

    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return JobLoanRow.job == self.turn.job, JobLoanRow.turn == self.turn.number

    def _recall(self) -> None:
        """Ask borrowers to end; what nobody has taken yet, nobody may take any more."""
        with writing(self.engine) as session:
            session.execute(update(JobLoanRow).where(*self._mine()).values(recalled=True))
            untaken = (*self._mine(), JobLoanRow.state == LoanState.OFFERED)
            session.execute(
                update(JobLoanRow).where(*untaken).values(state=LoanState.RETURNED.value)
            )

    def _look(self) -> None:
        """Look at the loans once; who is silent has lost what it had taken."""
        with reading(self.engine) as session:
            brief = select(
                JobLoanRow.number, JobLoanRow.state, JobLoanRow.words, JobLoanRow.seen
            ).where(*self._mine())
            rows = {row.number: row for row in session.execute(brief)}
            late = database_now(session) - timedelta(seconds=silence(self.settings))
            for number in list(self.parts):
                row = rows.get(number)
                # Somebody may have deleted it: with an erased person go all rotas under way.
                state = LoanState.RETURNED if row is None else LoanState(row.state)
                if row is not None and state is LoanState.TAKEN and row.seen < late:
                    state = LoanState.RETURNED if self._lost(number) else state
                self._hear(session, number, state, 0 if row is None else row.words)

    def _hear(self, session: Session, number: int, state: LoanState, words: int) -> None:
        fresh = words > self.words.get(number, 0)
        taken = state is LoanState.TAKEN and number not in self.taken
        over = state in {LoanState.ENDED, LoanState.RETURNED}
        if not (fresh or taken or over):
            return
        self.words[number] = max(words, self.words.get(number, 0))
        self.taken |= {number} if taken else set()
        row = session.get(JobLoanRow, (self.turn.job, number)) if fresh else None
        best = None if row is None or row.best is None else row.best
        self._news.put(
            LoanNews(
                parts=self.parts[number],
                lent=state is LoanState.TAKEN,
                assignments=None if best is None else frozenset(Assignment(*pair) for pair in best),
                ends=ends_from(row.ends or {}) if row is not None else {},
            )
        )
        if over:
            del self.parts[number]

    def _lost(self, number: int) -> bool:
        """Take a loan back from a silent worker; return whether nobody was faster."""
        with writing(self.engine) as session:
            row = session.get(JobLoanRow, (self.turn.job, number))
            if row is None or row.state != LoanState.TAKEN:
                return False
            log.warning("calcul %s : %s ne répond plus, parties reprises", row.job, row.worker)
            row.state = LoanState.RETURNED
            return True
