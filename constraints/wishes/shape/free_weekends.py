"""Share free weekends: everybody has one out of two, as far as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.days.literals import worked_days
from constraints.shape import ShapeGoal
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.sharing.bands import SQUARES, Bands, price_of
from scheduler.domain.time import SUNDAY
from scheduler.domain.worktime.working_days import ONE, runs_of_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class FreeWeekends(ShapeGoal):
    """
    Weekends with work beyond one out of two of a month, whose Sundays lie in it.

    `bands`: the price of those of one month, by default its square, so that they are shared.
    """

    bands: Bands = SQUARES

    def stretches(self, problem: Problem, mediator: Mediator) -> Iterator[Stretch]:
        """Yield the Sundays of each month, of weekends on which the person is employed."""
        months: dict[tuple[int, int], list[date]] = defaultdict(list)
        for days in runs_of_days(problem, mediator, 2):
            if days[1].weekday() == SUNDAY and all(map(mediator.employed_on, days)):
                months[days[1].year, days[1].month].append(days[1])
        yield from map(tuple, months.values())

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Price the weekends beyond what each month allows."""
        worked, terms = worked_days(person), []
        for sundays in stretches:
            weekends: Terms = []
            for sunday in sundays:
                days = [worked[day] for day in (sunday - ONE, sunday) if day in worked]
                weekends += [(1, person.model.shared_any_of(days))] if days else []
            terms += person.model.excess_bands(weekends, _allowed(sundays), self.bands)
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Count the weekends beyond what the month allows."""
        worked = sum(sunday in days or sunday - ONE in days for sunday in stretch)
        return max(0, worked - _allowed(stretch))

    def points(self, amount: int) -> int:
        """Price them by bands."""
        return price_of(amount, self.bands)


def _allowed(sundays: Stretch) -> int:
    """Return how many weekends with work cost nothing: half of them, rounded up."""
    return -(-len(sundays) // 2)


GOAL = FreeWeekends(
    id="free_weekends",
    title="Week-ends travaillés au-delà d’un sur deux",
    kind=RhythmKind.WEEKENDS,
    noun="week-end au-delà d’un sur deux",
    nouns="week-ends au-delà d’un sur deux",
    usual=1,
)
