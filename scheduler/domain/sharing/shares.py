"""
Compute each person's fair share of a kind of duty (nights, Sundays…) within a pool.

One definition serves the past and the month to plan: a duty is due, on its day, in equal part for
each minute of contract of those who could hold it then, who are there on that day (`apportion`,
`Presence`). For the past that is counted duty by duty, outside (see `FairBalance`): what each
person held beyond their part. For the horizon, each slot's target is apportioned so, and so are
the duties that are fixed already.

A pool is the people of one role who may hold such slots in the same set of dispositifs. Whoever is
behind the pool is asked for more, whoever is ahead for less, by the month's own share at most: each
share is clipped between zero and twice that one. The shares of a pool are then rescaled to add up
to what it must hold, and rounded to whole duties.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from scheduler.domain.slots import Share
from scheduler.domain.time import midnight_minute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot

Team = tuple[tuple[str, int], ...]
"""Who could hold a duty: each person's id, and what they weigh (see `Presence`)."""


def apportion(numbers: Mapping[Team, int]) -> Mapping[str, Fraction]:
    """
    Share numbers of duties out, each among its team by weight.

    The parts are exact, so that they add up to the numbers of duties.
    """
    # Fractions are slow, whole numbers aren't: what has one denominator is added up first.
    parts: dict[str, defaultdict[int, int]] = {}
    for team, number in numbers.items():
        common = gcd(*(weighs for _, weighs in team))
        total = sum(weighs for _, weighs in team) // common
        for who, weighs in team:
            parts.setdefault(who, defaultdict(int))[total] += number * (weighs // common)
    return {
        who: sum((Fraction(part, total) for total, part in mine.items()), Fraction(0))
        for who, mine in parts.items()
    }


def shares(
    problem: Problem,
    counts: Callable[[Duty], bool],
    *,
    adults: bool = False,
    balances: Mapping[str, Fraction] | None = None,
) -> Mapping[str, Share]:
    """
    Return the share of each person of each pool of two or more, by id.

    `adults`: minors may hold no such duty. `balances`: what people held beyond their parts before
    the horizon (who isn't in it: nothing).
    """
    wanted = {slot.id for slot in problem.slots if counts(slot.duty)}
    mine = {
        m.id: tuple(
            s
            for s in problem.candidates[m.id]
            if s.id in wanted and not (adults and m.minor_on(s.span.day))
        )
        for m in problem.mediators
    }
    weighs = {
        m.id: {s.id: problem.presence.weight(m, s.span) for s in mine[m.id]}
        for m in problem.mediators
    }
    base, horizon = _demand(problem, mine, weighs), problem.horizon
    by_person: dict[str, Share] = {}
    for number, pool in enumerate(_pools(problem, mine, weighs)):
        inside = _shared(problem, pool, counts, horizon.first, horizon.last)
        fixed = _parts(problem, pool, inside)
        month = {m.id: base[m.id] + fixed.get(m.id, Fraction(0)) for m in pool}
        carried = _carried(weighs, _ahead(problem, pool, counts, balances or {}))
        fair = _in_whole_duties(month, carried)
        for m in pool:
            by_person[m.id] = Share(
                pool=number,
                month=month[m.id],
                carried=carried[m.id],
                fair=fair[m.id],
                fixed=len(inside[m.id]),
                slots=mine[m.id],
                left=int(month[m.id] + carried[m.id] - fair[m.id]),
            )
    return by_person


def _shared(
    problem: Problem,
    pool: list[Mediator],
    counts: Callable[[Duty], bool],
    first: int,
    last: int,
) -> Mapping[str, list[Duty]]:
    """Return the fixed duties of the kind that each of a pool begins between two UTC minutes."""

    def before(duties: tuple[Duty, ...], minute: int) -> int:
        return bisect_left(duties, minute, key=lambda d: d.span.first)

    def between(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        return duties[before(duties, first) : before(duties, last)]

    return {m.id: [d for d in between(problem.fixed_of[m.id]) if counts(d)] for m in pool}


def _ahead(
    problem: Problem,
    pool: list[Mediator],
    counts: Callable[[Duty], bool],
    balances: Mapping[str, Fraction],
) -> Mapping[str, Fraction]:
    """Return how far each is ahead, in duties: their balance, and what came after its day."""
    begins = problem.horizon.first
    since = begins if problem.balanced is None else midnight_minute(problem.balanced)
    between = _shared(problem, pool, counts, since, begins)
    parts = _parts(problem, pool, between)
    return {
        m.id: balances.get(m.id, Fraction(0)) + len(between[m.id]) - parts.get(m.id, Fraction(0))
        for m in pool
    }


def _carried(
    weighs: Mapping[str, Mapping[str, int]], ahead: Mapping[str, Fraction]
) -> Mapping[str, Fraction]:
    """Return how far each is behind: their part of what the pool is ahead by, less their own."""
    total = {who: sum(weighs[who].values()) for who in ahead}
    mean = sum(ahead.values(), Fraction(0)) / sum(total.values())
    return {who: mean * total[who] - ahead[who] for who in ahead}


def _parts(
    problem: Problem, pool: list[Mediator], shared: Mapping[str, Iterable[Duty]]
) -> Mapping[str, Fraction]:
    """Apportion what a pool holds among those who were there, each duty on its day."""
    numbers: dict[Team, int] = defaultdict(int)
    for who, duties in shared.items():
        for duty in duties:
            there = ((m.id, problem.presence.weight(m, duty.span)) for m in pool)
            numbers[tuple((m, weighs) for m, weighs in there if weighs) or ((who, 1),)] += 1
    return apportion(numbers)


def _in_whole_duties(
    month: Mapping[str, Fraction], carried: Mapping[str, Fraction]
) -> Mapping[str, int]:
    """
    Clip a pool's shares, rescale them to what the month asks of it, and round them.

    What is wanted is rounded half up, and the shares add up to that: the largest remainders are
    rounded up; among equals, those of whoever is farthest behind, then the first by id.
    """
    wanted = sum(month.values(), Fraction(0))
    clipped = {
        who: max(Fraction(0), min(2 * own, own + carried[who])) for who, own in month.items()
    }
    total = sum(clipped.values())
    exact = {w: share * wanted / total for w, share in clipped.items()} if total else month
    fair = {who: int(share) for who, share in exact.items()}
    left = int(wanted + Fraction(1, 2)) - sum(fair.values())
    for who in sorted(exact, key=lambda w: (fair[w] - exact[w], -carried[w], w))[:left]:
        fair[who] += 1
    return fair


def _demand(
    problem: Problem,
    mine: Mapping[str, tuple[Slot, ...]],
    weighs: Mapping[str, Mapping[str, int]],
) -> Mapping[str, Fraction]:
    """Apportion the target of each need among those who may fill it."""
    able: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    target: dict[tuple[str, int], int] = {}
    for m in problem.mediators:
        for slot in mine[m.id]:
            for number in slot.fits(m) if weighs[m.id][slot.id] else ():
                able[slot.id, number].append((m.id, weighs[m.id][slot.id]))
                target[slot.id, number] = slot.needs[number].target
    numbers: dict[Team, int] = defaultdict(int)
    for key, team in able.items():
        numbers[tuple(team)] += target[key]
    return apportion(numbers)


def _pools(
    problem: Problem,
    mine: Mapping[str, tuple[Slot, ...]],
    weighs: Mapping[str, Mapping[str, int]],
) -> list[list[Mediator]]:
    pools: dict[tuple[str, frozenset[str]], list[Mediator]] = defaultdict(list)
    for m in problem.mediators:
        if any(weighs[m.id].values()):
            pools[m.role, frozenset(s.dispositif for s in mine[m.id])].append(m)
    return [pool for pool in pools.values() if len(pool) > 1]
