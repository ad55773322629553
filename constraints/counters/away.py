"""Absences en heures : what an absence is worth, by the hours that the contract has on the day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.domain.hours import HALVES, WEEKDAYS
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import at, midnight_minute, minute_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Contract
    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
NOON_TO_NOON = 2

#: Paid leave counts towards the weekly trigger since Cass. soc. 10 Sept. 2025, n° 23-14.455.
PAID_LEAVE = frozenset({AbsenceKind.LEAVE})
#: Whether these count too isn't settled.
UNSETTLED = frozenset(
    {
        AbsenceKind.SICK,
        AbsenceKind.WORK_ACCIDENT,
        AbsenceKind.PARENTAL,
        AbsenceKind.REST,
    }
)


def usual(contract: Contract, day: date) -> Fraction:
    """Return the minutes that the contract has on a day: an equal part of each of its weekdays."""
    weekdays = contract.days or WEEKDAYS
    if day.weekday() not in weekdays:
        return Fraction(0)
    return Fraction(contract.weekly_minutes, len(weekdays))


def away_by_day(
    timeline: Timeline, kinds: frozenset[AbsenceKind], first: date, last: date
) -> dict[date, int]:
    """
    Return what the absences of these kinds are worth by day, public holidays left out.

    By half days: an absence takes off a half day when it covers the heart of it. A day is worth
    the contract's hours of it, which is the least where longer ones had been planned.
    """
    halves: dict[date, set[int]] = {}
    for absence in timeline.absences:
        if absence.kind in kinds:
            for day, half in _halves(absence.span, first, last):
                halves.setdefault(day, set()).add(half)
    table: dict[date, int] = {}
    for day, found in sorted(halves.items()):
        contract = timeline.mediator.contract_on(day)
        if contract is None or day in timeline.holidays:
            continue
        if minutes := _rounded(usual(contract, day) * Fraction(len(found), NOON_TO_NOON)):
            table[day] = minutes
    return table


def holidays_off(timeline: Timeline, first: date, last: date) -> dict[date, int]:
    """Return what each public holiday without work is worth to whoever would have worked on it."""
    worked = timeline.minutes_by_day
    table: dict[date, int] = {}
    for day in sorted(timeline.holidays):
        if first <= day <= last and day not in worked:
            contract = timeline.mediator.contract_on(day)
            if contract is not None and (minutes := _rounded(usual(contract, day))):
                table[day] = minutes
    return table


def _halves(span: Span, first: date, last: date) -> Iterator[tuple[date, int]]:
    if span.last <= midnight_minute(first) or midnight_minute(last + DAY) <= span.first:
        return
    day = max(first, span.day)
    while day <= last and midnight_minute(day) < span.last:
        for number, (begins, ends) in enumerate(HALVES):
            if span.first <= minute_of(at(day, begins)) and minute_of(at(day, ends)) <= span.last:
                yield day, number
        day += DAY


def _rounded(minutes: Fraction) -> int:
    return int((minutes + Fraction(1, 2)) // 1)
