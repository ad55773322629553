"""
Say what is known of a part's tiers: measured costs, and the bounds that hold for the rota at hand.

Bounds that a known lawful rota beats have been put aside before; those that were not confirmed
count for nothing, but that it is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.engine.outcome import TierResult, TierStatus
from scheduler.engine.search.incumbent import best_bound
from scheduler.engine.tiers import name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from scheduler.engine.search.incumbent import Bound, Costs
    from scheduler.engine.tiers import Tiers


def tier_results(
    tiers: Tiers,
    costs: Costs,
    bounds: Sequence[Bound],
    *,
    doubted: Collection[int] = (),
    seconds: Mapping[int, float],
) -> tuple[TierResult, ...]:
    """
    Return the result of each tier for a rota of these measured costs.

    `doubted`: places of tiers whose bounds prove nothing. `seconds`: of search, by place; a tier
    without any was not searched.
    """
    results = []
    for place, ((number, goals), cost) in enumerate(zip(tiers, costs, strict=True)):
        # What costs nothing is the best there is, whatever was answered.
        doubtful = place in doubted and cost > 0
        claimed = 0 if doubtful else min(cost, best_bound(bounds, place, costs))
        bound = min(claimed, best_bound(bounds, place, costs, confirmed=True))
        if doubtful:
            status = TierStatus.DOUBTED
        elif cost <= bound:
            status = TierStatus.OPTIMAL
        elif claimed > bound:
            status = TierStatus.UNCONFIRMED
        elif place in seconds:
            status = TierStatus.FEASIBLE
        else:
            status = TierStatus.NOT_SEARCHED
        results.append(
            TierResult(
                tier=number,
                name=name_of(goals),
                cost=cost,
                bound=bound,
                status=status,
                seconds=seconds.get(place, 0.0),
                unit=goals[0].unit if goals else "",
            )
        )
    return tuple(results)


def add_tiers(parts: Iterable[Sequence[TierResult]]) -> tuple[TierResult, ...]:
    """Add up the parts' tiers: sum costs and bounds; the sum is proved if each part is."""
    table: dict[int, list[TierResult]] = {}
    for tiers in parts:
        for result in tiers:
            table.setdefault(result.tier, []).append(result)
    return tuple(_sum(table[number]) for number in sorted(table))


def _sum(results: Sequence[TierResult]) -> TierResult:
    cost, bound = sum(r.cost for r in results), sum(r.bound for r in results)
    states = {r.status for r in results}
    if TierStatus.DOUBTED in states:
        status = TierStatus.DOUBTED
    elif cost <= bound:
        status = TierStatus.OPTIMAL
    elif TierStatus.UNCONFIRMED in states:
        status = TierStatus.UNCONFIRMED
    elif states <= {TierStatus.NOT_SEARCHED, TierStatus.OPTIMAL}:
        status = TierStatus.NOT_SEARCHED
    else:
        status = TierStatus.FEASIBLE
    seconds = sum(r.seconds for r in results)
    return replace(results[0], cost=cost, bound=bound, status=status, seconds=seconds)
