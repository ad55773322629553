"""Count the weight of the wishes that the rota doesn't grant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rule import Goal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Wish
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import RotaModel, Terms


@dataclass(frozen=True, kw_only=True)
class Requests(Goal):
    """
    A wish to be free fails if a slot overlaps it; a wish to work fails if no slot begins in it.

    Standby counts as a slot, and so do fixed duties; wishes outside the horizon are not judged.
    """

    id: str = "requests"
    title: str = "Souhaits non satisfaits"
    unit: str = "points de souhait"

    tier: int = 5

    def cost(self, model: RotaModel) -> Terms:
        """Price each wish by one literal."""
        costs: Terms = []
        for wish in _judged(model.problem):
            items = model.persons[wish.mediator].items
            borne = model.any_of([i.literal for i in items if wish.bears_on(i.duty)])
            costs.append((wish.weight, model.negation(borne) if wish.wants else borne))
        return costs

    def measure(self, rota: Rota) -> int:
        """Add the weights of the wishes that aren't granted."""
        people = rota.problem.mediator_of
        total = 0
        for wish in _judged(rota.problem):
            duties = rota.timeline(people[wish.mediator]).duties
            if any(wish.bears_on(duty) for duty in duties) != wish.wants:
                total += wish.weight
        return total


def _judged(problem: Problem) -> Iterator[Wish]:
    return (wish for wish in problem.wishes if wish.span.touches(problem.horizon))


GOAL = Requests()
