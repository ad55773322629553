"""Make what the page of hours shows: each shift that has begun, and its hours entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import brief_date
from api.hours.entry import Entry
from api.hours.worked import Kind, breaks_from
from api.page.own.hours.form import breaks_as_said, times_of, unpaid
from api.page.own.shifts.view import said_words
from api.page.own.words import hours_words
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from api.hours.my_shifts.service import OwnShift


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A shift that has begun. `start`, `end`, `pause`: what the form holds, as said or as planned.

    `number`: the line that a correction starts from (0: nothing was entered). `open`: hours may be
    entered or corrected.
    """

    slot: str
    uid: str
    title: str
    hours: str
    said: str
    start: str
    end: str
    pause: int
    number: int
    over: bool
    open: bool


def lines_of(shifts: Iterable[OwnShift], now: datetime) -> tuple[Line, ...]:
    """Write the shifts that have begun, the last first."""
    begun = [shift for shift in shifts if shift.row.worked.duty.span.start <= now]
    return tuple(_line(shift, now) for shift in reversed(begun))


def entry_of(shift: OwnShift, kind: Kind, start: str, end: str, pause: str) -> Entry:
    """
    Return what a form says of a shift; an end that comes before the start is the next day's.

    Raises
    ------
    WrongValuesError
        A time is invalid, or doesn't exist that day.
    """
    uid, duty = shift.row.uid, shift.row.worked.duty
    if kind is not Kind.WORK:
        return Entry(kind=kind, uid=uid)
    times = times_of(duty.span.day.isoformat(), start, end, pause)
    breaks = breaks_as_said(times, duty.breaks)
    return Entry(kind=kind, uid=uid, start=times.start, end=times.end, breaks=breaks)


def _line(shift: OwnShift, now: datetime) -> Line:
    duty, row = shift.row.worked.duty, shift.said
    start, end = duty.span.start.astimezone(PARIS), duty.span.end.astimezone(PARIS)
    planned = hours_words(start, end)
    pause, number, confirmed = unpaid(duty.breaks), 0, False
    if row is not None:
        number, confirmed = row.number, bool(row.confirmed_by)
        if row.kind == Kind.WORK.value:
            start, end = row.start.astimezone(PARIS), row.end.astimezone(PARIS)
            pause = unpaid(breaks_from(row.breaks))
    return Line(
        slot=duty.id,
        uid=shift.row.uid,
        title=f"{brief_date(duty.span.day)}, {shift.dispositif}",
        hours=planned,
        said=said_words(shift),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        pause=pause,
        number=number,
        over=duty.span.end <= now,
        open=not confirmed,
    )
