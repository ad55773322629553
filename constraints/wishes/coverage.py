"""Count the people whom slots lack: of their minimum first, then of their target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scheduler.domain.people import TEAM
from scheduler.goal import TeamGoal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Need
    from scheduler.model import RotaModel, Terms


@dataclass(frozen=True, kw_only=True)
class Coverage(TeamGoal):
    """
    People missing, per slot and need, to reach the minimum or the target; standby counts too.

    People missing to the minimum are missing to the target too. Tier 1 has already fixed their
    number, so tier 2 decides only between minimum and target, and the cost stays convex.

    A need may weigh each person missing (1 otherwise), and each person beyond its target (0
    otherwise); the latter count in the tier of the target.
    """

    id: str
    title: str
    unit: str = "personnes manquantes"

    tier: int
    bound: Literal["minimum", "target"]

    def cost(self, model: RotaModel) -> Terms:
        """Return the number of people missing, one variable per need."""
        costs: Terms = []
        for slot in model.problem.slots:
            for need in slot.needs:
                wanted, surplus = self._wanted(need), self._surplus_weight(need)
                terms = [(1, lit) for m, lit in model.team(slot) if m.role in need.roles]
                if wanted and need.missing_weight:
                    missing = model.shortfall(terms, wanted, f"{self.bound} {slot.id}")
                    costs.append((need.missing_weight, missing))
                if surplus:
                    costs.append((surplus, model.excess(terms, wanted)))
        return costs

    def bill(self, rota: Rota) -> Mapping[str, int]:
        """Count the people missing, and those too many, by their weights: nobody pays alone."""
        total = 0
        for slot in rota.problem.slots:
            for need in slot.needs:
                team = sum(1 for m in rota.team_of[slot.id] if m.role in need.roles)
                lacking = self._wanted(need) - team
                total += need.missing_weight * max(0, lacking)
                total += self._surplus_weight(need) * max(0, -lacking)
        return {TEAM: total}

    def _surplus_weight(self, need: Need) -> int:
        return need.surplus_weight if self.bound == "target" else 0

    def _wanted(self, need: Need) -> int:
        return need.minimum if self.bound == "minimum" else need.target


MINIMUM = Coverage(
    id="uncovered_minimum", title="Effectifs minimaux non couverts", tier=1, bound="minimum"
)
TARGET = Coverage(
    id="uncovered_target", title="Effectifs cibles non couverts", tier=2, bound="target"
)
GOALS = (MINIMUM, TARGET)
