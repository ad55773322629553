"""Give each person as few sites beyond their usual two as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.model import Literal, PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class SamePlaces(PersonGoal):
    """
    Sites on which each person holds a slot, beyond the first `own`: people speak of « their » site.

    Whoever may be posted on one site alone, or on no more than `own`, is left out.
    """

    id: str = "same_places"
    title: str = "Lieux au-delà de deux par personne"
    unit: str = "lieux"

    tier: int = 6
    own: int = 2

    def price(self, person: PersonModel) -> Terms:
        """Use one literal per site: it holds if the person has a slot there."""
        by_site: dict[str, list[Literal]] = defaultdict(list)
        for slot, literal in person.slots:
            if slot.site:
                by_site[slot.site].append(literal)
        if len(by_site) <= max(1, self.own):
            return []
        visited: Terms = [(1, person.model.any_of(literals)) for literals in by_site.values()]
        return [(1, person.model.excess(visited, self.own))] if self.own else visited

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the person's different sites."""
        able = {slot.site for slot in rota.problem.candidates[mediator.id] if slot.site}
        if len(able) <= max(1, self.own):
            return 0
        visited = {slot.site for slot in rota.slots_of[mediator.id] if slot.site}
        return max(0, len(visited) - self.own)


GOAL = SamePlaces()
