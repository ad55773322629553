"""Find the requests for leave and the swaps that wait and bear on a month to publish."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.asking.moments import read_span
from api.database.tables.asking import LeaveRow, LeaveState, SwapRow, SwapState
from api.month.frames import Frame
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at
from scheduler.publication import begun_slots


class Kind(StrEnum):
    """What is asked for."""

    LEAVE = "conges"
    SWAP = "echange"


@dataclass(frozen=True, kw_only=True)
class PendingRequest:
    """
    A request that nobody has answered, of people whom a draft may plan; why is never said.

    `first` and `last`: its first and last day. `shifts`: how many of the version's shifts the
    leave touches (of a swap: its own). `answerable`: it waits for a responsable, and not for the
    colleague whom a swap asks.
    """

    kind: Kind
    id: str
    people: tuple[str, ...]
    first: date
    last: date
    shifts: int
    answerable: bool = True


def pending(
    session: Session, frame: Frame, assignments: frozenset[Assignment], now: datetime
) -> tuple[PendingRequest, ...]:
    """Return the requests that wait and bear on the days of a version, by day."""
    there = (*_leave(session, frame, assignments), *_swaps(session, frame, now))
    return tuple(sorted(there, key=lambda each: (each.first, each.last, each.people, each.id)))


def _leave(
    session: Session, frame: Frame, assignments: frozenset[Assignment]
) -> Iterator[PendingRequest]:
    slots_of = frame.rota(assignments).slots_of
    rows = session.scalars(select(LeaveRow).where(LeaveRow.state == LeaveState.ASKED.value))
    for row in rows:
        span = read_span(row.start, row.end)
        if row.mediator in frame.posted and span.touches(frame.problem.horizon):
            yield PendingRequest(
                kind=Kind.LEAVE,
                id=row.id,
                people=(row.mediator,),
                first=span.days[0],
                last=span.days[-1],
                shifts=sum(slot.span.touches(span) for slot in slots_of[row.mediator]),
            )


def _swaps(session: Session, frame: Frame, now: datetime) -> Iterator[PendingRequest]:
    """Yield swaps of shifts that it decides, as they still are; others have lapsed."""
    begun = begun_slots(frame.problem, minute_at(now))
    live = (SwapState.ASKED.value, SwapState.ACCEPTED.value)
    for row in session.scalars(select(SwapRow).where(SwapRow.state.in_(live))):
        shifts = [Assignment(row.mediator, row.gives)]
        shifts += [Assignment(row.other, row.takes)] if row.takes else []
        if not all(each in frame.published and each.slot not in begun for each in shifts):
            continue
        if any(frame.decides(each) for each in shifts):
            days = sorted(frame.problem.slot_of[each.slot].span.day for each in shifts)
            yield PendingRequest(
                kind=Kind.SWAP,
                id=row.id,
                people=(row.mediator, row.other),
                first=days[0],
                last=days[-1],
                shifts=len(shifts),
                answerable=row.state == SwapState.ACCEPTED.value,
            )
