"""
Search parts of a calculation that another worker lends, while this one has nothing else to do.

What it reads must be what the lender has read, to the number of the data and of the register, or
the parts go back untouched.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from api.database.engine import database_now, reading, writing
from api.database.tables.jobs import JobLoanRow, JobRow
from api.jobs.states import State
from api.jobs.worker.inputs import as_pairs, inputs_of
from api.jobs.worker.lending import LoanState, ends_as_json, silence
from api.jobs.worker.progress import SearchWatch
from api.jobs.worker.turns import LostTurnError
from api.month.planning import Follower, plan_parts
from api.settings import Settings
from scheduler.domain.problem import Assignment
from scheduler.engine.parts.lending import PartEnd
from scheduler.errors import RoulementError

log = logging.getLogger("roulement.jobs")

BEATS = 6
"""Signs of life that a borrower gives in the time after which it is taken for dead."""

SAME = ("ortools", "roulement", "data", "ledger", "base")
"""Facts of the lender's calculation that must be the borrower's own."""


@dataclass(frozen=True, kw_only=True)
class Loan:
    """Parts that this worker has taken, and the lender's turn and minute."""

    job: str
    number: int
    turn: int
    worker: str
    now: int
    parts: tuple[str, ...]


def borrow(
    engine: Engine,
    settings: Settings,
    worker: str,
    *,
    ending: threading.Event,
    busy: threading.Event,
) -> bool:
    """
    Take parts that another worker offers, and search them; return whether there were any.

    `ending`: the process must end. `busy`: the worker is needed for a calculation of its own.
    """
    if not _offered(engine, worker):
        return False
    with writing(engine) as session:
        loan = take(session, worker)
    if loan is None:
        return False
    with (
        LoanWatch(engine, settings, loan, ending=ending, busy=busy) as watch,
        # If the lender has taken them back meanwhile, nobody waits for an answer.
        suppress(LostTurnError),
    ):
        try:
            _search(engine, settings, loan, watch)
        except LostTurnError:
            raise
        except RoulementError as error:
            log.warning("calcul %s : parties rendues (%s)", loan.job, error)
            watch.end(None, {})
    return True


def _offers(worker: str) -> Select[JobLoanRow]:
    return (
        select(JobLoanRow)
        .join(JobRow, JobRow.id == JobLoanRow.job)
        .where(
            JobLoanRow.state == LoanState.OFFERED,
            JobRow.state == State.SOLVING,
            JobRow.turn == JobLoanRow.turn,
            JobRow.worker != worker,
        )
        .order_by(JobRow.requested, JobLoanRow.number)
        .limit(1)
    )


def _offered(engine: Engine, worker: str) -> bool:
    with reading(engine) as session:
        return session.scalars(_offers(worker)).first() is not None


def take(session: Session, worker: str) -> Loan | None:
    """Take the parts that were offered first (None: none are)."""
    row = session.scalars(_offers(worker)).first()
    if row is None:
        return None
    row.state, row.worker, row.seen = LoanState.TAKEN, worker, database_now(session)
    return Loan(
        job=row.job,
        number=row.number,
        turn=row.turn,
        worker=worker,
        now=row.now,
        parts=tuple(row.parts),
    )


def loan_row(session: Session, loan: Loan) -> JobLoanRow:
    """
    Return a loan's row, in a transaction that writes.

    Raises `LostTurnError`: it was taken back, or the calculation is over or has another turn.
    """
    row, job = session.get(JobLoanRow, (loan.job, loan.number)), session.get(JobRow, loan.job)
    if row is None or (row.state, row.worker) != (LoanState.TAKEN, loan.worker):
        raise LostTurnError("ces parties ne sont plus les vôtres")
    if job is None or (job.turn, State(job.state)) != (loan.turn, State.SOLVING):
        raise LostTurnError("ce calcul n’est plus en cours")
    return row


def _search(engine: Engine, settings: Settings, loan: Loan, watch: LoanWatch) -> None:
    with reading(engine) as session:
        row = session.get_one(JobRow, loan.job)
        inputs = inputs_of(session, row, settings, now=loan.now)
        theirs = row.engine or {}
    facts = inputs.facts
    if any(theirs.get(name) != facts[name] for name in SAME):
        log.warning("calcul %s : d’autres données ou une autre version, parties rendues", loan.job)
        watch.end(None, {})
        return
    planned = plan_parts(
        inputs.frame,
        loan.parts,
        inputs.options,
        best=inputs.best,
        follower=Follower(on_best=watch.better, stop=watch.stop, cancel=watch.give_up),
    )
    watch.end(*(planned or (None, {})))


class LoanWatch(SearchWatch):
    """
    A loan watched.

    It writes the best rota so far and that this worker lives, and reads whether the lender calls
    the parts back or has lost them.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        loan: Loan,
        *,
        ending: threading.Event,
        busy: threading.Event,
    ) -> None:
        super().__init__(engine, settings, "emprunt", [ending, busy])
        self.loan, self.ending, self.busy = loan, ending, busy
        self._beat = silence(settings) / BEATS
        self._written: frozenset[Assignment] | None = None
        self._seen = time.monotonic()

    def end(self, best: frozenset[Assignment] | None, ends: Mapping[str, PartEnd]) -> None:
        """
        Write how the search ended (None: no rota, and the parts go back).

        Raises `LostTurnError` as `loan_row` does.
        """
        self._look_no_more()
        with writing(self.engine) as session:
            row = loan_row(session, self.loan)
            row.state = LoanState.RETURNED if best is None else LoanState.ENDED
            if best is not None:
                row.best, row.ends, row.words = as_pairs(best), ends_as_json(ends), row.words + 1

    def _look(self) -> None:
        with reading(self.engine) as session:
            row = loan_row(session, self.loan)
            if row.recalled:
                self.stop.set()
        best, now = self.best, time.monotonic()
        if best == self._written and now - self._seen < self._beat:
            return
        with writing(self.engine) as session:
            row = loan_row(session, self.loan)
            row.seen = database_now(session)
            if best is not None and best != self._written:
                row.best, row.words = as_pairs(best), row.words + 1
        self._written, self._seen = best, now
