"""Call nobody for one day alone between two days off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_literals import pattern, worked_days
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.working_days import runs_of_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class IsolatedWork(ShapeGoal):
    """Days of work, training included, between two days off on which one is employed."""

    def stretches(self, problem: Problem, mediator: Mediator) -> Iterator[Stretch]:
        """Yield each three days."""
        for days in runs_of_days(problem, mediator, 3):
            if all(map(mediator.employed_on, days)):
                yield days

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look for no work, some, and none."""
        worked, terms = worked_days(person), []
        for first, day, last in stretches:
            terms += occurs(person, [pattern(person, worked, on=(day,), off=(first, last))])
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Look for no work, some, and none."""
        first, day, last = stretch
        return int(day in days and first not in days and last not in days)


GOAL = IsolatedWork(
    id="isolated_work",
    title="Jours de travail isolés",
    kind=RhythmKind.DAY_OF_WORK,
    noun="jour isolé",
    nouns="jours isolés",
    usual=2,
)
