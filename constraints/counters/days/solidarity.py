"""Count the hours of the journée de solidarité, worked without pay (L3133-7 to L3133-9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.counters.days.work import worked_on
from constraints.counters.thresholds import SOLIDARITY
from scheduler.rule import shown

if TYPE_CHECKING:
    from datetime import date

    from scheduler.dated import Dated
    from scheduler.domain.employment.employer import Solidarity
    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline

FULL_WEEK = 35 * 60
MAY_FIRST = (5, 1)


def share(timeline: Timeline, day: date, hours: Dated) -> int:
    """Return the person's yearly limit: seven hours, in proportion for part-timers."""
    contract = timeline.mediator.contract_on(day)
    if contract is None or not contract.part_time:
        return hours.on(day)
    return hours.on(day) * contract.weekly_minutes // FULL_WEEK


def solidarity_days(timeline: Timeline) -> tuple[Solidarity, ...]:
    """Return the person's solidarity days, in order."""
    return timeline.employer.solidarity_of(timeline.mediator.id, timeline.mediator.agency)


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


def solidarity_in(timeline: Timeline, span: Span) -> int:
    """Return the minutes of a span that are no complementary hours, by law's limit (L3133-9)."""
    first, last = span.days[0], span.days[-1]
    table = solidarity_by_day(timeline, SOLIDARITY)
    return sum(minutes for day, minutes in table.items() if first <= day <= last)


def without_solidarity(sentence: str, minutes: int) -> str:
    """Return a sentence whose measure leaves out so many minutes of solidarity, and says so."""
    words = f"{{measured}} (journée de solidarité à part : {shown(minutes, 'minutes')})"
    return sentence.replace("{measured}", words) if minutes else sentence
