"""Count the minutes of each civil day, by kind of duty and by when they fall."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from constraints.counters.days.work import (
    duties_of,
    night_by_day,
    standby_by_day,
    work_by_day,
)
from constraints.counters.sheet import Minutes
from scheduler.dated import Dated
from scheduler.domain.duty import BreakKind, Duty, DutyKind
from scheduler.domain.time import SUNDAY, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.domain.timeline import Timeline

MAY_FIRST = (5, 1)
KINDS = {
    DutyKind.WORK: "field",
    DutyKind.TRAINING: "training",
    DutyKind.TRAVEL: "travel",
    DutyKind.INTERVENTION: "intervention",
    DutyKind.DELEGATION: "delegation",
    DutyKind.COUNCIL: "council",
}
PLACE = {f.name: number for number, f in enumerate(fields(Minutes))}
NAMES = tuple(PLACE)
_FIGURES = attrgetter(*NAMES)


@dataclass(frozen=True, kw_only=True)
class NightWindow:
    """The night as the rule in force defines it: clock times in minutes after midnight."""

    begins: Dated
    ends: Dated


def tally(
    timeline: Timeline, first: date, last: date, window: NightWindow, free: Mapping[date, int]
) -> dict[date, Minutes]:
    """
    Return the minutes of each civil day from one to another; empty days are left out.

    `free`: minutes of the journée de solidarité by day.
    """
    table: dict[date, list[int]] = defaultdict(lambda: [0] * len(NAMES))
    holidays = timeline.holidays
    for duty in duties_of(timeline, first, last):
        for day, name, minutes in _minutes_of(duty, window):
            table[day][PLACE[name]] += minutes
            if name not in KINDS.values():
                continue
            if day.weekday() == SUNDAY:
                table[day][PLACE["sunday"]] += minutes
            if day in holidays:
                table[day][PLACE["holiday"]] += minutes
            if (day.month, day.day) == MAY_FIRST:
                table[day][PLACE["may_first"]] += minutes
    for name, minutes_of in (
        ("solidarity", free),
        ("standby", standby_by_day(timeline, first, last)),
    ):
        for day, minutes in minutes_of.items():
            table[day][PLACE[name]] += minutes
    return {
        day: Minutes(**dict(zip(NAMES, values, strict=True)))
        for day, values in sorted(table.items())
        if first <= day <= last and any(values)
    }


def total(days: Iterable[Minutes]) -> Minutes:
    """Return the sum of the minutes of several days."""
    sums = map(sum, zip(*map(_FIGURES, days), strict=True))
    return Minutes(**dict(zip(NAMES, sums, strict=False)))  # of no day there are no sums


def total_between(days: Mapping[date, Minutes], first: date, last: date) -> Minutes:
    """Return the sum of the minutes of the days from one to another."""
    return total(
        days[day]
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if day in days
    )


def _minutes_of(duty: Duty, window: NightWindow) -> Iterator[tuple[date, str, int]]:
    """Yield the minutes of a duty: the day, their name (its kind, night, paid breaks), how many."""
    for day, minutes in work_by_day(duty):
        yield day, KINDS[duty.kind], minutes
    when = duty.span.day
    for day, minutes in night_by_day(duty, window.begins.on(when), window.ends.on(when)):
        yield day, "night", minutes
    for pause in duty.breaks:
        if pause.kind is BreakKind.PAID:
            middle = (duty.span.first + duty.span.last) // 2
            first = middle if pause.first is None else pause.first
            yield day_of(first), "paid_breaks", pause.minutes
