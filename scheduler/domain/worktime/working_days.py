"""The days on which a person works, and which others are known: what weeks have their shape of."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.rota import known_span
from scheduler.domain.time import instant_of
from scheduler.domain.timeline import RECENT, Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota

ONE = timedelta(days=1)

Stretch = tuple[date, ...]
"""Days that are looked at together, in order."""


def working_days(rota: Rota, mediator: Mediator) -> Mapping[date, Day]:
    """
    Return a person's working days, of the horizon and of three weeks before.

    A duty is of the day on which it begins. Travel lies between duties and begins no day.
    """
    days = rota.days_known.get(mediator.id)
    if days is None:
        since = rota.problem.horizon.first - RECENT
        fixed = (d for d in rota.problem.fixed_of[mediator.id] if d.span.last > since)
        duties = sorted(
            (*fixed, *(slot.duty for slot in rota.slots_of[mediator.id])), key=lambda d: d.order
        )
        groups: dict[date, list[Duty]] = {}
        for duty in duties:
            if begins_work(duty):
                groups.setdefault(duty.span.day, []).append(duty)
        days = {day: Day(day=day, duties=tuple(group)) for day, group in groups.items()}
        rota.days_known[mediator.id] = days
    return days


def begins_work(duty: Duty) -> bool:
    """Whether the duty may begin or end a day of work."""
    return duty.counts and duty.kind is not DutyKind.TRAVEL


def runs_of_days(problem: Problem, mediator: Mediator, number: int) -> Iterator[Stretch]:
    """
    Yield each so many days in a row of which the last is in the horizon and all are known.

    Days before the horizon are known as far as the person's time is described.
    """
    described, first = known_span(problem, mediator), problem.horizon.day
    since = first if described is None else min(described.day, first)
    for last in problem.horizon.days:
        if last - (number - 1) * ONE >= since:
            yield tuple(last - n * ONE for n in range(number - 1, -1, -1))


@lru_cache(maxsize=16_384)
def clock_of(minute: int) -> int:
    """Return what Paris clocks show at a UTC minute, in minutes after 0 h."""
    local = instant_of(minute)
    return local.hour * 60 + local.minute
