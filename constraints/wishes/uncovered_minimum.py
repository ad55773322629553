"""Couverture minimale: people short of what each slot cannot go without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.rule import Goal

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota
    from scheduler.model import RotaModel, Terms


@dataclass(frozen=True, kw_only=True)
class UncoveredMinimum(Goal):
    """Per slot and need, people missing to the minimum; standby slots count like any other."""

    id: ClassVar[str] = "uncovered_minimum"
    title: ClassVar[str] = "Effectifs minimaux non couverts"
    unit: ClassVar[str] = "personnes manquantes"

    tier: int = 1

    def cost(self, model: RotaModel) -> Terms:
        """Return what is missing, one variable per need."""
        costs: Terms = []
        for slot in model.problem.slots:
            for need in slot.needs:
                if need.minimum:
                    terms = [(1, lit) for m, lit in model.team(slot) if m.role in need.roles]
                    costs.append((1, model.shortfall(terms, need.minimum, f"minimum {slot.id}")))
        return costs

    def measure(self, rota: Rota) -> int:
        """Count what is missing."""
        return sum(
            max(0, need.minimum - sum(1 for m in rota.team_of[slot.id] if m.role in need.roles))
            for slot in rota.problem.slots
            for need in slot.needs
        )


GOAL = UncoveredMinimum()
