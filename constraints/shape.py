"""Price the shape of people's weeks: each kind of shape is a goal, and all are one tier."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.rhythm import RhythmKind, price_in
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import Literal, PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class ShapeGoal(PersonGoal):
    """
    How often a shape that people would rather not have comes in their weeks.

    A shape belongs to the horizon in which its last day lies: what began in the month before is
    counted once, and what the month after may still change isn't counted. `noun`, `nouns`: what
    people call it. `usual`: what one costs where RH says nothing (`Problem.rhythm`).
    """

    id: str
    title: str
    unit: str = "points de rythme"
    family: str = "Rythme des semaines"

    tier: int = 8
    kind: RhythmKind
    noun: str
    nouns: str
    usual: int

    def price(self, person: PersonModel) -> Terms:
        """Price each shape that may come; nothing is built for what costs nothing."""
        price = self.price_for(person.problem, person.mediator)
        return [(price * points, lit) for points, lit in self.terms(person)] if price else []

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the shapes of a rota and price them."""
        price = self.price_for(rota.problem, mediator)
        return price * self.count(rota, mediator) if price else 0

    def price_for(self, problem: Problem, mediator: Mediator) -> int:
        """Return what one costs for a person."""
        return price_in(problem.rhythm, self.kind, mediator.dispositifs, self.usual)

    @abstractmethod
    def terms(self, person: PersonModel) -> Terms:
        """Return the terms that add up to the points."""

    @abstractmethod
    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count the shapes in a person's weeks, without the solver."""


def occurs(person: PersonModel, premises: Iterable[Sequence[Literal] | None]) -> Terms:
    """Return a term of 1 that holds if all literals of one of the premises do (None: never)."""
    free = [[lit for lit in p if lit is not person.true] for p in premises if p is not None]
    if not free:
        return []
    if not all(free):
        return [(1, person.true)]
    if len(free) == len(free[0]) == 1:
        return [(1, free[0][0])]
    flag = person.model.flag("")
    for literals in free:
        person.model.implies(literals, flag)
    return [(1, flag)]
