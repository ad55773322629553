"""Liens : values that hang together, so that one can't be set without the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.agreements.bounds import turns
from constraints.agreements.clause import Clause
from constraints.agreements.periods import ONE, Period
from scheduler.dated import Level, Since
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.dated import Dated
    from scheduler.rule import Rule

Named = tuple[str, str]
"""A rule's id and the name of one of its parameters."""

DAY = 24 * 60
NIGHT = 9 * 60
"""Minutes that a night period lasts at least (L3122-2)."""

REST: Named = ("daily_rest_11h", "rest")
SPAN: Named = ("daily_span_13h", "limit")
WEEKLY: Named = ("weekly_rest_35h", "minimum")
INSIDE: Named = ("weekly_rest_35h", "inside")
BEGINS: Named = ("night_hours", "begins")
ENDS: Named = ("night_hours", "ends")

#: What is measured against the same value of the Code, in another rule.
SAME: dict[Named, tuple[Named, ...]] = {
    REST: (("oncall_rest", "rest"),),
    ("avg12_44h", "average"): (("multi_employer_total", "average"),),
    ("weekly_max_48h", "limit"): (("multi_employer_total", "limit"),),
}


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Two values that can't be in force together: the one to blame, and a French sentence."""

    rule: str
    parameter: str
    why: str


def followers(
    rules: Sequence[Rule], places: Sequence[int], parameter: str
) -> tuple[tuple[int, str], ...]:
    """
    Return what a term on some rules sets, these first: rules by place, and the parameter's name.

    A value that several rules of law hold by a common ancestor (what is a night) is one value.
    """
    found = {(n, parameter) for n in places}
    for n in places:
        owner = next(c for c in type(rules[n]).__mro__ if parameter in vars(c))
        if owner is not type(rules[n]) and not issubclass(owner, Clause):
            found |= {(m, parameter) for m, rule in enumerate(rules) if isinstance(rule, owner)}
    for rule, name in SAME.get((rules[places[0]].id, parameter), ()):
        found |= {(m, name) for m, other in enumerate(rules) if other.id == rule}
    return tuple(sorted(found, key=lambda where: (where[0] not in places, where)))


def span_of(rest: Dated, span: Dated) -> Dated:
    """
    Return the span as a shorter rest lengthens it.

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


def unlawful(values: Mapping[Named, Dated]) -> Iterator[Broken]:
    """Yield what can't be in force together, each value being lawful by itself."""
    for begins, ends, day in _both(values, BEGINS, ENDS):
        if DAY + ends - begins < NIGHT:
            yield Broken(
                rule=BEGINS[0],
                parameter=_newest(values, BEGINS, ENDS, day),
                why=f"période de nuit de {shown(begins, 'clock')} à {shown(ends, 'clock')} le "
                f"{day:%d/%m/%Y} : elle dure au moins neuf heures (L3122-2).",
            )
    for span, rest, day in _both(values, SPAN, REST):
        most = DAY - min(rest, values[REST].history[0].value)
        if span > most and values[SPAN].entry(day).level > Level.CODE:
            yield Broken(
                rule=SPAN[0],
                parameter=SPAN[1],
                why=f"amplitude de {shown(span, 'minutes')} le {day:%d/%m/%Y} : un repos quotidien "
                f"de {shown(rest, 'minutes')} en laisse {shown(most, 'minutes')} au plus "
                "(L3131-1).",
            )
    for weekly, rest, day in _both(values, WEEKLY, REST):
        least = values[INSIDE].on(day) + min(rest, values[REST].history[0].value)
        if weekly < least and values[WEEKLY].entry(day).level > Level.CODE:
            yield Broken(
                rule=WEEKLY[0],
                parameter=WEEKLY[1],
                why=f"repos hebdomadaire de {shown(weekly, 'minutes')} le {day:%d/%m/%Y} : "
                f"vingt-quatre heures et le repos quotidien font {shown(least, 'minutes')} au "
                "moins (L3132-2).",
            )


def _both(
    values: Mapping[Named, Dated], one: Named, other: Named
) -> Iterator[tuple[int, int, date]]:
    """Yield two values on each day on which either may change."""
    a, b = values.get(one), values.get(other)
    if a is None or b is None:
        return
    since = max(a.history[0].day, b.history[0].day)
    for day in sorted({*turns(a, Period(since=since)), *turns(b, Period(since=since))}):
        yield a.on(day), b.on(day), day


def _newest(values: Mapping[Named, Dated], one: Named, other: Named, day: date) -> str:
    """Return the parameter whose value comes from the strongest source: the one to blame."""
    return max(one, other, key=lambda name: values[name].entry(day).level)[1]
