"""Turn absences into minutes, according to the contract's hours on each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from constraints.leave.spent import spent
from scheduler.domain.employment.contracts import WEEKDAYS
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import midnight_minute
from scheduler.domain.worktime.half_days import HalvesOff, halves_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Absence
    from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
NOON_TO_NOON = 2
WEEK = 7

#: All but being unavailable, which still owes the hours.
AWAY = frozenset(AbsenceKind) - {AbsenceKind.UNAVAILABLE}
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


def contract_minutes(contract: Contract, day: date) -> Fraction:
    """
    Return the contract's minutes of a day: an equal share for each weekday of the contract.

    A forfait in days gives a day no minutes.
    """
    weekdays = contract.days or WEEKDAYS
    if contract.in_days or day.weekday() not in weekdays:
        return Fraction(0)
    return Fraction(contract.weekly_minutes, len(weekdays))


def absence_minutes_by_day(
    timeline: Timeline, kinds: frozenset[AbsenceKind], first: date, last: date
) -> dict[date, int]:
    """
    Return the minutes that absences of these kinds are worth by day, without public holidays.

    By half days: an absence takes off a half day when it covers the middle of it, and was spent so
    (`spent`). A day is worth the minutes that the absence states for its days, else the contract's
    minutes of that day; what is entered for a part of one day is that part's, and added to that of
    another part.
    """
    off: dict[date, HalvesOff] = {}
    for absence in timeline.absences:
        if absence.kind not in kinds:
            continue
        for day, half in _halves(absence, first, last):
            contract = timeline.mediator.contract_on(day)
            if contract is None or day in timeline.holidays:
                continue
            if spent(timeline, absence, day, half):
                worth = _worth(absence, contract, day) / NOON_TO_NOON
                off.setdefault(day, HalvesOff()).take(absence, half, worth)
    return {
        day: minutes for day, halves in sorted(off.items()) if (minutes := _rounded(halves.minutes))
    }


def _worth(absence: Absence, contract: Contract, day: date) -> Fraction:
    """Return the minutes of a whole day of an absence; one of one day counts on any weekday."""
    expected = contract_minutes(contract, day)
    if absence.day_minutes is None:
        return expected
    alone = len(absence.span.days) == 1
    return Fraction(absence.day_minutes) if expected or alone else Fraction(0)


def half_days_off(
    timeline: Timeline, kinds: frozenset[AbsenceKind], first: date, last: date
) -> int:
    """
    Return how many half days of the contract's weekdays absences of these kinds took.

    A public holiday is none, nor is what was not spent so (`spent`).
    """
    who = timeline.mediator
    return len(
        {
            (day, half)
            for absence in timeline.absences
            if absence.kind in kinds
            for day, half in _halves(absence, first, last)
            if (contract := who.contract_on(day)) is not None
            and day.weekday() in (contract.days or WEEKDAYS)
            and day not in timeline.holidays
            and spent(timeline, absence, day, half)
        }
    )


@dataclass(frozen=True, kw_only=True)
class AbsenceMinutes:
    """
    Minutes that absences are worth by day: paid leave, and kinds of which the law says nothing.

    A day of leave spent ill is an absence of the other kind. A public holiday off is no work (Cass.
    soc. 4 April 2012, n° 10-10.701). `declared`: days of leave whose worth
    was entered.
    """

    leave: Mapping[date, int]
    declared: frozenset[date]
    unsettled: Mapping[date, int]

    def declared_in(self, monday: date) -> bool:
        """Whether RH entered what each day of leave of a civil week is worth."""
        week = {monday + n * DAY for n in range(WEEK)}
        return self.declared.issuperset(week & self.leave.keys())


def absence_minutes(timeline: Timeline, first: date, last: date) -> AbsenceMinutes:
    """Return the minutes, between two days, of absences that count or may count as work."""
    key = absence_minutes, first, last
    return timeline.counted_once(key, lambda: _absence_minutes(timeline, first, last))


def _absence_minutes(timeline: Timeline, first: date, last: date) -> AbsenceMinutes:
    leave = absence_minutes_by_day(timeline, PAID_LEAVE, first, last)
    both = absence_minutes_by_day(timeline, PAID_LEAVE | UNSETTLED, first, last)
    return AbsenceMinutes(
        leave=leave,
        declared=frozenset(
            day
            for absence in timeline.absences
            if absence.kind in PAID_LEAVE and absence.day_minutes is not None
            for day in absence.span.days
        ),
        unsettled={
            day: more for day, total in both.items() if (more := total - leave.get(day, 0)) > 0
        },
    )


def holidays_off(timeline: Timeline, first: date, last: date) -> dict[date, int]:
    """Return the minutes of each public holiday off for a person who would have worked on it."""
    worked = timeline.minutes_by_day
    table: dict[date, int] = {}
    for day in sorted(timeline.holidays):
        if first <= day <= last and day not in worked:
            contract = timeline.mediator.contract_on(day)
            if contract is not None and (minutes := _rounded(contract_minutes(contract, day))):
                table[day] = minutes
    return table


def _halves(absence: Absence, first: date, last: date) -> Iterator[tuple[date, int]]:
    span = absence.span
    if span.last <= midnight_minute(first) or midnight_minute(last + DAY) <= span.first:
        return
    day = max(first, span.day)
    while day <= last and midnight_minute(day) < span.last:
        yield from ((day, half) for half in sorted(halves_of(absence, day)))
        day += DAY


def _rounded(minutes: Fraction) -> int:
    return int((minutes + Fraction(1, 2)) // 1)
