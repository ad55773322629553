"""Give no day off alone between two days of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_literals import pattern, worked_days
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.working_days import away_days, runs_of_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class IsolatedDaysOff(ShapeGoal):
    """
    Days off with work on the eve and on the next day.

    A day of absence is no day off that this rota gives.
    """

    def stretches(self, problem: Problem, mediator: Mediator) -> Iterator[Stretch]:
        """Yield each three days."""
        away = away_days(problem, mediator)
        for days in runs_of_days(problem, mediator, 3):
            if days[1] not in away:
                yield days

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look for work, none, and work."""
        worked, terms = worked_days(person), []
        for first, day, last in stretches:
            terms += occurs(person, [pattern(person, worked, on=(first, last), off=(day,))])
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Look for work, none, and work."""
        first, day, last = stretch
        return int(first in days and last in days and day not in days)


GOAL = IsolatedDaysOff(
    id="isolated_days_off",
    title="Repos isolés",
    kind=RhythmKind.DAY_OFF,
    noun="repos isolé",
    nouns="repos isolés",
    usual=2,
)
