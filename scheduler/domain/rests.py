"""Rest: stretches of one person's time without work, in UTC minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.duty import Duty


def longest(begin: int, end: int, cuts: Iterable[Duty]) -> int:
    """
    Return the minutes of the longest rest from `begin` to `end`, cut by duties (by start).

    Zero where `end` is not after `begin`.
    """
    best, free = 0, begin
    for duty in cuts:
        if duty.span.last <= free:
            continue
        if duty.span.first >= end:
            break
        best = max(best, duty.span.first - free)
        free = duty.span.last
    return max(best, end - free, 0)


def between(duties: Iterable[Duty], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rest that `duties` (by start) leave from `begin` to `end`."""
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


def called(duty: Duty) -> bool:
    """Whether the duty is an intervention of the on-call, which cuts a rest (L3121-10)."""
    return duty.kind is DutyKind.INTERVENTION
