"""Price days in a row, of work, of one kind of slots or of rest, beyond limits that are wishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from constraints.days.literals import occurs
from scheduler.domain.limits import RUNS, LimitKind, wished
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.limits import Limit
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.domain.timeline import Timeline
    from scheduler.model import Literal, PersonModel, Terms

ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class RunWishes(PersonGoal):
    """
    Each day that a run lacks, and each of its days beyond the most, costs the limit's price.

    A run counts the days before the horizon that are described, by duties or by a streak. It is
    short only where both its ends are seen and it ends in the horizon, or as the horizon begins. A
    day too many costs in the horizon where it lies. A night belongs to the day on which it begins;
    on-call is no work, but it is a slot.
    """

    id: str = "run_wishes"
    title: str = "Jours d’affilée souhaités"
    unit: str = "points de souhait"

    tier: int = 5

    def price(self, person: PersonModel) -> Terms:
        """Price what runs lack and have too many, by a literal for each day."""
        terms: Terms = []
        for price, limit in wished(person.fixed.limits, RUNS):
            states = _states(person, limit)
            if limit.most is not None:
                terms += _long(person, limit, limit.most, price, states)
            if limit.least > 1:
                terms += _short(person, limit, price, states)
        return terms

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Measure each run again."""
        limits = tuple(wished(rota.problem.limits_of.get(mediator.id, ()), RUNS))
        if not limits:
            return 0  # most people: no timeline is built for them
        timeline, points = rota.timeline(mediator), 0
        begin, end = timeline.horizon.day, timeline.horizon.days[-1]
        for price, limit in limits:
            taken = {duty.span.day for duty in timeline.duties if _counts(limit, duty)}
            rests = limit.kind is LimitKind.REST
            states = _past(timeline, limit, taken)
            states |= {day: (day in taken) != rests for day in timeline.horizon.days}
            since = min(states)
            for counts, group in groupby(sorted(states), key=lambda day: states[day]):
                run = list(group)
                if not counts:
                    continue
                closed = since < run[0] and begin <= run[-1] + ONE <= end
                if closed and limit.holds_on(run[0]):
                    points += price * max(0, limit.least - len(run))
                if limit.most is not None:
                    extra = run[limit.most :]
                    points += price * sum(d >= begin and limit.holds_on(d) for d in extra)
        return points


def _counts(limit: Limit, duty: Duty) -> bool:
    """Whether the day of a duty is a day of work, or of the limit's slots."""
    return limit.counts(duty) if limit.templates else duty.counts


def _past(timeline: Timeline, limit: Limit, taken: Collection[date]) -> dict[date, bool]:
    """
    Return whether each day before the horizon counts, as far back as that is known.

    `taken`: the days that duties of the timeline take.
    """
    since, streak = timeline.described_since, timeline.streak
    marked: Mapping[date, bool] = {}
    if streak is not None:
        marked = streak.days_of(limit.templates) if limit.templates else streak.days
    states: dict[date, bool] = {}
    day = timeline.horizon.day - ONE
    while day >= since or day in marked:
        works = day in taken if day >= since else marked[day]
        states[day] = works != (limit.kind is LimitKind.REST)
        day -= ONE
    return states


def _states(person: PersonModel, limit: Limit) -> dict[date, Literal]:
    """Return the same of the past, and for each day to plan True, False or a literal."""
    model, rests = person.model, limit.kind is LimitKind.REST
    taken: dict[date, list[Literal]] = {day: [] for day in person.horizon.days}
    for item in person.items:
        if item.duty.span.day in taken and _counts(limit, item.duty):
            taken[item.duty.span.day].append(item.literal)
    fixed = {duty.span.day for duty in person.fixed.duties if _counts(limit, duty)}
    states: dict[date, Literal] = dict(_past(person.fixed, limit, fixed))
    for day, literals in taken.items():
        literal = model.shared_any_of(literals) if literals else None
        if literal is None or literal is person.true:
            states[day] = (literal is None) == rests
        else:
            states[day] = model.negation(literal) if rests else literal
    return states


def _all(
    person: PersonModel, on: Iterable[Literal], off: Iterable[Literal] = ()
) -> list[Literal] | None:
    """Return literals that hold together where all of `on` do and none of `off` (None: never)."""
    states = [*on, *(not s if isinstance(s, bool) else person.model.negation(s) for s in off)]
    free = [state for state in states if not isinstance(state, bool)]
    return None if any(state is False for state in states) else free


def _long(
    person: PersonModel, limit: Limit, most: int, price: int, states: Mapping[date, Literal]
) -> Iterator[tuple[int, Literal]]:
    """Yield a price for each day that ends one day more than the most."""
    for day in filter(limit.holds_on, person.horizon.days):
        stretch = [day - n * ONE for n in range(most + 1)]
        if stretch[-1] in states:
            premise = _all(person, [states[each] for each in stretch])
            yield from ((price, literal) for _, literal in occurs(person, [premise]))


def _short(
    person: PersonModel, limit: Limit, price: int, states: Mapping[date, Literal]
) -> Iterator[tuple[int, Literal]]:
    """
    Yield prices for the days that each run lacks, by the day on which it begins.

    The literal of a length is true of a run that has ended by then: as many are true as days lack.
    """
    begin, end = person.horizon.day, person.horizon.days[-1]
    for first in sorted(states.keys() - {min(states)}):
        start = _all(person, [states[first]], [states[first - ONE]])
        if start is None or not limit.holds_on(first):
            continue
        ended: Literal | None = None
        for length in range(1, limit.least):
            after = first + length * ONE
            if after > end or (after < begin and states[after] is False):
                break
            closing = _all(person, (), [states[after]])
            if closing is None and ended is None:
                continue
            flag = person.model.flag("")
            if closing is not None:
                person.model.implies([*start, *closing], flag)
            if ended is not None:
                person.model.implies([ended], flag)
            ended = flag
            # Nothing is seen of the days after the last: a run that has ended stays as short.
            yield price * (limit.least - length if after == end else 1), flag


GOAL = RunWishes()
