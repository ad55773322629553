"""Plan no hours beyond what contracts tolerate, unless what they hold is worth them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.bands import QUARTER, units_of
from scheduler.domain.hours import due_minutes, planned_minutes, standing_minutes
from scheduler.goal import PersonGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class OverHours(PersonGoal):
    """
    Each begun quarter of an hour beyond the hours due and `tolerance` percent of them.

    It shares its tier with the posts of the target (see `coverage`), so that a post is held only if
    it is worth the hours that it takes beyond. What a person already holds in the rota that stands
    is no reason to change it: only hours beyond those count.
    """

    id: str = "over_hours"
    title: str = "Heures au-delà des contrats"
    unit: str = "quarts d'heure"

    tier: int = 2
    tolerance: int = 10

    def price(self, person: PersonModel) -> Terms:
        """Price the minutes beyond the limit."""
        limit = self.limit(person.problem, person.mediator)
        return person.model.excess_bands(person.planned(), limit, ((None, 1),), unit=QUARTER)

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute the minutes beyond the limit."""
        return units_of(self.beyond(rota, mediator), QUARTER)

    def beyond(self, rota: Rota, mediator: Mediator) -> int:
        """Return a person's minutes beyond the limit."""
        return max(0, planned_minutes(rota, mediator) - self.limit(rota.problem, mediator))

    def limit(self, problem: Problem, mediator: Mediator) -> int:
        """Return the minutes up to which hours of the horizon cost nothing here."""
        due = due_minutes(problem, mediator)
        return max(due + due * self.tolerance // 100, standing_minutes(problem, mediator))

    def remark(self, rota: Rota) -> str:
        """Tell how many hours go beyond, and how many posts they hold."""
        beyond = {m.id: self.beyond(rota, m) for m in rota.problem.mediators}
        minutes = sum(beyond.values())
        posts = sum(_fewest_posts(rota, who, over) for who, over in beyond.items())
        if not posts:
            return ""
        open_again = (
            "ce poste reste ouvert, si personne d’autre ne le prend"
            if posts == 1
            else "ces postes restent ouverts, si personne d’autre ne les prend"
        )
        return (
            f"{shown(minutes, 'minutes')} supplémentaires, au-delà des contrats et de "
            f"{self.tolerance} % de tolérance, pour {shown(posts, 'poste')} : sans elles, "
            f"{open_again}."
        )


def _fewest_posts(rota: Rota, who: str, minutes: int) -> int:
    """Return how few of a person's posts it takes to hold so many minutes."""
    left, posts = minutes, 0
    for paid in sorted((slot.duty.paid for slot in rota.slots_of[who]), reverse=True):
        if left <= 0 or paid <= 0:
            break
        left, posts = left - paid, posts + 1
    return posts


GOAL = OverHours()
