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
                if wanted := self._wanted(need):
                    terms = [(1, lit) for m, lit in model.team(slot) if m.role in need.roles]
                    costs.append((1, model.shortfall(terms, wanted, f"{self.bound} {slot.id}")))
        return costs

    def bill(self, rota: Rota) -> Mapping[str, int]:
        """Count the people missing: nobody pays for them alone."""
        missing = sum(
            max(
                0,
                self._wanted(need) - sum(1 for m in rota.team_of[slot.id] if m.role in need.roles),
            )
            for slot in rota.problem.slots
            for need in slot.needs
        )
        return {TEAM: missing}

    def _wanted(self, need: Need) -> int:
        return need.minimum if self.bound == "minimum" else need.target


MINIMUM = Coverage(
    id="uncovered_minimum", title="Effectifs minimaux non couverts", tier=1, bound="minimum"
)
TARGET = Coverage(
    id="uncovered_target", title="Effectifs cibles non couverts", tier=2, bound="target"
)
GOALS = (MINIMUM, TARGET)
