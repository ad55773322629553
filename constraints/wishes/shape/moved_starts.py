"""Let days begin as the day before did: not much earlier, nor, within a week, much later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_moves import items_by_day, later_starts
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.working_days import ONE, clock_of, described_since, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class MovedStarts(ShapeGoal):
    """
    Days of work that begin `minutes` earlier by the clock than the day before, or as much later.

    `later`: the latter, of two days of one civil week; a week may begin at other hours.
    """

    minutes: int = 2 * 60
    later: bool

    def terms(self, person: PersonModel) -> Terms:
        """Look at each two days."""
        items, terms = items_by_day(person), []
        for day in self._days(person.problem, person.mediator):
            if day in items and day - ONE in items:
                pair = items[day - ONE], items[day]
                low, high = pair if self.later else pair[::-1]
                terms += occurs(person, later_starts(person, low, high, self.minutes))
        return terms

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Compare the first start of each day with the eve's."""
        days, count = working_days(rota, mediator), 0
        for day in self._days(rota.problem, mediator):
            if day in days and day - ONE in days:
                moved = clock_of(days[day].first) - clock_of(days[day - ONE].first)
                count += (moved if self.later else -moved) >= self.minutes
        return count

    def _days(self, problem: Problem, mediator: Mediator) -> Iterator[date]:
        """Yield the days of the horizon that are compared with their eve."""
        since = described_since(problem, mediator)
        for day in problem.horizon.days:
            if day - ONE >= since and not (self.later and day.weekday() == 0):
                yield day


GOALS = (
    MovedStarts(
        id="earlier_starts",
        title="Débuts avancés de deux heures ou plus d’un jour au suivant",
        kind=RhythmKind.EARLIER,
        noun="début avancé",
        nouns="débuts avancés",
        usual=1,
        later=False,
    ),
    MovedStarts(
        id="later_starts",
        title="Débuts retardés de deux heures ou plus dans la semaine",
        kind=RhythmKind.LATER,
        noun="début retardé",
        nouns="débuts retardés",
        usual=1,
        later=True,
    ),
)
