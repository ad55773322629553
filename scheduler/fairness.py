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
from scheduler.rule import Goal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.bands import Bands
    from scheduler.domain.rota import Rota
    from scheduler.domain.shares import Share
    from scheduler.model import RotaModel, Terms

#: The first duty away from the share costs 1, the second 3, each further one 5.
DISTANCE: Bands = ((1, 1), (1, 3), (None, 5))


@dataclass(frozen=True, kw_only=True)
class FairGoal(Goal):
    """
    Distance, above or below, between a person's count of some duties and the fair share.

    `counts`: whether a work duty is of the kind that is shared.
    """

    id: str
    title: str
    unit: str = "points d'écart"

    tier: int = 4
    counts: Callable[[Duty, Problem], bool]

    def cost(self, model: RotaModel) -> Terms:
        """Price each person's distance to the share."""
        costs: Terms = []
        for who, share in self.shares(model.problem).items():
            terms: Terms = [(1, model.works(who, slot.id)) for slot in share.slots]
            terms.append((share.fixed, model.true))
            costs += model.shortfall_bands(terms, share.fair, DISTANCE)
            costs += model.excess_bands(terms, share.fair, DISTANCE)
        return costs

    def measure(self, rota: Rota) -> int:
        """Count the duties that each person holds and price the distance."""
        total = 0
        for who, share in self.shares(rota.problem).items():
            kind = {slot.id for slot in share.slots}
            count = share.fixed + sum(1 for slot in rota.slots_of[who] if slot.id in kind)
            total += price_of(abs(count - share.fair), DISTANCE)
        return total

    def shares(self, problem: Problem) -> Mapping[str, Share]:
        """Return each person's share."""
        return shares(problem, partial(_is_shared, self, problem))


def _is_shared(goal: FairGoal, problem: Problem, duty: Duty) -> bool:
    return duty.kind is DutyKind.WORK and goal.counts(duty, problem)
