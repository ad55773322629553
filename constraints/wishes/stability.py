"""Change as little as can be of the previous rota."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class Stability(PersonGoal):
    """
    Assignments added to or removed from the previous rota; no cost without such a rota.

    An earlier assignment to a slot that no longer exists isn't counted, because this rota didn't
    change it. `from_nothing`: a rota without any assignment is a rota that may be changed, too.
    """

    id: str = "stability"
    title: str = "Changements par rapport au planning en place"
    unit: str = "changements"
    counts_changes: ClassVar[bool] = True

    tier: int = 7
    from_nothing: bool = False

    def price(self, person: PersonModel) -> Terms:
        """Price each literal that differs from the previous rota."""
        if not self.counts(person.problem):
            return []
        before, model = _still_there(person.problem, person.mediator), person.model
        costs: Terms = [
            (1, model.negation(literal) if slot.id in before else literal)
            for slot, literal in person.slots
        ]
        able = {slot.id for slot, _ in person.slots}
        settled = {a.slot for a in person.problem.settled if a.mediator == person.mediator.id}
        if lost := len(before - able - settled):
            costs.append((lost, model.true))
        return costs

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the differences."""
        if not self.counts(rota.problem):
            return 0
        mine = {slot.id for slot in rota.slots_of[mediator.id]}
        return len(_still_there(rota.problem, mediator) ^ mine)

    def counting_from_nothing(self) -> Stability:
        """Return the goal that counts changes even where nothing stands."""
        return replace(self, from_nothing=True)

    def counts(self, problem: Problem) -> bool:
        """Whether there is a rota that may be changed."""
        return self.from_nothing or bool(problem.previous)


def _still_there(problem: Problem, mediator: Mediator) -> frozenset[str]:
    """Return the slots still there that the previous rota gave to a person."""
    before = problem.published_of.get(mediator.id, ())
    return frozenset(slot for slot in before if slot in problem.slot_of)


GOAL = Stability()
