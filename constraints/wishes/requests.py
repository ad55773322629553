"""Count the weight of the wishes that the rota doesn't grant."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.time import around
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator, Wish
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


OWED = 2
"""How many times a wish counts of whoever was refused more wishes than their part, by one."""


@dataclass(frozen=True, kw_only=True)
class Requests(PersonGoal):
    """
    A wish to be free fails if a slot overlaps it; a wish to work fails if no slot begins in it.

    Standby counts as a slot, and so do fixed duties; wishes outside the horizon are not judged.
    A wish that names templates looks at slots of these alone, by the day on which they begin.

    A wish of whoever has had at least one refusal more than their part counts `OWED` times: the
    next month follows the account of refused wishes.
    """

    id: str = "requests"
    title: str = "Souhaits non satisfaits"
    unit: str = "points de souhait"
    grants_wishes: ClassVar[bool] = True

    tier: int = 5

    def price(self, person: PersonModel) -> Terms:
        """Price each wish by one literal."""
        costs: Terms = []
        for wish in _wishes(person.problem, person.mediator):
            longest = person.problem.longest
            near = around(person.items, wish.span, longest, attrgetter("duty.span.first"))
            borne = person.model.any_of([item.literal for item in near if wish.bears_on(item.duty)])
            weight = _weight(person.problem, wish)
            costs.append((weight, person.model.negation(borne) if wish.wants else borne))
        return costs

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Add the weights of the wishes that aren't granted."""
        wishes = _wishes(rota.problem, mediator)
        duties = rota.timeline(mediator).duties if wishes else ()
        return sum(
            _weight(rota.problem, wish)
            for wish in wishes
            if any(wish.bears_on(duty) for duty in duties) != wish.wants
        )


def _wishes(problem: Problem, mediator: Mediator) -> tuple[Wish, ...]:
    wishes = problem.wishes_of.get(mediator.id, ())
    return tuple(wish for wish in wishes if wish.span.touches(problem.horizon))


def _weight(problem: Problem, wish: Wish) -> int:
    owed = problem.balances_of.get(GOAL.id, {}).get(wish.mediator, 0)
    return wish.weight * (OWED if owed >= 1 else 1)


GOAL = Requests()
