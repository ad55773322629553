"""Give each person as few different sites as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import Literal, PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class SamePlaces(PersonGoal):
    """Sites on which each person holds a slot, for those who may be posted on two or more."""

    id: str = "same_places"
    title: str = "Lieux différents par personne"
    unit: str = "lieux"

    tier: int = 6

    def price(self, person: PersonModel) -> Terms:
        """Use one literal per site: it holds if the person has a slot there."""
        by_site: dict[str, list[Literal]] = defaultdict(list)
        for slot, literal in person.slots:
            if slot.site:
                by_site[slot.site].append(literal)
        if len(by_site) < 2:  # noqa: PLR2004 - one place is always the same
            return []
        return [(1, person.model.any_of(literals)) for literals in by_site.values()]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the person's different sites."""
        if not _may_move(rota.problem, mediator.id):
            return 0
        return len({slot.site for slot in rota.slots_of[mediator.id] if slot.site})


def _may_move(problem: Problem, who: str) -> bool:
    return len({slot.site for slot in problem.candidates[who] if slot.site}) > 1


GOAL = SamePlaces()
