"""Let days begin as the day before did: not much earlier, nor, within a week, much later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.days.literals import occurs
from constraints.days.moves import items_by_day, later_starts
from constraints.shape import ShapeGoal
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.worktime.working_days import clock_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class MovedStarts(ShapeGoal):
    """
    Days of work that begin `minutes` earlier by the clock than the day before, or as much later.

    `later`: the latter, of two days of one civil week; a week may begin at other hours.
    """

    minutes: int = 2 * 60
    later: bool

    def concerns(self, problem: Problem, mediator: Mediator, stretch: Stretch) -> bool:
        """Look at each two days; later, of one week."""
        del problem, mediator
        return not (self.later and stretch[1].weekday() == 0)

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look at what begins on both days."""
        items, terms = items_by_day(person), []
        for eve, day in stretches:
            if eve in items and day in items:
                low, high = (eve, day) if self.later else (day, eve)
                moved = later_starts(person, items[low], items[high], self.minutes)
                terms += occurs(person, moved)
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Compare the first start of both days."""
        eve, day = stretch
        if eve not in days or day not in days:
            return 0
        moved = clock_of(days[day].first) - clock_of(days[eve].first)
        return int((moved if self.later else -moved) >= self.minutes)


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
