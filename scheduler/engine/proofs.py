"""
Check the solver's costs and bounds by computing them a second time.

The goals measure costs on the rota itself, without the solver. A bound proves nothing if some known
rota costs less.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.engine.outcome import TierResult, TierStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.rule import Profile


def check_bounds(
    tiers: Sequence[TierResult],
    problem: Problem,
    profile: Profile,
    chosen: frozenset[Assignment],
    known: Iterable[frozenset[Assignment]] = (),
) -> tuple[TierResult, ...]:
    """
    Return a part's tiers with the costs of the chosen rota, and with checked bounds.

    `known`: other rotas of the part, lawful or not; only a lawful one refutes a bound.
    """
    costs = _measured(tiers, profile, Rota(problem=problem, assignments=chosen))
    doubted = _refuted(tiers, costs)
    # A rota that costs more than the solver said wasn't what the bound was proved for.
    doubted |= {t.tier for t, cost in zip(tiers, costs, strict=True) if cost > t.cost}
    for assignments in known:
        rota = Rota(problem=problem, assignments=assignments)
        refuted = _refuted(tiers, _measured(tiers, profile, rota)) - doubted
        if refuted and not any(f.blocks and not f.inherited for f in audit(rota, profile)):
            doubted |= refuted
    return tuple(
        replace(tier, cost=cost, bound=0, status=TierStatus.DOUBTED)
        if tier.tier in doubted
        else replace(tier, cost=cost)
        for tier, cost in zip(tiers, costs, strict=True)
    )


def add_tiers(parts: Iterable[Sequence[TierResult]]) -> tuple[TierResult, ...]:
    """Add up the parts' tiers: sum costs and bounds; the sum is proved if each part is."""
    table: dict[int, list[TierResult]] = {}
    for tiers in parts:
        for result in tiers:
            table.setdefault(result.tier, []).append(result)
    return tuple(_sum(table[number]) for number in sorted(table))


def _sum(results: Sequence[TierResult]) -> TierResult:
    cost, bound = sum(r.cost for r in results), sum(r.bound for r in results)
    if any(r.status is TierStatus.DOUBTED for r in results):
        status = TierStatus.DOUBTED
    else:
        status = TierStatus.OPTIMAL if cost <= bound else TierStatus.FEASIBLE
    seconds = sum(r.seconds for r in results)
    return replace(results[0], cost=cost, bound=bound, status=status, seconds=seconds)


def _measured(tiers: Sequence[TierResult], profile: Profile, rota: Rota) -> list[int]:
    return [
        sum(goal.measure(rota) for goal in profile.goals if goal.tier == tier.tier)
        for tier in tiers
    ]


def _refuted(tiers: Sequence[TierResult], costs: Sequence[int]) -> set[int]:
    """
    Return the tiers whose bound a rota of these costs beats.

    A bound holds for rotas that cost no more in the tiers above than these were fixed to: the first
    tier in which a rota costs more ends what it can say.
    """
    refuted: set[int] = set()
    for tier, cost in zip(tiers, costs, strict=True):
        if cost < tier.bound:
            refuted.add(tier.tier)
        if cost > tier.cost:
            break
    return refuted
