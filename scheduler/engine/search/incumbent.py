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

FINE, FINE_GAP = 3, 0.02
"""From this place on (fairness and below) a proved distance of this share is good enough."""


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
    of the solver alone says so (see `scheduler.engine.search.steps.confirming`). `second`: the
    solver was set in its second way.
    """

    place: int
    value: int
    caps: Costs
    confirmed: bool = False
    second: bool = False

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

    `confirmed`: what may be shown, which one bound says that is confirmed, or two that the solver
    came to in both of its ways; any will do to say where to search.
    """
    mine = [b for b in bounds if b.place == place and b.holds_for(costs)]
    sure = max((b.value for b in mine if b.confirmed), default=0)
    return max(sure, (min if confirmed else max)(_by_way(mine)))


def proves(bounds: Iterable[Bound], place: int, costs: Costs) -> bool:
    """Whether a tier of a rota of these costs is at its best."""
    return best_bound(bounds, place, costs) >= costs[place]


def lags(bounds: Iterable[Bound], place: int, costs: Costs) -> bool:
    """Whether the solver has come to less of a tier in its second way than in its first."""
    first, second = _by_way([b for b in bounds if b.place == place and b.holds_for(costs)])
    return second < first


def _by_way(bounds: Sequence[Bound]) -> tuple[int, int]:
    """Return the best bound that the solver came to in its first way, and in its second."""
    first = max((b.value for b in bounds if not b.second), default=0)
    return first, max((b.value for b in bounds if b.second), default=0)


def closes(bounds: Sequence[Bound], place: int, costs: Costs) -> bool:
    """Whether a tier of a rota of these costs is proved, or nearly where that is good enough."""
    gap = costs[place] - best_bound(bounds, place, costs)
    return gap <= 0 or (place >= FINE and gap <= FINE_GAP * costs[place])


def unconfirmed(bounds: Sequence[Bound], costs: Costs) -> list[tuple[int, int]]:
    """
    Return the place and value of each bound that closes a tier and isn't confirmed.

    Those of open tiers are confirmed by the next proof, which is made in the other way.
    """
    claims = []
    for place, cost in enumerate(costs):
        value = min(cost, best_bound(bounds, place, costs))
        sure = best_bound(bounds, place, costs, confirmed=True)
        if value > sure and closes(bounds, place, costs):
            claims.append((place, value))
    return claims


def first_open(bounds: Sequence[Bound], costs: Costs) -> int | None:
    """Return the place of the first tier that isn't proved (None: all are)."""
    return next((n for n in range(len(costs)) if not proves(bounds, n, costs)), None)


def measured(problem: Problem, tiers: Tiers, assignments: frozenset[Assignment]) -> Incumbent:
    """Return assignments with what the goals measure on them."""
    rota = Rota(problem=problem, assignments=assignments)
    costs = tuple(sum(goal.measure(rota) for goal in goals) for _, goals in tiers)
    return Incumbent(assignments=assignments, costs=costs)
