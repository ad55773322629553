"""Check values that depend on each other, so that one can't be set without the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.agreements.clause import Clause
from constraints.agreements.in_force.bounds import turns
from constraints.agreements.periods import ONE, Period
from scheduler.dated import Level, Since
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.dated import Dated
    from scheduler.rule import Rule

DAY = 24 * 60
NIGHT = 9 * 60
"""Minutes that a night period lasts at least (L3122-2)."""

#: Quantities that stand in a relation; the values of the Code's rules say which they are.
REST, SPAN, WEEKLY, INSIDE = "daily_rest", "daily_span", "weekly_rest", "weekly_rest_inside"
BEGINS, ENDS = "night_begins", "night_ends"


@dataclass(frozen=True, kw_only=True)
class BrokenLink:
    """Two values that can't apply together: the quantity at fault, and a French sentence."""

    quantity: str
    why: str


def followers(
    rules: Sequence[Rule], places: Sequence[int], parameter: str
) -> tuple[tuple[int, str], ...]:
    """
    Return what a term on some rules sets, these first: rules by place, and the parameter's name.

    Several rules of law may share one value: they read it from the same declaration (the night's
    window), or name the same quantity. Setting it in one sets it in all.
    """
    value = _declared(type(rules[places[0]]), parameter)
    others = (
        (n, name)
        for n, rule in enumerate(rules)
        if value is not None and n not in places
        for name in rule.parameters()
        if _same(value, _declared(type(rule), name))
    )
    return (*((n, parameter) for n in places), *others)


@cache
def _declared(rule: type[Rule], parameter: str) -> Dated | None:
    """Return a value as a rule of the Code declares it (None: an agreement's clause does)."""
    owner = next(c for c in rule.__mro__ if parameter in vars(c))
    value: Dated = vars(owner)[parameter]
    return None if issubclass(owner, Clause) else value


def _same(value: Dated, other: Dated | None) -> bool:
    return value is other or (other is not None and value.quantity == other.quantity != "")


def span_of(rest: Dated, span: Dated) -> Dated:
    """
    Return the daily span, made longer on the days when a shorter daily rest is in force.

    The thirteen hours are what eleven hours of rest leave of a day (L3131-1): an agreement on
    nine hours leaves fifteen, unless the branch or the company sets the span itself.
    """
    first = rest.history[0]
    days = turns(rest, Period(since=first.day))
    ends = [*(following - ONE for _, following in pairwise(days)), None]
    longer = []
    for day, until in zip(days, ends, strict=True):
        entry = rest.entry(day)
        if entry.value < first.value:
            longer.append(Since(day, DAY - entry.value, entry.source, Level.CODE, until))
    return replace(span, history=(*span.history, *longer)) if longer else span


def broken_links(values: Mapping[str, Dated]) -> Iterator[BrokenLink]:
    """Yield values that are each lawful but can't be in force together."""
    for begins, ends, day in _both(values, BEGINS, ENDS):
        if DAY + ends - begins < NIGHT:
            yield BrokenLink(
                quantity=_newest(values, BEGINS, ENDS, day),
                why=f"période de nuit de {shown(begins, 'clock')} à {shown(ends, 'clock')} le "
                f"{day:%d/%m/%Y} : elle dure au moins neuf heures (L3122-2).",
            )
    for span, rest, day in _both(values, SPAN, REST):
        most = DAY - min(rest, values[REST].history[0].value)
        if span > most and values[SPAN].entry(day).level > Level.CODE:
            yield BrokenLink(
                quantity=SPAN,
                why=f"amplitude de {shown(span, 'minutes')} le {day:%d/%m/%Y} : un repos quotidien "
                f"de {shown(rest, 'minutes')} en laisse {shown(most, 'minutes')} au plus "
                "(L3131-1).",
            )
    for weekly, rest, day in _both(values, WEEKLY, REST):
        least = values[INSIDE].on(day) + min(rest, values[REST].history[0].value)
        if weekly < least and values[WEEKLY].entry(day).level > Level.CODE:
            yield BrokenLink(
                quantity=WEEKLY,
                why=f"repos hebdomadaire de {shown(weekly, 'minutes')} le {day:%d/%m/%Y} : "
                f"vingt-quatre heures et le repos quotidien font {shown(least, 'minutes')} au "
                "moins (L3132-2).",
            )


def _both(
    values: Mapping[str, Dated], quantity: str, other: str
) -> Iterator[tuple[int, int, date]]:
    """Yield two values and the day, for each day on which either may change."""
    a, b = values.get(quantity), values.get(other)
    if a is None or b is None:
        return
    since = max(a.history[0].day, b.history[0].day)
    for day in sorted({*turns(a, Period(since=since)), *turns(b, Period(since=since))}):
        yield a.on(day), b.on(day), day


def _newest(values: Mapping[str, Dated], quantity: str, other: str, day: date) -> str:
    """Return the quantity whose value comes from the strongest source: the one to blame."""
    return max(quantity, other, key=lambda name: values[name].entry(day).level)
