"""Couverture cible: people short of what was promised on each slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.rule import Goal

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota
    from scheduler.model import RotaModel, Terms


@dataclass(frozen=True, kw_only=True)
class UncoveredTarget(Goal):
    """
    Per slot and need, people missing to the target.

    Those short of the minimum are counted here too: tier 1 has fixed how many they are, so what
    this tier decides is what lies between minimum and target, and the cost stays convex.
    """

    id: ClassVar[str] = "uncovered_target"
    title: ClassVar[str] = "Effectifs cibles non couverts"
    unit: ClassVar[str] = "personnes manquantes"

    tier: int = 2

    def cost(self, model: RotaModel) -> Terms:
        """Return what is missing, one variable per need."""
        costs: Terms = []
        for slot in model.problem.slots:
            for need in slot.needs:
                if need.target:
                    terms = [(1, lit) for m, lit in model.team(slot) if m.role in need.roles]
                    costs.append((1, model.shortfall(terms, need.target, f"target {slot.id}")))
        return costs

    def measure(self, rota: Rota) -> int:
        """Count what is missing."""
        return sum(
            max(0, need.target - sum(1 for m in rota.team_of[slot.id] if m.role in need.roles))
            for slot in rota.problem.slots
            for need in slot.needs
        )


GOAL = UncoveredTarget()
