"""Give no day off alone between two days of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_literals import pattern, worked_days
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.working_days import ONE, away_days, described_since, working_days

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class IsolatedDaysOff(ShapeGoal):
    """
    Days off with work on the eve and on the next day.

    A day of absence is no day off that this rota gives.
    """

    def terms(self, person: PersonModel) -> Terms:
        """Look at each three days."""
        worked, away = worked_days(person), away_days(person.problem, person.mediator)
        since, terms = described_since(person.problem, person.mediator), []
        for last in person.horizon.days:
            off, first = last - ONE, last - 2 * ONE
            if first >= since and off not in away:
                terms += occurs(person, [pattern(person, worked, on=(first, last), off=(off,))])
        return terms

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count working days whose eve is off, and the eve of that isn't."""
        days, away = working_days(rota, mediator), away_days(rota.problem, mediator)
        since = described_since(rota.problem, mediator)
        return sum(
            day - 2 * ONE in days and day - ONE not in days and day - ONE not in away
            for day in rota.problem.horizon.days
            if day in days and day - 2 * ONE >= since
        )


GOAL = IsolatedDaysOff(
    id="isolated_days_off",
    title="Repos isolés",
    kind=RhythmKind.DAY_OFF,
    noun="repos isolé",
    nouns="repos isolés",
    usual=2,
)
