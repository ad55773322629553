"""Find each person's weekly rest (R3172-1, R3172-2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.time import SUNDAY, Span, day_span, week_span
from scheduler.domain.timeline import Timeline


@dataclass(frozen=True, kw_only=True)
class WeekRest:
    """
    The longest rest of one civil week, on-call included (L3121-10).

    `first` and `last`: UTC minutes of the end of a duty and of the next start, wherever they lie
    (None: no duty is known there). `whole`: no work at all in the week. `sunday`: the whole Sunday
    is rest.
    """

    monday: date
    first: int | None
    last: int | None
    whole: bool
    sunday: bool

    @property
    def minutes(self) -> int | None:
        """Return how long the rest lasts, if both ends are known (None: they aren't)."""
        return None if self.first is None or self.last is None else self.last - self.first


def week_rests(timeline: Timeline) -> Iterator[WeekRest]:
    """Yield the rest of each civil week whose Sunday lies in the horizon."""
    horizon = timeline.horizon
    for monday in timeline.horizon_weeks:
        sunday = monday + timedelta(days=SUNDAY)
        if sunday in horizon.days:
            yield _rest(timeline, week_span(monday), day_span(sunday))


def _rest(timeline: Timeline, week: Span, sunday: Span) -> WeekRest:
    gaps = [(a, b) for a, b in _gaps(timeline) if _in(week, a, b) > 0]
    first, last = max(gaps, key=lambda gap: (_in(week, *gap), gap[0] or 0), default=(0, 0))
    return WeekRest(
        monday=week.day,
        first=first,
        last=last,
        whole=_in(week, first, last) == week.minutes,
        sunday=not timeline.duties_in(sunday),
    )


def _gaps(timeline: Timeline) -> Iterator[tuple[int | None, int | None]]:
    """Yield the stretches without work, the first and the last open at one end."""
    end: int | None = None
    for duty in timeline.working:
        if end is None or duty.span.first > end:
            yield end, duty.span.first
        end = duty.span.last if end is None else max(end, duty.span.last)
    yield end, None


def _in(week: Span, first: int | None, last: int | None) -> int:
    begin = week.first if first is None else max(first, week.first)
    end = week.last if last is None else min(last, week.last)
    return max(0, end - begin)
