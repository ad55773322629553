"""Call nobody for one day alone between two days off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_literals import pattern, worked_days
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.working_days import ONE, described_since, working_days

if TYPE_CHECKING:
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class IsolatedWork(ShapeGoal):
    """Days of work, training included, between two days off on which one is employed."""

    def terms(self, person: PersonModel) -> Terms:
        """Look at each three days."""
        worked, terms = worked_days(person), []
        for last in person.horizon.days:
            day, first = last - ONE, last - 2 * ONE
            if _counts(person.problem, person.mediator, last):
                terms += occurs(person, [pattern(person, worked, on=(day,), off=(first, last))])
        return terms

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count working days without another beside them."""
        days = working_days(rota, mediator)
        return sum(
            last - ONE in days and last - 2 * ONE not in days
            for last in rota.problem.horizon.days
            if last not in days and _counts(rota.problem, mediator, last)
        )


def _counts(problem: Problem, mediator: Mediator, last: date) -> bool:
    """Whether it is known what the three days to the last were, and they are all employed."""
    first = last - 2 * ONE
    return first >= described_since(problem, mediator) and all(
        mediator.employed_on(day) for day in (first, last)
    )


GOAL = IsolatedWork(
    id="isolated_work",
    title="Jours de travail isolés",
    kind=RhythmKind.DAY_OF_WORK,
    noun="jour isolé",
    nouns="jours isolés",
    usual=2,
)
