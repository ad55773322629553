"""Write a shift that is to leave its place: whose, which, the day where it may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from api.french.words import long_date
from api.month.errors import BadRequestError, Wrong
from api.page.grid.marks import slot_words
from api.planning.names import names_of

if TYPE_CHECKING:
    from api.month.drafts.access import ReadVersion
    from scheduler.domain.problem import Assignment


@dataclass(frozen=True, kw_only=True)
class MovedShift:
    """
    A shift that leaves its place: whose, which, and the day that one looks at.

    `first` and `last`: of the month; `before` and `after`: the days next to that day (None: in
    another month).
    """

    slot: str
    person: str
    name: str
    words: str
    locked: bool
    day: date
    first: date
    last: date
    before: date | None
    after: date | None


def moved_shift(opened: ReadVersion, mine: Assignment, day: date | None) -> MovedShift:
    """
    Write the shift that is to leave its place, looking at a day (None: its own).

    Raises `BadRequestError`: nobody holds `mine`, or another draft decides it.
    """
    frame = opened.frame
    if mine not in frame.rota(opened.assignments).assignments or mine.slot in frame.frozen:
        expected = "une personne qui tient ce créneau, et que ce planning y met"
        raise BadRequestError([Wrong(field="personne", received=mine.mediator, expected=expected)])
    slot, days = frame.problem.slot_of[mine.slot], frame.problem.horizon.days
    shown = day or slot.span.day
    if shown not in days:
        expected = f"un jour de {frame.month:%m/%Y}"
        raise BadRequestError([Wrong(field="jour", received=f"{shown}", expected=expected)])
    return MovedShift(
        slot=slot.id,
        person=mine.mediator,
        name=frame.problem.mediator_of[mine.mediator].name,
        words=f"{slot_words(slot, names_of(frame.association))}, {long_date(slot.span.day)}",
        locked=mine in frame.problem.lock_of,
        day=shown,
        first=days[0],
        last=days[-1],
        before=shown - timedelta(days=1) if shown > days[0] else None,
        after=shown + timedelta(days=1) if shown < days[-1] else None,
    )
