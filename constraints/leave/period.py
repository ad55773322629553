"""Find the leave year: its main period from May to October, then the months after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from constraints.days.worked import leave_day
from constraints.leave.rights import accrued_leave, code_rates, year_of
from constraints.leave.runs import DAY
from scheduler.domain.employment.employer import NoticeKind
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import days_span, next_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline

REFERENCE_ENDS = (5, 31)
"""Last day of the reference year (R3141-4)."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """
    One leave year: its main period from `opens` to `closes`, then its end at `after`.

    By the Code from 1 May to 31 October (L3141-23), and up to 30 April.
    """

    opens: date
    closes: date
    after: date


def windows(first: date, last: date, *, opens: int, closes: int) -> Iterator[Window]:
    """Yield the leave years that include days from `first` to `last`; the values are months."""
    for year in range(first.year - 1, last.year + 1):
        over = year + (closes < opens)
        yield Window(
            opens=date(year, opens, 1),
            closes=next_month(date(over, closes, 1)) - DAY,
            after=date(year + 1, opens, 1) - DAY,
        )


def agreed(timeline: Timeline, first: date, last: date) -> bool:
    """Whether the person's agreement is recorded with leave that begins on these days."""
    return any(
        notice.agreed and notice.kind is NoticeKind.LEAVE and first <= notice.effective <= last
        for notice in timeline.notices
    )


def days_due(timeline: Timeline, window: Window) -> int:
    """Return the leave accrued in the reference year that ends before the main period closes."""
    day = date(window.closes.year, *REFERENCE_ENDS)
    if day > window.closes:
        day = date(window.closes.year - 1, *REFERENCE_ENDS)
    first, last = year_of(day, REFERENCE_ENDS[0] + 1)
    return accrued_leave(timeline, first, last, code_rates(last)).days


def described_to_its_end(timeline: Timeline, window: Window) -> bool:
    """Whether the person's time is known up to the end of the leave year or of their contracts."""
    leaves = [contract.end or date.max for contract in timeline.mediator.contracts]
    day = min(window.after, max(leaves, default=date.max))
    end = timeline.horizon.last
    if timeline.known is not None:
        end = max(end, timeline.known.last)
    return days_span(day, day).last <= end


def kept_from(timeline: Timeline, window: Window, least: int) -> bool:
    """
    Whether other absences leave no run of `least` jours ouvrables in the main period.

    A person who is ill then keeps the leave for later (L3141-19-1), so taking it may have been
    impossible.
    """
    away = {
        day
        for absence in timeline.absences
        if absence.kind is not AbsenceKind.LEAVE
        for day in absence.span.days
    }
    if not away:
        return False
    counts = leave_day(timeline)
    longest = row = 0
    for n in range((window.closes - window.opens).days + 1):
        day = window.opens + n * DAY
        row = 0 if day in away else row + counts(day)
        longest = max(longest, row)
    return longest < least
