"""Count the hours of the journée de solidarité, worked without pay (L3133-7 to L3133-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.counters.days.work import worked_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.dated import Dated
    from scheduler.domain.employer import Solidarity
    from scheduler.domain.timeline import Timeline

FULL_WEEK = 35 * 60
MAY_FIRST = (5, 1)


def share(timeline: Timeline, day: date, hours: Dated) -> int:
    """Return the person's yearly limit: seven hours, in proportion for part-timers."""
    contract = timeline.mediator.contract_on(day)
    if contract is None or not contract.part_time:
        return hours.on(day)
    return hours.on(day) * contract.weekly_minutes // FULL_WEEK


def solidarity_days(timeline: Timeline) -> Iterator[Solidarity]:
    """Yield the person's solidarity days in order; if a day has several records, the best one."""
    who = timeline.mediator
    days: dict[date, Solidarity] = {}
    for solidarity in timeline.employer.solidarity_of(who.id, who.agency):
        if solidarity.day not in days or _precise(solidarity) > _precise(days[solidarity.day]):
            days[solidarity.day] = solidarity
    for day in sorted(days):
        yield days[day]


def solidarity_minutes(timeline: Timeline, solidarity: Solidarity, hours: Dated) -> int:
    """Return the minutes of solidarity that the person works on a marked day, before the limit."""
    minutes = (
        share(timeline, solidarity.day, hours) if solidarity.minutes is None else solidarity.minutes
    )
    return min(minutes, worked_on(timeline, solidarity.day))


def solidarity_by_day(timeline: Timeline, hours: Dated) -> dict[date, int]:
    """
    Return the minutes worked without pay by day, within each civil year's limit.

    Beyond the limit, and on 1 May (L3133-11), hours are worked as any others.
    """
    table: dict[date, int] = {}
    left: dict[int, int] = {}
    for solidarity in solidarity_days(timeline):
        if (solidarity.day.month, solidarity.day.day) == MAY_FIRST:
            continue
        most = left.get(solidarity.day.year, share(timeline, solidarity.day, hours))
        if minutes := min(most, solidarity_minutes(timeline, solidarity, hours)):
            table[solidarity.day] = minutes
        left[solidarity.day.year] = most - minutes
    return table


def _precise(solidarity: Solidarity) -> tuple[bool, bool]:
    return bool(solidarity.mediator), bool(solidarity.agency)
