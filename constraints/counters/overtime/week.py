"""
Count the overtime of a civil week: on which days it lies, and at which premium.

The last hours worked in a civil week are overtime (L3121-28, L3121-29). So each hour of overtime
has a day, which decides the agreement, the month and the year it belongs to: L3121-30 charges to a
year's quota the hours « accomplies » beyond the legal week, hence those of a week over 31 December
by the day on which they are worked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from constraints.counters.days.solidarity import solidarity_by_day
from constraints.counters.days.work import duties_of, work_by_day
from constraints.counters.overtime.period import period_on
from constraints.counters.overtime.regime import regime_in
from constraints.counters.sheet import PremiumMinutes, Tiers, added
from scheduler.domain.time import SUNDAY, week_of

if TYPE_CHECKING:
    from constraints.counters.thresholds import Premiums, Thresholds
    from scheduler.domain.timeline import Timeline

ByDay = Mapping[date, int]
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Week:
    """A civil week of overtime: `trigger` minutes, `work` without solidarity, overtime by day."""

    monday: date
    trigger: int
    work: int
    by_day: ByDay

    @property
    def overtime(self) -> int:
        """Minutes beyond the trigger."""
        return sum(self.by_day.values())


def countable_work(timeline: Timeline, first: date, last: date, thresholds: Thresholds) -> ByDay:
    """
    Return, by day, the work that may be overtime between two days, without solidarity.

    Work declared as a weekly total has no day: it is put before the first known duty of its week,
    or on Sunday if there is none.
    """
    table: dict[date, int] = {}
    for duty in duties_of(timeline, first, last):
        for day, minutes in work_by_day(duty):
            if first <= day <= last:
                table[day] = table.get(day, 0) + minutes
    for day, minutes in solidarity_by_day(timeline, thresholds.solidarity).items():
        if day in table:
            table[day] -= minutes
    for monday, minutes in timeline.weeks.items():
        day = _day_of_declared(table, monday)
        if first <= day <= last:
            table[day] = table.get(day, 0) + minutes
    return table


def trigger(timeline: Timeline, monday: date, thresholds: Thresholds) -> int | None:
    """
    Return the minutes beyond which a week's work is overtime at once (None: no such limit).

    35 hours by the week (L3121-28). In a unilateral cycle 39 hours, but 35 for whoever arrives or
    leaves during it (D3121-25). Under an agreement, its weekly limit above 35 hours if it has one
    (L3121-44). Part-timers have complementary hours instead; minors have no overtime without a
    derogation.
    """
    who = timeline.mediator
    regime = regime_in(timeline, monday)
    if regime is None or regime.contract.part_time or who.minor_on(monday + SUNDAY * DAY):
        return None
    legal = thresholds.week.on(monday)
    if not regime.modulated:
        return legal
    period = next(filter(None, (period_on(timeline, monday + n * DAY) for n in range(6, -1, -1))))
    if period.unilateral:
        return legal if period.partial else thresholds.unilateral_week.on(monday)
    scheme = regime.scheme
    if scheme is None or scheme.weekly_minutes is None:
        return None
    return max(legal, scheme.weekly_minutes)


def week(timeline: Timeline, monday: date, work: ByDay, thresholds: Thresholds) -> Week | None:
    """Return the overtime of a civil week (None: it has no trigger); `work` is `countable_work`."""
    limit = trigger(timeline, monday, thresholds)
    if limit is None:
        return None
    days = {day: work.get(day, 0) for day in _days(monday)}
    return Week(monday=monday, trigger=limit, work=sum(days.values()), by_day=_beyond(days, limit))


def overtime_by_day(
    timeline: Timeline, first: date, last: date, work: ByDay, thresholds: Thresholds
) -> dict[date, int]:
    """Return the overtime of civil weeks by day, from one day to another."""
    return {
        day: minutes
        for monday in mondays(first, last)
        if in_week(monday, work) > _least_trigger(monday, thresholds)
        and (counted := week(timeline, monday, work, thresholds)) is not None
        for day, minutes in counted.by_day.items()
        if first <= day <= last
    }


def _least_trigger(monday: date, thresholds: Thresholds) -> int:
    """Return the minutes that every trigger of a week reaches, whoever it is for."""
    return min(thresholds.week.on(monday), thresholds.unilateral_week.on(monday))


def overtime_with_absences(counted: Week, work: ByDay, away: int) -> dict[date, int]:
    """
    Return the week's overtime by day if minutes of absence count towards its trigger.

    Minutes of absence count first in the week, because only an hour that was worked is paid more
    (L3121-28): overtime never exceeds the week's work.
    """
    days = {day: work.get(day, 0) for day in _days(counted.monday)}
    return _beyond(days, max(0, counted.trigger - away))


def in_week(monday: date, table: ByDay) -> int:
    """Return the total of a civil week in a table of minutes by day."""
    return sum([table.get(day, 0) for day in _days(monday)])


def additional_overtime(counted: Week, wide: ByDay) -> dict[date, int]:
    """Return, by day, the overtime that a wider count adds to the week's own."""
    return {
        day: more for day, minutes in wide.items() if (more := minutes - counted.by_day.get(day, 0))
    }


def tiers(by_day: ByDay, premiums: Premiums, rank: int = 0) -> Tiers:
    """
    Return one week's overtime by premium (L3121-36): the first hours, then those that follow.

    `rank`: minutes of overtime that come before these.
    """
    tiers_by_day: list[Tiers] = []
    for day, minutes in sorted(by_day.items()):
        low = max(0, min(minutes, premiums.first_hours.on(day) - rank))
        tiers_by_day.append((PremiumMinutes(rate=premiums.first_rate.on(day), minutes=low),))
        tiers_by_day.append(
            (PremiumMinutes(rate=premiums.next_rate.on(day), minutes=minutes - low),)
        )
        rank += minutes
    return tuple(tier for tier in added(*tiers_by_day) if tier.minutes)


def _beyond(days: ByDay, limit: int) -> dict[date, int]:
    table: dict[date, int] = {}
    total = 0
    for day, minutes in days.items():
        before, total = max(total, limit), total + minutes
        if total > before:
            table[day] = total - before
    return table


def _day_of_declared(work: ByDay, monday: date) -> date:
    for n in range(7):
        if work.get(monday + n * DAY):
            return monday + max(0, n - 1) * DAY
    return monday + SUNDAY * DAY


@lru_cache(maxsize=4_096)
def _days(monday: date) -> tuple[date, ...]:
    """Return the days of a civil week, kept: a year's weeks are counted for every person."""
    return tuple(monday + n * DAY for n in range(7))


def mondays(first: date, last: date) -> list[date]:
    """Return the Mondays of the civil weeks from one day to another."""
    begin = week_of(first)
    return [begin + timedelta(weeks=n) for n in range((last - begin).days // 7 + 1)]
