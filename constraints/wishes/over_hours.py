"""Plan no hours beyond what contracts tolerate, unless what they hold is worth them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.bands import QUARTER, QUARTERS, units_of
from scheduler.domain.hours import accounts, planned_by_account, standing_by_account
from scheduler.goal import PersonGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.time import Span
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class OverHours(PersonGoal):
    """
    Each begun quarter of an hour beyond the hours due and `tolerance` percent of them.

    It shares its tier with the posts of the target (see `coverage`), so that a post is held only if
    it is worth the hours that it takes beyond. What a person already holds in the rota that stands
    is no reason to change it: only hours beyond those count. Each month of the horizon has its
    limit, or each year of an annual contract.
    """

    id: str = "over_hours"
    title: str = "Heures au-delà des contrats"
    unit: str = QUARTERS

    tier: int = 2
    tolerance: int = 10

    def price(self, person: PersonModel) -> Terms:
        """Price the minutes beyond each limit."""
        return [
            term
            for span, limit in self.limits(person.problem, person.mediator)
            for term in person.model.excess_bands(
                person.planned(span), limit, ((None, 1),), unit=QUARTER
            )
        ]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute the minutes beyond each limit."""
        return sum(units_of(minutes, QUARTER) for minutes in self._beyond(rota, mediator))

    def beyond(self, rota: Rota, mediator: Mediator) -> int:
        """Return a person's minutes beyond the limits."""
        return sum(self._beyond(rota, mediator))

    def _beyond(self, rota: Rota, mediator: Mediator) -> Iterator[int]:
        planned = planned_by_account(rota, mediator)
        limits = self.limits(rota.problem, mediator)
        for minutes, (_, limit) in zip(planned, limits, strict=True):
            yield max(0, minutes - limit)

    def limits(self, problem: Problem, mediator: Mediator) -> list[tuple[Span, int]]:
        """Return the minutes up to which hours of each stretch of the horizon cost nothing here."""
        stand = standing_by_account(problem, mediator)
        return [
            (account.span, max(account.due + account.due * self.tolerance // 100, standing))
            for account, standing in zip(accounts(problem, mediator), stand, strict=True)
        ]

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
