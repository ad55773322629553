"""Give each person as few sites beyond their usual two as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.slots import SlotKind
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.model import Literal, PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class SamePlaces(PersonGoal):
    """
    Sites on which each person holds a slot, beyond the first `own`: people speak of « their » site.

    Where a team meets is nobody's site.

    They are counted month by month. Whoever may be posted on one site alone, or on no more than
    `own`, in a month is left out of it.
    """

    id: str = "same_places"
    title: str = "Lieux au-delà de deux par personne"
    unit: str = "lieux"

    tier: int = 6
    own: int = 2

    def price(self, person: PersonModel) -> Terms:
        """Use one literal per site: it holds if the person has a slot there."""
        months: dict[date, dict[str, list[Literal]]] = defaultdict(lambda: defaultdict(list))
        for slot, literal in person.slots:
            if slot.site and slot.kind is not SlotKind.TEAM:
                months[_month_of(slot)][slot.site].append(literal)
        terms: Terms = []
        for by_site in months.values():
            if len(by_site) > max(1, self.own):
                visited: Terms = [(1, person.model.any_of(flags)) for flags in by_site.values()]
                terms += [(1, person.model.excess(visited, self.own))] if self.own else visited
        return terms

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the person's different sites of each month."""
        able = _by_month(rota.problem.candidates[mediator.id])
        visited = _by_month(rota.slots_of[mediator.id])
        return sum(
            max(0, len(sites) - self.own)
            for month, sites in visited.items()
            if len(able[month]) > max(1, self.own)
        )


def _by_month(slots: Iterable[Slot]) -> dict[date, set[str]]:
    """Return the sites of some slots by the first day of the month."""
    months: dict[date, set[str]] = defaultdict(set)
    for slot in slots:
        if slot.site and slot.kind is not SlotKind.TEAM:
            months[_month_of(slot)].add(slot.site)
    return months


def _month_of(slot: Slot) -> date:
    return slot.span.day.replace(day=1)


GOAL = SamePlaces()
