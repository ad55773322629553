"""What limits count in a period, on duties and on a model, by kind of limit."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from constraints.days.literals import split_weekend
from scheduler.domain.limits import LimitKind
from scheduler.domain.time import SATURDAY, days_span, week_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.limits import Limit, Window
    from scheduler.model import Literal, PersonModel, Terms

    Measure = Callable[[Limit, Sequence[Duty], Window], int]
    Sum = Callable[[PersonModel, Limit, Window], Terms]

ONE = timedelta(days=1)


def _slots(limit: Limit, duties: Sequence[Duty], window: Window) -> int:
    """Count the duties of the limit's templates, by the day on which they begin."""
    days = [duty.span.day for duty in duties if limit.counts(duty)]
    return sum(1 for day in days if window.first <= day <= window.last)


def _slot_terms(model: PersonModel, limit: Limit, window: Window) -> Terms:
    """Return the literal of each such slot."""
    return [
        (1, literal)
        for duty, literal in model.starting_in(days_span(window.first, window.last))
        if limit.counts(duty)
    ]


def _minutes(_: Limit, duties: Sequence[Duty], window: Window) -> int:
    """Add the work between the first day's midnight and the last day's."""
    span = days_span(window.first, window.last)
    return sum(duty.work_in(span) for duty in duties if duty.span.touches(span))


def _minute_terms(model: PersonModel, _: Limit, window: Window) -> Terms:
    """Return the model's minutes."""
    return model.minutes(days_span(window.first, window.last))


def _weekends(_: Limit, duties: Sequence[Duty], window: Window) -> int:
    """Count the weekends, by their Mondays."""
    days = {duty.span.day for duty in duties if duty.counts}
    inside = {day for day in days if window.first <= day <= window.last}
    return len({week_of(day) for day in inside if day.weekday() >= SATURDAY})


def _weekend_terms(model: PersonModel, _: Limit, window: Window) -> Terms:
    """Return a literal for each weekend."""
    weekends: dict[date, list[Literal]] = defaultdict(list)
    for duty, literal in model.starting_in(days_span(window.first, window.last)):
        if duty.counts and duty.span.day.weekday() >= SATURDAY:
            weekends[week_of(duty.span.day)].append(literal)
    return [(1, model.model.shared_any_of(literals)) for literals in weekends.values()]


def _split(_: Limit, duties: Sequence[Duty], window: Window) -> int:
    """Compare each Sunday of the window with the day before."""
    days = {duty.span.day for duty in duties if duty.counts}
    sundays = (day for day in window.days if day.weekday() > SATURDAY)
    return sum((sunday in days) != (sunday - ONE in days) for sunday in sundays)


def _split_terms(model: PersonModel, _: Limit, window: Window) -> Terms:
    """Return a term for each weekend that may be split: it only serves to be kept low."""
    sundays = [day for day in window.days if day.weekday() > SATURDAY]
    if not sundays:  # A limit that isn't in force yet, or no longer, leaves no days.
        return []
    days: dict[date, list[Literal]] = defaultdict(list)
    for duty, literal in model.starting_in(days_span(window.first - ONE, window.last)):
        if duty.counts:
            days[duty.span.day].append(literal)
    worked = {day: model.model.shared_any_of(literals) for day, literals in days.items()}
    return [term for day in sundays for term in split_weekend(model, worked, day - ONE, day)]


MEASURES: Mapping[LimitKind, Measure] = MappingProxyType(
    {
        LimitKind.SLOTS: _slots,
        LimitKind.MINUTES: _minutes,
        LimitKind.WEEKENDS: _weekends,
        LimitKind.SPLIT: _split,
    }
)
"""By kind of limit, how much of what it counts some duties hold in a period."""

TERMS: Mapping[LimitKind, Sum] = MappingProxyType(
    {
        LimitKind.SLOTS: _slot_terms,
        LimitKind.MINUTES: _minute_terms,
        LimitKind.WEEKENDS: _weekend_terms,
        LimitKind.SPLIT: _split_terms,
    }
)
"""The same of a person's model, as terms."""
