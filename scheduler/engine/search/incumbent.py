"""What a search knows of a part: its best rota with measured costs, and bounds with their caps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.problem import Problem
    from scheduler.engine.tiers import Tiers

Costs = tuple[int, ...]
"""Cost of each tier, first tier first, measured on a rota."""


@dataclass(frozen=True, kw_only=True)
class Incumbent:
    """A lawful rota of a part, with the costs that the goals measure on it."""

    assignments: frozenset[Assignment]
    costs: Costs

    def beats(self, other: Incumbent | None) -> bool:
        """Whether it is better in the first tier in which the two differ."""
        return other is None or self.costs < other.costs


@dataclass(frozen=True, kw_only=True)
class Bound:
    """
    A bound on one tier: no rota whose tiers above cost at most `caps` costs less than `value` here.

    `place` counts tiers from 0; `caps` has one cost for each tier above it. `confirmed`: no answer
    of the solver alone says so (see `scheduler.engine.search.steps.confirming`).
    """

    place: int
    value: int
    caps: Costs
    confirmed: bool = False

    def holds_for(self, costs: Costs) -> bool:
        """Whether it says something about a rota of these costs."""
        return all(cost <= cap for cost, cap in zip(costs, self.caps, strict=False))

    def refuted_by(self, costs: Costs) -> bool:
        """Whether a lawful rota of these costs beats it, so that it proves nothing."""
        return self.holds_for(costs) and costs[self.place] < self.value


def best_bound(
    bounds: Iterable[Bound], place: int, costs: Costs, *, confirmed: bool = False
) -> int:
    """
    Return the best bound on a tier that holds for a rota of these costs (at least 0).

    `confirmed`: of those alone that are, which may be shown; any will do to say where to search.
    """
    mine = (b for b in bounds if b.place == place and b.holds_for(costs))
    return max((b.value for b in mine if b.confirmed or not confirmed), default=0)


def unconfirmed(bounds: Sequence[Bound], costs: Costs) -> list[tuple[int, int]]:
    """Return the place and value of each best bound that is above all that are confirmed."""
    claims = []
    for place, cost in enumerate(costs):
        value = min(cost, best_bound(bounds, place, costs))
        if value > best_bound(bounds, place, costs, confirmed=True):
            claims.append((place, value))
    return claims


def first_open(bounds: Sequence[Bound], costs: Costs) -> int | None:
    """Return the place of the first tier that isn't proved (None: all are)."""
    for place, cost in enumerate(costs):
        if best_bound(bounds, place, costs) < cost:
            return place
    return None


def measured(problem: Problem, tiers: Tiers, assignments: frozenset[Assignment]) -> Incumbent:
    """Return assignments with what the goals measure on them."""
    rota = Rota(problem=problem, assignments=assignments)
    costs = tuple(sum(goal.measure(rota) for goal in goals) for _, goals in tiers)
    return Incumbent(assignments=assignments, costs=costs)
