"""Événements d'un calcul: numbered, so that whoever was cut off goes on where it was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from api.database.tables.jobs import JobEventRow, JobRow
from api.jobs.states import ENDS, WORDS, State, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

STATE = "etat"
PROGRESS = "avancement"
END = "fin"

MOST = 500
"""Events read at once."""


def tell(session: Session, row: JobRow, kind: str, data: Any) -> None:
    """Add an event to a calculation; the caller holds its row in a transaction that writes."""
    row.events += 1
    session.add(
        JobEventRow(job=row.id, number=row.events, at=datetime.now(UTC), kind=kind, data=data)
    )


def move(session: Session, row: JobRow, after: State, message: str = "") -> None:
    """
    Move a calculation to another state, and tell those who follow it.

    Raises
    ------
    ForbiddenMoveError
        It can't go there from where it is.
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
        tell(session, row, END, data)
    else:
        tell(session, row, STATE, data)


def ended(session: Session, job: str) -> JobRow | None:
    """Return a calculation, if it is over."""
    row = session.get_one(JobRow, job)
    return row if State(row.state) in ENDS else None


def events_after(session: Session, job: str, number: int) -> Sequence[JobEventRow]:
    """Return the events of a calculation after one that was seen (0: from the first), in order."""
    return session.scalars(
        select(JobEventRow)
        .where(JobEventRow.job == job, JobEventRow.number > number)
        .order_by(JobEventRow.number)
        .limit(MOST)
    ).all()
