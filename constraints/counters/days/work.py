"""
Find on which civil day each minute of work falls, each break taken off once.

A break whose place isn't known is taken in the middle of its duty's work. The audits of maxima put
it where it is most favourable, which may take it off twice when the duty passes midnight. Counters
take it off once, because what is counted and paid must add up.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.time import Span, day_of, midnight_minute, windows
from scheduler.domain.worktime.night import clock_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline

Pieces = tuple[tuple[int, int], ...]
Split = tuple[tuple[date, int], ...]

#: No work is longer: what may still touch a day began two days before it at the earliest.
LONGEST = timedelta(days=2)


def work_pieces(duty: Duty) -> Pieces:
    """Return the stretches of work, in UTC minutes, without any break."""
    return _cut(duty.pieces, sum(duty.floating))


def work_by_day(duty: Duty) -> Split:
    """Return the duty's minutes of work on each civil day that has any."""
    if duty.span.day == duty.span.last_day:
        return ((duty.span.day, duty.work),) if duty.work else ()
    return _by_day(work_pieces(duty))


def night_by_day(duty: Duty, begins: int, ends: int) -> Split:
    """Return the minutes of night work by civil day; the window is in minutes after midnight."""
    start = duty.span.first - midnight_minute(duty.span.day)
    # The margin of an hour holds on the days when clocks change.
    if ends + 60 <= start and start + duty.span.minutes <= begins - 60:
        return ()
    return _night(work_pieces(duty), begins, ends)


def duties_of(timeline: Timeline, first: date, last: date) -> Iterator[Duty]:
    """Yield the working duties that may have work from one civil day to another, by start."""
    duties = timeline.working
    begin, end = midnight_minute(first - LONGEST), midnight_minute(last + timedelta(days=1))
    for duty in duties[bisect_left(duties, begin, key=_start) :]:
        if duty.span.first >= end:
            return
        yield duty


def worked_on(timeline: Timeline, day: date) -> int:
    """Return the minutes of work on a civil day."""
    return sum(
        minutes
        for duty in duties_of(timeline, day, day)
        for when, minutes in work_by_day(duty)
        if when == day
    )


def standby_by_day(timeline: Timeline, first: date, last: date) -> dict[date, int]:
    """Return the minutes of on-call by civil day, without the interventions."""
    called = [d.span for d in timeline.working if d.kind is DutyKind.INTERVENTION]
    table: dict[date, int] = {}
    for duty in timeline.duties:
        if duty.kind is not DutyKind.STANDBY:
            continue
        for day in duty.span.days:
            if first <= day <= last:
                span = _on_day(duty.span, day)
                table[day] = table.get(day, 0) + span.minutes
                table[day] -= sum(span.overlap(call) for call in called)
    return table


def _start(duty: Duty) -> int:
    return duty.span.first


def _on_day(span: Span, day: date) -> Span:
    first = max(span.first, midnight_minute(day))
    return Span.of_minutes(first, min(span.last, midnight_minute(day + timedelta(days=1))))


@lru_cache(maxsize=65_536)
def _cut(pieces: Pieces, floating: int) -> Pieces:
    if not floating:
        return pieces
    before = (sum(last - first for first, last in pieces) - floating) // 2
    after = before + floating
    kept: list[tuple[int, int]] = []
    done = 0
    for first, last in pieces:
        # The break runs from `before` to `after` on the clock of work alone.
        begin, end = first + max(0, before - done), first + max(0, after - done)
        if first < min(begin, last):
            kept.append((first, min(begin, last)))
        if max(end, first) < last:
            kept.append((max(end, first), last))
        done += last - first
    return tuple(kept)


@lru_cache(maxsize=65_536)
def _by_day(pieces: Pieces) -> Split:
    table: dict[date, int] = {}
    for first, last in pieces:
        day = day_of(first)
        while first < last:
            end = min(last, midnight_minute(day + timedelta(days=1)))
            table[day] = table.get(day, 0) + end - first
            first, day = end, day + timedelta(days=1)  # noqa: PLW2901 - the piece is eaten up
    return tuple(table.items())


@lru_cache(maxsize=65_536)
def _night(pieces: Pieces, begins: int, ends: int) -> Split:
    if not pieces:
        return ()
    whole = Span.of_minutes(pieces[0][0], pieces[-1][1])
    inside = tuple(
        (low, high)
        for window in windows(whole, clock_of(begins), clock_of(ends))
        for first, last in pieces
        if (low := max(first, window.first)) < (high := min(last, window.last))
    )
    return _by_day(inside)
