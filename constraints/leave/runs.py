"""Count the days that are taken as leave, and their runs (L3141-17, L3141-19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.days.worked import leave_day
from constraints.leave.spent import leave_spent
from scheduler.dated import code, legal
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import SATURDAY, SUNDAY, Span, day_span, days_span

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.timeline import Timeline

L3141_17 = code("L3141-17", "LEGIARTI000033020757")
LONGEST = legal("leave_days", 24, L3141_17, name="durée maximale")
"""What a leave lasts at most, without an exemption."""

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Run:
    """
    A leave that no day of work interrupts.

    `taken`: the jours ouvrables recorded as leave. `around`: these, and the days between or beside
    them on which the person doesn't work anyway (a Saturday, a day that the contract leaves free),
    up to the weekly rest. `first` and `last` are days of recorded leave.
    """

    first: date
    last: date
    taken: tuple[date, ...]
    around: tuple[date, ...]

    @property
    def span(self) -> Span:
        """From its first day to its last."""
        return days_span(self.first, self.last)

    def within(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days of `around` in a period."""
        return tuple(day for day in self.around if first <= day <= last)


def days_of(timeline: Timeline, *kinds: AbsenceKind) -> frozenset[date]:
    """Return the civil days that lie wholly in an absence of one of these kinds."""
    return frozenset(
        day
        for absence in timeline.absences
        if absence.kind in kinds
        for day in absence.span.days
        if absence.span.contains(day_span(day))
    )


def runs(timeline: Timeline) -> tuple[Run, ...]:
    """
    Return the runs of leave, in order.

    Leave goes on over Sundays, holidays not worked and days off, unless the person works on them or
    is away for another reason. A day of leave on which they work, or are ill, isn't one.
    """
    taken = leave_spent(timeline)
    if not taken:
        return ()
    counts, off = leave_day(timeline), _day_off(timeline)
    stretches: list[list[date]] = []
    for day in sorted(taken):
        if stretches and _bridged(stretches[-1][-1], day, off):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return tuple(_run(days, counts, off) for days in stretches)


def days_taken(timeline: Timeline, first: date, last: date) -> tuple[date, ...]:
    """Return the jours ouvrables from one day to another that are spent in recorded leave."""
    counts = leave_day(timeline)
    return tuple(day for day in sorted(leave_spent(timeline, first, last)) if counts(day))


def _day_off(timeline: Timeline) -> Callable[[date], bool]:
    """Return a function that tells the days on which the person is usually off and did nothing."""
    busy = set(timeline.minutes_by_day)
    busy |= {day for duty in timeline.duties if not duty.counts for day in duty.span.days}
    busy |= {
        day
        for absence in timeline.absences
        if absence.kind is not AbsenceKind.LEAVE
        for day in absence.span.days
    }
    counts = leave_day(timeline)

    def off(day: date) -> bool:
        if day in busy:
            return False
        contract = timeline.mediator.contract_on(day)
        named = contract.days if contract is not None else None
        usual = day.weekday() in named if named is not None else day.weekday() < SATURDAY
        return not (usual and counts(day))

    return off


def _bridged(last: date, day: date, off: Callable[[date], bool]) -> bool:
    return all(off(last + n * DAY) for n in range(1, (day - last).days))


def _run(days: list[date], counts: Callable[[date], bool], off: Callable[[date], bool]) -> Run:
    first, last = days[0], days[-1]
    begins, ends = first, last
    while (before := begins - DAY).weekday() != SUNDAY and off(before):
        begins = before
    while (after := ends + DAY).weekday() != SUNDAY and off(after):
        ends = after
    whole = (begins + n * DAY for n in range((ends - begins).days + 1))
    return Run(
        first=first,
        last=last,
        taken=tuple(day for day in days if counts(day)),
        around=tuple(day for day in whole if counts(day)),
    )
