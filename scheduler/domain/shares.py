"""
Compute each person's fair share of a kind of duty (nights, Sundays…) within a pool.

A pool is the people of one role who may hold such slots in the same set of dispositifs. The demand
of the horizon is shared by working time: each slot's target among those who may hold it, in
proportion to contract minutes times the time available (under contract and not absent). What is
carried over from the last twelve months is the same share of the pool's past, less one's own past;
a person who arrived lately was available for little of it, so starts near the mean. What is carried
over never exceeds the month's own share, so each share is clipped between zero and twice that one.
The shares of a pool are then rescaled to add up to what it must hold, and rounded to whole duties.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.domain.slots import Share
from scheduler.domain.time import midnight_minute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot

LOOKBACK = timedelta(days=365)


def shares(problem: Problem, counts: Callable[[Duty], bool]) -> Mapping[str, Share]:
    """Return the share of each person of each pool of two or more, by id."""
    horizon = problem.horizon
    wanted = {slot.id for slot in problem.slots if counts(slot.duty)}
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
        before: dict[str, int] = {}
        inside: dict[str, int] = {}
        for m in pool:
            duties = [d for d in problem.fixed_of[m.id] if d.span.first >= since and counts(d)]
            before[m.id] = sum(1 for d in duties if d.span.first < horizon.first)
            inside[m.id] = sum(1 for d in duties if horizon.first <= d.span.first < horizon.last)
        worked = {m.id: available(problem, m, since, horizon.first) for m in pool}
        total, past = sum(weight[m.id] for m in pool), sum(worked.values())
        month = {
            m.id: base[m.id] + Fraction(sum(inside.values()) * weight[m.id], total) for m in pool
        }
        carried = {
            m.id: Fraction(sum(before.values()) * worked[m.id], past) - before[m.id]
            if past
            else Fraction(0)
            for m in pool
        }
        fair = _in_whole_duties(month, carried)
        for m in pool:
            by_person[m.id] = Share(
                pool=number,
                month=month[m.id],
                carried=carried[m.id],
                fair=fair[m.id],
                fixed=inside[m.id],
                slots=mine[m.id],
            )
    return by_person


def _in_whole_duties(
    month: Mapping[str, Fraction], carried: Mapping[str, Fraction]
) -> Mapping[str, int]:
    """
    Clip a pool's shares, rescale them to what the month asks of it, and round them.

    What is wanted is rounded half up, and the shares add up to that: the largest remainders are
    rounded up, the first by id among equals.
    """
    wanted = sum(month.values(), Fraction(0))
    clipped = {
        who: max(Fraction(0), min(2 * own, own + carried[who])) for who, own in month.items()
    }
    total = sum(clipped.values())
    exact = {w: share * wanted / total for w, share in clipped.items()} if total else month
    fair = {who: int(share) for who, share in exact.items()}
    left = int(wanted + Fraction(1, 2)) - sum(fair.values())
    for who in sorted(exact, key=lambda who: (fair[who] - exact[who], who))[:left]:
        fair[who] += 1
    return fair


def available(problem: Problem, mediator: Mediator, first: int, last: int) -> int:
    """Return contract minutes a week times the minutes under contract and not absent."""
    total = 0
    for contract in mediator.contracts:
        begins = max(first, midnight_minute(contract.start))
        ends = last
        if contract.end is not None:
            ends = min(last, midnight_minute(contract.end + timedelta(days=1)))
        reached = begins
        minutes = max(0, ends - begins)
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
    # Needs with the same people share one sum: fractions are slow, teams are few.
    grouped: dict[tuple[str, ...], int] = defaultdict(int)
    for key, team in able.items():
        grouped[tuple(team)] += target[key]
    for people, demand in grouped.items():
        total = sum(weight[who] for who in people)
        for who in people:
            base[who] += Fraction(demand * weight[who], total)
    return base


def _pools(
    problem: Problem, mine: Mapping[str, tuple[Slot, ...]], weight: Mapping[str, int]
) -> list[list[Mediator]]:
    pools: dict[tuple[str, frozenset[str]], list[Mediator]] = defaultdict(list)
    for m in problem.mediators:
        if weight.get(m.id):
            pools[m.role, frozenset(s.dispositif for s in mine[m.id])].append(m)
    return [pool for pool in pools.values() if len(pool) > 1]
