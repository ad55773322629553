"""List the requests for leave that wait for an answer, and those that were answered lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from api.database.tables.asking import LeaveRow, LeaveState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

ANSWERED = (LeaveState.GRANTED.value, LeaveState.REFUSED.value)


def waiting(session: Session, people: Collection[str]) -> list[LeaveRow]:
    """Return the requests of these people that nobody has answered, the oldest first."""
    query = select(LeaveRow).where(
        LeaveRow.mediator.in_(people), LeaveRow.state == LeaveState.ASKED.value
    )
    return list(session.scalars(query.order_by(LeaveRow.requested, LeaveRow.id)))


def count_waiting(session: Session, people: Collection[str]) -> int:
    """Return how many requests of these people wait for an answer."""
    query = select(func.count()).where(
        LeaveRow.mediator.in_(people), LeaveRow.state == LeaveState.ASKED.value
    )
    return session.scalar(query) or 0


def answered(session: Session, people: Collection[str], limit: int) -> list[LeaveRow]:
    """Return the requests of these people that were granted or refused, the last answer first."""
    query = select(LeaveRow).where(LeaveRow.mediator.in_(people), LeaveRow.state.in_(ANSWERED))
    return list(session.scalars(query.order_by(LeaveRow.decided.desc(), LeaveRow.id).limit(limit)))
