"""Give each person as few different sites as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rule import Goal

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import Literal, RotaModel, Terms


@dataclass(frozen=True, kw_only=True)
class SamePlaces(Goal):
    """Sites on which each person holds a slot, for those who may be posted on two or more."""

    id: str = "same_places"
    title: str = "Lieux différents par personne"
    unit: str = "lieux"

    tier: int = 6

    def cost(self, model: RotaModel) -> Terms:
        """Use one literal per person and site: it holds if the person has a slot there."""
        costs: Terms = []
        for person in model.problem.mediators:
            by_site: dict[str, list[Literal]] = defaultdict(list)
            for slot, literal in model.persons[person.id].slots:
                if slot.site:
                    by_site[slot.site].append(literal)
            if len(by_site) > 1:
                costs += [(1, model.any_of(literals)) for literals in by_site.values()]
        return costs

    def measure(self, rota: Rota) -> int:
        """Count each person's different sites."""
        return sum(
            len({slot.site for slot in rota.slots_of[person.id] if slot.site})
            for person in rota.problem.mediators
            if _may_move(rota.problem, person.id)
        )


def _may_move(problem: Problem, who: str) -> bool:
    return len({slot.site for slot in problem.candidates[who] if slot.site}) > 1


GOAL = SamePlaces()
