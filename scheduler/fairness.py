"""Price unfairness: the distance of each person's count of some duties to a fair share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scheduler.domain.bands import price_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.problem import Problem
from scheduler.domain.shares import shares
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.bands import Bands
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Share
    from scheduler.model import PersonModel, Terms

#: The first duty away from the share costs 1, the second 3, each further one 5.
DISTANCE: Bands = ((1, 1), (1, 3), (None, 5))


@dataclass(frozen=True, kw_only=True)
class FairGoal(PersonGoal):
    """
    Distance, above or below, between a person's count of some duties and the fair share.

    `counts`: whether a work duty is of the kind that is shared.
    """

    id: str
    title: str
    unit: str = "points d'écart"

    tier: int = 4
    counts: Callable[[Duty, Problem], bool]

    def price(self, person: PersonModel) -> Terms:
        """Price the person's distance to their share."""
        share = self.shares(person.problem).get(person.mediator.id)
        if share is None:
            return []
        kind = {slot.id for slot in share.slots}
        terms: Terms = [(1, literal) for slot, literal in person.slots if slot.id in kind]
        terms.append((share.fixed, person.true))
        return [
            *person.model.shortfall_bands(terms, share.fair, DISTANCE),
            *person.model.excess_bands(terms, share.fair, DISTANCE),
        ]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the duties that the person holds and price the distance."""
        share = self.shares(rota.problem).get(mediator.id)
        if share is None:
            return 0
        kind = {slot.id for slot in share.slots}
        count = share.fixed + sum(1 for slot in rota.slots_of[mediator.id] if slot.id in kind)
        return price_of(abs(count - share.fair), DISTANCE)

    def shares(self, problem: Problem) -> Mapping[str, Share]:
        """Return each person's share, computed once per problem."""
        known = problem.shares_known.get(self.id)
        if known is None:
            known = problem.shares_known[self.id] = shares(
                problem, partial(_is_shared, self, problem)
            )
        return known


def _is_shared(goal: FairGoal, problem: Problem, duty: Duty) -> bool:
    return duty.kind is DutyKind.WORK and goal.counts(duty, problem)
