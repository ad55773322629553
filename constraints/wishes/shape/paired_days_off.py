"""Give two days off in a row in each week."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from constraints.day_literals import worked_days
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import SUNDAY
from scheduler.domain.working_days import ONE, described_since, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import Literal, PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class PairedDaysOff(ShapeGoal):
    """Civil weeks of employment without two days off in a row, absences and all."""

    def terms(self, person: PersonModel) -> Terms:
        """Look for a pair in each week."""
        worked, terms = worked_days(person), []
        for week in _weeks(person.problem, person.mediator):
            pairs = [[worked[day] for day in pair if day in worked] for pair in pairwise(week)]
            if all(pairs):
                terms += occurs(person, [_broken(person, pairs)])
        return terms

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count weeks of which each day off is alone."""
        days = working_days(rota, mediator)
        return sum(
            all(day in days or other in days for day, other in pairwise(week))
            for week in _weeks(rota.problem, mediator)
        )


def _broken(person: PersonModel, pairs: Sequence[Sequence[Literal]]) -> list[Literal]:
    """Return literals that say, pair by pair, that one works on it."""
    return [person.model.shared_any_of(pair) for pair in pairs]


def _weeks(problem: Problem, mediator: Mediator) -> Iterator[list[date]]:
    """Yield the days of the weeks that end in the horizon, if all are known and employed."""
    since = described_since(problem, mediator)
    for sunday in problem.horizon.days:
        week = [sunday - n * ONE for n in range(SUNDAY, -1, -1)]
        if sunday.weekday() == SUNDAY and week[0] >= since and all(map(mediator.employed_on, week)):
            yield week


GOAL = PairedDaysOff(
    id="paired_days_off",
    title="Semaines sans deux repos d’affilée",
    kind=RhythmKind.NO_PAIR,
    noun="semaine sans deux repos d’affilée",
    nouns="semaines sans deux repos d’affilée",
    usual=1,
)
