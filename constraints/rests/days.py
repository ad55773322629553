"""Find the days on which a civil week's rest may lie, separately for audits and encodings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.time import (
    day_span,
    midnight_minute,
    week_of,
    week_span,
    weeks_touched,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Claim
    from scheduler.model import PersonModel

ONE = timedelta(days=1)


# For audits, on a timeline ----------------------------------------------------------------------


def week_days(monday: date) -> tuple[date, ...]:
    """Return the seven days of the week."""
    return tuple(monday + n * ONE for n in range(7))


def with_neighbours(timeline: Timeline, monday: date) -> tuple[date, ...]:
    """Return the week's days, with the Sunday before and the Monday after if they are planned."""
    before, after = monday - ONE, monday + 7 * ONE
    return (
        *((before,) if is_day_described(timeline, before) else ()),
        *week_days(monday),
        *((after,) if midnight_minute(after) < timeline.horizon.last else ()),
    )


def is_week_described(timeline: Timeline, monday: date) -> bool:
    """Whether the week is described from its Monday on."""
    if timeline.rest_weeks is not None:
        return monday in timeline.rest_weeks
    return is_day_described(timeline, monday)


def is_day_described(timeline: Timeline, day: date) -> bool:
    """Whether the work of the day is known, from this rota or from the described past."""
    start = midnight_minute(day)
    if start >= timeline.horizon.first:
        return True
    if timeline.known is not None:
        return timeline.known.first <= start
    week = week_span(week_of(day))
    return any(
        duty.span.first < timeline.horizon.first and duty.span.touches(week)
        for duty in timeline.working
    )


# For encodings, on a person's model -------------------------------------------------------------


def described_days(model: PersonModel) -> Callable[[date], bool]:
    """Return a function that tells whether the work of a day is known."""
    begins, known = model.horizon.first, model.fixed.known
    weeks = {
        monday
        for duty in model.fixed.working
        if known is None and duty.span.first < begins
        for monday in weeks_touched(duty.span)
    }
    since = begins if known is None else min(begins, known.first)
    return lambda day: midnight_minute(day) >= since or week_of(day) in weeks


def possible_rest_days(
    model: PersonModel, monday: date, described: Callable[[date], bool]
) -> tuple[date, ...]:
    """Return the days on which the week's rest may lie: its own, and one on either side."""
    near = [monday + n * ONE for n in range(7)]
    if described(monday - ONE):
        near.insert(0, monday - ONE)
    if week_span(monday).last < model.horizon.last:
        near.append(monday + 7 * ONE)
    return tuple(near)


def add_nothing(model: PersonModel, claim: Claim, days: Iterable[date]) -> None:
    """Forbid all work that this rota may add on some days: the past leaves no rest there."""
    for day in days:
        for item in model.in_window(day_span(day)):
            if item.duty.decided:
                model.model.forbid(claim, item.literal)
