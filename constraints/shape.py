"""Price the shape of people's weeks: each kind of shape is a goal, and all are one tier."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.rhythm import RhythmKind, price_in
from scheduler.domain.rota import computed_once
from scheduler.domain.worktime.working_days import runs_of_days, working_days
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class ShapeGoal(PersonGoal):
    """
    How often a shape that people would rather not have comes in their weeks.

    A shape belongs to the horizon in which its last day lies: what began in the month before is
    counted once, and what the month after may still change isn't counted. `noun`, `nouns`: what
    people call it. `length`: the days in a row that are looked at together. `usual`: what one costs
    where RH says nothing (`Problem.rhythm`).
    """

    id: str
    title: str
    unit: str = "points de rythme"
    family: str = "Rythme des semaines"

    tier: int = 8
    length: ClassVar[int] = 2
    kind: RhythmKind
    noun: str
    nouns: str
    usual: int

    def price(self, person: PersonModel) -> Terms:
        """Price each shape that may come; nothing is built for what costs nothing."""
        price = self.price_for(person.problem, person.mediator)
        if not price:
            return []
        terms = self.terms(person, self._looked_at(person.problem, person.mediator))
        return [(price * points, literal) for points, literal in terms]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the shapes of a rota and price them."""
        price = self.price_for(rota.problem, mediator)
        return price * sum(map(self.points, self._amounts(rota, mediator))) if price else 0

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count the shapes in a person's weeks, without the solver."""
        return sum(self._amounts(rota, mediator))

    def price_for(self, problem: Problem, mediator: Mediator) -> int:
        """Return what one costs for a person."""
        return price_in(problem.rhythm, self.kind, mediator.dispositifs, self.usual)

    def _amounts(self, rota: Rota, mediator: Mediator) -> Iterator[int]:
        days = working_days(rota, mediator)
        return (self.amount(days, s) for s in self._looked_at(rota.problem, mediator))

    def _looked_at(self, problem: Problem, mediator: Mediator) -> Sequence[Stretch]:
        return computed_once(problem, mediator, self.id, lambda *of: tuple(self.stretches(*of)))

    def stretches(self, problem: Problem, mediator: Mediator) -> Iterator[Stretch]:
        """Yield the days that the goal looks at together: no assignment changes which."""
        for stretch in runs_of_days(problem, mediator, self.length):
            if self.concerns(problem, mediator, stretch):
                yield stretch

    def concerns(self, problem: Problem, mediator: Mediator, stretch: Stretch) -> bool:
        """Whether the goal looks at some days in a row."""
        del problem, mediator, stretch
        return True

    @abstractmethod
    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Return the terms that add up to the points of the stretches."""

    @abstractmethod
    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Count the shapes of a stretch, by the person's working days."""

    def points(self, amount: int) -> int:
        """Return for how many the shapes of a stretch are priced."""
        return amount
