"""
Fair shares as they were in November 2026: by contract and by the time that people were there.

A pool is the people of one role who may hold such slots in the same set of dispositifs. The demand
of the horizon was shared in proportion to contract minutes times the time under contract and not
absent, and so was the pool's past of twelve months, less one's own. Shares were clipped between
zero and twice the month's own, and neither rescaled nor made to add up.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.domain.slots import Share
from scheduler.domain.time import midnight_minute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot

LOOKBACK = timedelta(days=365)


def shares(problem: Problem, counts: Callable[[Duty], bool]) -> Mapping[str, Share]:
    """Return the share of each person of each pool of two or more, by id."""
    horizon, wanted = problem.horizon, {s.id for s in problem.slots if counts(s.duty)}
    mine = {
        m.id: tuple(s for s in problem.candidates[m.id] if s.id in wanted)
        for m in problem.mediators
    }
    weight = {
        m.id: available(problem, m, horizon.first, horizon.last)
        for m in problem.mediators
        if mine[m.id]
    }
    base = _demand(problem, mine, weight)
    since = midnight_minute(horizon.days[0] - LOOKBACK)
    if problem.known_since is not None:
        since = max(since, midnight_minute(problem.known_since))
    by_person: dict[str, Share] = {}
    for number, pool in enumerate(_pools(problem, mine, weight)):
        begins = {m.id: [d.span.first for d in problem.fixed_of[m.id] if counts(d)] for m in pool}
        before = _between(begins, since, horizon.first)
        inside = _between(begins, horizon.first, horizon.last)
        worked = {m.id: available(problem, m, since, horizon.first) for m in pool}
        total, past = sum(weight[m.id] for m in pool), sum(worked.values())
        for m in pool:
            fixed = Fraction(sum(inside.values()) * weight[m.id], total)
            due = Fraction(sum(before.values()) * worked[m.id], past) if past else before[m.id]
            month, carried = base[m.id] + fixed, Fraction(due - before[m.id])
            by_person[m.id] = Share(
                pool=number,
                month=month,
                carried=carried,
                fair=_clipped(month, carried),
                fixed=inside[m.id],
                slots=mine[m.id],
            )
    return by_person


def _between(begins: Mapping[str, Sequence[int]], first: int, last: int) -> Mapping[str, int]:
    """Count each person's duties that begin between two UTC minutes."""
    return {who: sum(first <= begin < last for begin in all_) for who, all_ in begins.items()}


def _clipped(month: Fraction, carried: Fraction) -> int:
    mean = max(Fraction(0), min(2 * month, month + carried))
    return int((mean + Fraction(1, 2)) // 1)


def available(problem: Problem, mediator: Mediator, first: int, last: int) -> int:
    """Return contract minutes a week times the minutes under contract and not absent."""
    total = 0
    for contract in mediator.contracts:
        begins, ends = max(first, midnight_minute(contract.start)), last
        if contract.end is not None:
            ends = min(last, midnight_minute(contract.end + timedelta(days=1)))
        reached, minutes = begins, max(0, ends - begins)
        for absence in problem.absences_of[mediator.id]:
            away, back = max(reached, absence.span.first), min(ends, absence.span.last)
            minutes -= max(0, back - away)
            reached = max(reached, back)
        total += contract.weekly_minutes * minutes
    return total


def _demand(
    problem: Problem, mine: Mapping[str, tuple[Slot, ...]], weight: Mapping[str, int]
) -> Mapping[str, Fraction]:
    """Share the target of each need among those who may fill it."""
    able: dict[tuple[str, int], list[str]] = defaultdict(list)
    target: dict[tuple[str, int], int] = {}
    for m in problem.mediators:
        for slot in mine[m.id]:
            for number, need in enumerate(slot.needs):
                if m.role in need.roles and weight[m.id]:
                    able[slot.id, number].append(m.id)
                    target[slot.id, number] = need.target
    base: dict[str, Fraction] = defaultdict(Fraction)
    for key, team in able.items():
        total = sum(weight[who] for who in team)
        for who in team:
            base[who] += Fraction(target[key] * weight[who], total)
    return base


def _pools(
    problem: Problem, mine: Mapping[str, tuple[Slot, ...]], weight: Mapping[str, int]
) -> list[list[Mediator]]:
    pools: dict[tuple[str, frozenset[str]], list[Mediator]] = defaultdict(list)
    for m in problem.mediators:
        if weight.get(m.id):
            pools[m.role, frozenset(s.dispositif for s in mine[m.id])].append(m)
    return [pool for pool in pools.values() if len(pool) > 1]
