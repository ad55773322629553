"""
What a person's rules say of their rosters, in bounds that a dynamic programme follows.

A third reading of a rule, besides encoding and audit: rosters made from outlines are audited too.
"""

from __future__ import annotations

from functools import singledispatch
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from constraints.house.limits.consecutive_days import ConsecutiveDays
from constraints.house.limits.minutes_in_period import MinutesInPeriod
from constraints.house.limits.shortest_rest import ShortestRest
from constraints.house.limits.shortest_run import ShortestRun
from constraints.house.limits.slot_count import SlotCount
from constraints.house.limits.succession import ForbiddenSuccession
from constraints.house.limits.weekends_worked import Weekends
from constraints.house.people.one_place import PLACED, OnePlace
from constraints.law.leave.absences import Absences
from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import Limit, LimitKind, demanded, least_on, most_on
from scheduler.domain.people import SUSPENDING
from scheduler.domain.time import days_span
from tests.bench.columns.outlines.outline import Count, Outline, tightest

if TYPE_CHECKING:
    from scheduler.rule import PersonRule


@singledispatch
def outline_person(rule: PersonRule, outline: Outline) -> bool:
    """Add a rule's bounds to one person's outline; False: an outline can't hold them."""
    del rule, outline
    return False


@outline_person.register
def _(rule: Absences, outline: Outline) -> bool:
    """Close each slot that is work and overlaps such an absence."""
    del rule
    absences = outline.problem.absences_of[outline.mediator.id]
    away = [absence.span for absence in absences if absence.kind in SUSPENDING]
    outline.closed |= {
        slot.id
        for slot in outline.slots
        if slot.duty.counts and any(slot.span.touches(span) for span in away)
    }
    return True


@outline_person.register
def _(rule: OnePlace, outline: Outline) -> bool:
    """Say that slots of one day exclude each other, where those of different days never do."""
    del rule
    spans = [slot.span for slot in outline.slots if slot.duty.kind in PLACED]
    days = [list(group) for _, group in groupby(spans, key=lambda span: span.day)]
    outline.apart = (
        len(spans) == len(outline.slots)
        and all(day[-1].first < min(span.last for span in day) for day in days)
        and all(max(s.last for s in day) <= after[0].first for day, after in pairwise(days))
    )
    return outline.apart


@outline_person.register
def _(rule: ConsecutiveDays, outline: Outline) -> bool:
    limits, days = _limits(outline), outline.problem.horizon.days
    numbers = {most_on(limits, LimitKind.RUN, day) or rule.most.on(day) for day in days}
    outline.longest_run = min(numbers)
    return len(numbers) == 1


@outline_person.register
def _(rule: ShortestRun, outline: Outline) -> bool:
    del rule
    numbers = _least(outline, LimitKind.RUN)
    outline.shortest_run = max(1, *numbers)
    return len(numbers) == 1


@outline_person.register
def _(rule: ShortestRest, outline: Outline) -> bool:
    del rule
    numbers = _least(outline, LimitKind.REST)
    outline.shortest_rest = max(1, *numbers)
    return len(numbers) == 1


@outline_person.register
def _(rule: ForbiddenSuccession, outline: Outline) -> bool:
    """Name the pairs of templates, where they are in force on every day."""
    del rule
    concern = [s for s in outline.problem.successions if s.concerns(outline.mediator.id)]
    pairs = [s for s in concern if s.price is None]
    outline.successions |= {(a, b) for s in pairs for a in s.first for b in s.following}
    return all(s.holds_on(day) for s in pairs for day in outline.problem.horizon.days)


@outline_person.register
def _(rule: PeriodLimit, outline: Outline) -> bool:
    """Take the limits that count over the whole horizon and no more."""
    horizon = outline.problem.horizon
    days = horizon.days[0], horizon.days[-1], True
    return all(
        list(limit.windows(horizon)) == [days] and _bound_period(rule, outline, limit)
        for limit in demanded(_limits(outline), rule.kind)
    )


@singledispatch
def _bound_period(rule: PeriodLimit, outline: Outline, limit: Limit) -> bool:
    del rule, outline, limit
    return False


@_bound_period.register
def _(rule: MinutesInPeriod, outline: Outline, limit: Limit) -> bool:
    del rule
    days = outline.problem.horizon.days
    span = days_span(days[0], days[-1])
    worked = {slot.id: slot.duty.work_in(span) for slot in outline.slots}
    return outline.bound_minutes(worked, limit.least, limit.most)


@_bound_period.register
def _(rule: SlotCount, outline: Outline, limit: Limit) -> bool:
    """Count the slots of the limit's templates; a minimum can't be held."""
    del rule
    slots = frozenset(slot.id for slot in outline.slots if limit.counts(slot.duty))
    if limit.most is not None:
        outline.counts.append(Count(slots, limit.most))
    return not limit.least


@_bound_period.register
def _(rule: Weekends, outline: Outline, limit: Limit) -> bool:
    """Bound the weekends; a minimum can't be held."""
    del rule
    outline.weekends = tightest(outline.weekends, limit.most)
    return not limit.least


def _limits(outline: Outline) -> tuple[Limit, ...]:
    return outline.problem.limits_of.get(outline.mediator.id, ())


def _least(outline: Outline, kind: LimitKind) -> set[int]:
    return {least_on(_limits(outline), kind, day) for day in outline.problem.horizon.days}
