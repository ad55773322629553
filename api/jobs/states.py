"""
States of a calculation: how one may follow another, and the numbered events that report it.

Its outcome (what it found out) is another matter.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.database.tables.jobs import JobEventRow, JobLoanRow, JobRow
from api.database.tables.month import RotaRow
from api.events.facts import EventType, Fact, record
from scheduler.errors import RoulementError

STATE, PROGRESS, END = "etat", "avancement", "fin"
"""Kinds of events."""

MOST = 500
"""Events read at once."""


class State(StrEnum):
    """
    Where a calculation is.

    CREATED: written down, not yet in the queue (or taken back from a worker that is no more).
    QUEUED: waiting for a worker. SOLVING: a worker has it. The others are ends: COMPLETED, it went
    as far as it could; STOPPED, someone said enough and the best rota so far was kept; CANCELLED,
    someone gave up and nothing was kept; INVALID, the data contradict themselves; FAILED, memory,
    a defect, or workers that died.
    """

    CREATED = "created"
    QUEUED = "queued"
    SOLVING = "solving"
    COMPLETED = "completed"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    INVALID = "invalid"
    FAILED = "failed"


class Outcome(StrEnum):
    """
    What a calculation found. UNKNOWN: nothing, which never proves that no rota exists.

    UNCHANGED: nothing that is better than the draft, whose version stays, be it for want of time.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    UNCHANGED = "unchanged"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


KEEPING = frozenset({"solve", "replan"})
"""Kinds of calculations whose rota becomes the draft's version, if it is better."""


def without_answer(kind: str) -> Outcome:
    """Return how a calculation of a kind ends for which there was no time."""
    return Outcome.UNCHANGED if kind in KEEPING else Outcome.UNKNOWN


ENDS = frozenset(
    {State.COMPLETED, State.STOPPED, State.CANCELLED, State.INVALID, State.FAILED},
)
WAITING = frozenset({State.CREATED, State.QUEUED})

MOVES: Mapping[State, frozenset[State]] = {
    State.CREATED: frozenset(
        {State.QUEUED, State.SOLVING, State.STOPPED, State.CANCELLED, State.FAILED}
    ),
    # Back to CREATED: the queue lost it, so that it is put there again.
    State.QUEUED: frozenset(
        {State.CREATED, State.SOLVING, State.STOPPED, State.CANCELLED, State.FAILED}
    ),
    # Back to CREATED: its worker died or was shut down.
    State.SOLVING: frozenset({State.CREATED}) | ENDS,
    **dict.fromkeys(ENDS, frozenset()),
}

WORDS: Mapping[State, str] = {
    State.CREATED: "en attente",
    State.QUEUED: "en attente",
    State.SOLVING: "calcul en cours",
    State.COMPLETED: "terminé",
    State.STOPPED: "arrêté",
    State.CANCELLED: "annulé",
    State.INVALID: "données refusées",
    State.FAILED: "échec",
}

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.OPTIMAL: "prouvé optimal",
    Outcome.FEASIBLE: "planning trouvé",
    Outcome.UNCHANGED: "rien n’est changé",
    Outcome.INFEASIBLE: "aucun planning légal n’existe",
    Outcome.UNKNOWN: "non conclu",
}


class ForbiddenMoveError(RoulementError):
    """A calculation can't go from its state to the one asked for: a defect of ours."""


def check(before: State, after: State) -> None:
    """
    Check one move.

    Raises `ForbiddenMoveError`: the move isn't in `MOVES`.
    """
    if after not in MOVES[before]:
        raise ForbiddenMoveError(f"un calcul ne passe pas de « {before} » à « {after} »")


def tell(session: Session, row: JobRow, kind: str, data: Any) -> None:
    """Add an event to a calculation; the caller holds its row in a transaction that writes."""
    row.events += 1
    session.add(
        JobEventRow(job=row.id, number=row.events, at=datetime.now(UTC), kind=kind, data=data)
    )


def move(session: Session, row: JobRow, after: State, message: str = "") -> None:
    """
    Move a calculation to another state, and notify those who follow it.

    Raises `ForbiddenMoveError`: the calculation can't go to that state from its own.
    """
    check(State(row.state), after)
    row.state = after
    row.message = message
    data = {
        "state": after.value,
        "words": WORDS[after],
        "outcome": row.outcome,
        "version": row.version,
        "message": message,
    }
    if after in ENDS:
        row.ended = datetime.now(UTC)
        row.best = None
        session.execute(delete(JobLoanRow).where(JobLoanRow.job == row.id))
        tell(session, row, END, data)
        _record(session, row)
    else:
        tell(session, row, STATE, data)


def _record(session: Session, row: JobRow) -> None:
    """Write down that a calculation ended; its message isn't said, since it may name people."""
    # One that was sent whole is of no draft.
    draft = None if row.rota is None else session.get(RotaRow, row.rota)
    data = {
        "calculation": row.id,
        "kind": row.kind,
        "state": row.state,
        "outcome": row.outcome,
        "draft": row.rota,
        "version": row.version,
        "month": None if draft is None else f"{draft.month:%Y-%m}",
    }
    agency, own = ("", ()) if draft is None else (draft.agency, draft.dispositifs)
    fact = Fact(type=EventType.CALCULATED, data=data, agency=agency, dispositifs=own)
    record(session, fact, now=row.ended)


def ended(session: Session, job: str) -> JobRow | None:
    """Return a calculation, if it is over and still there."""
    row = session.get(JobRow, job)
    return row if row is not None and State(row.state) in ENDS else None


def events_after(session: Session, job: str, number: int) -> Sequence[JobEventRow]:
    """Return the events of a calculation after one that was seen (0: from the first), in order."""
    return session.scalars(
        select(JobEventRow)
        .where(JobEventRow.job == job, JobEventRow.number > number)
        .order_by(JobEventRow.number)
        .limit(MOST)
    ).all()
