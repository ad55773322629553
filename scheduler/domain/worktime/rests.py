"""Find the stretches of a person's time without work, in UTC minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.timeline import Day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.domain.duty import Duty


def free_between(duties: Iterable[Duty], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches that `duties` (by start) leave free from `begin` to `end`."""
    free = begin
    for duty in duties:
        if duty.span.last <= free:
            continue
        if duty.span.first >= end:
            break
        if duty.span.first > free:
            yield free, duty.span.first
        free = duty.span.last
    if free < end:
        yield free, end


def longest(begin: int, end: int, cuts: Iterable[Duty]) -> int:
    """
    Return the minutes of the longest rest between `begin` and `end`, among duties (by start).

    Zero where `end` is not after `begin`.
    """
    return max((last - first for first, last in free_between(cuts, begin, end)), default=0)


def posts_and_calls(working: Iterable[Duty]) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """
    Separate the duties that make working days from the on-call interventions.

    An intervention is work but doesn't make a working day: it interrupts the rest between two days.
    """
    posts: list[Duty] = []
    calls: list[Duty] = []
    for duty in working:
        (calls if duty.kind is DutyKind.INTERVENTION else posts).append(duty)
    return tuple(posts), tuple(calls)


def by_day(duties: Iterable[Duty]) -> tuple[Day, ...]:
    """Group duties by the civil day on which they start."""
    groups: dict[date, list[Duty]] = {}
    for duty in duties:
        groups.setdefault(duty.span.day, []).append(duty)
    return tuple(Day(day=day, duties=tuple(groups[day])) for day in sorted(groups))
