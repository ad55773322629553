"""Give two days off in a row in each week."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.days.literals import occurs, worked_days
from constraints.shape import ShapeGoal
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class PairedDaysOff(ShapeGoal):
    """Civil weeks of employment without two days off in a row, absences and all."""

    length: ClassVar[int] = 7

    def concerns(self, problem: Problem, mediator: Mediator, stretch: Stretch) -> bool:
        """Look at whole civil weeks of employment."""
        del problem
        return stretch[-1].weekday() == SUNDAY and all(map(mediator.employed_on, stretch))

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look for work on each pair of days."""
        worked, terms = worked_days(person), []
        for week in stretches:
            pairs = [[worked[day] for day in pair if day in worked] for pair in pairwise(week)]
            if all(pairs):
                terms += occurs(person, [list(map(person.model.shared_any_of, pairs))])
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Look for work on each pair of days."""
        return int(all(day in days or other in days for day, other in pairwise(stretch)))


GOAL = PairedDaysOff(
    id="paired_days_off",
    title="Semaines sans deux repos d’affilée",
    kind=RhythmKind.NO_PAIR,
    noun="semaine sans deux repos d’affilée",
    nouns="semaines sans deux repos d’affilée",
    usual=1,
)
