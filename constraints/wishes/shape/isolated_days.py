"""Let no day off stand alone between two days of work, nor a day of work between two days off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.days.literals import occurs, pattern, worked_days
from constraints.shape import ShapeGoal
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import day_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class IsolatedDays(ShapeGoal):
    """
    Days off (or of `work`, training included) between two days that are the opposite.

    A day of absence is no day off that this rota gives, nor is one beside a contract.
    """

    length: ClassVar[int] = 3
    work: bool

    def concerns(self, problem: Problem, mediator: Mediator, stretch: Stretch) -> bool:
        """Look at three days of employment, where the rota decides of the second."""
        if self.work:
            return all(map(mediator.employed_on, stretch))
        span = day_span(stretch[1])
        return not any(absence.span.touches(span) for absence in problem.absences_of[mediator.id])

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look for a day that both beside it differ from."""
        worked, terms = worked_days(person), []
        for first, day, last in stretches:
            on, off = ((day,), (first, last)) if self.work else ((first, last), (day,))
            terms += occurs(person, [pattern(person, worked, on=on, off=off)])
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Look for a day that both beside it differ from."""
        first, day, last = (each in days for each in stretch)
        return int(first == last != day == self.work)


GOALS = (
    IsolatedDays(
        id="isolated_days_off",
        title="Repos isolés",
        kind=RhythmKind.DAY_OFF,
        noun="repos isolé",
        nouns="repos isolés",
        usual=2,
        work=False,
    ),
    IsolatedDays(
        id="isolated_work",
        title="Jours de travail isolés",
        kind=RhythmKind.DAY_OF_WORK,
        noun="jour isolé",
        nouns="jours isolés",
        usual=2,
        work=True,
    ),
)
