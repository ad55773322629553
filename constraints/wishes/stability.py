"""Change as little as can be of the previous rota."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.problem import Assignment
from scheduler.rule import Goal

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import RotaModel, Terms


@dataclass(frozen=True, kw_only=True)
class Stability(Goal):
    """
    Assignments added to or removed from the previous rota; no cost without such a rota.

    An earlier assignment to a slot that no longer exists isn't counted, because this rota didn't
    change it.
    """

    id: str = "stability"
    title: str = "Changements par rapport au planning en place"
    unit: str = "changements"
    counts_changes: ClassVar[bool] = True

    tier: int = 7

    def cost(self, model: RotaModel) -> Terms:
        """Price each literal that differs from the previous rota."""
        before = _still_there(model.problem)
        if not model.problem.previous:
            return []
        costs: Terms = [
            (1, model.negation(literal) if Assignment(*key) in before else literal)
            for key, literal in model.assignment_literals.items()
        ]
        lost = sum(1 for a in before if model.works(a.mediator, a.slot) is None)
        if lost:
            costs.append((lost, model.true))
        return costs

    def measure(self, rota: Rota) -> int:
        """Count the differences."""
        if not rota.problem.previous:
            return 0
        return len(_still_there(rota.problem) ^ rota.assignments)


def _still_there(problem: Problem) -> frozenset[Assignment]:
    """Return the previous assignments to slots that are still there."""
    return frozenset(a for a in problem.previous if a.slot in problem.slot_of)


GOAL = Stability()
