"""Share free weekends: everybody has one out of two, as far as can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_literals import worked_days
from constraints.shape import ShapeGoal
from scheduler.domain.bands import SQUARES, Bands, price_of
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import SUNDAY
from scheduler.domain.working_days import ONE, described_since, working_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class FreeWeekends(ShapeGoal):
    """
    Weekends with work beyond one out of two of a month, whose Sundays lie in it.

    `bands`: the price of those of one month, by default its square, so that they are shared.
    """

    bands: Bands = SQUARES

    def terms(self, person: PersonModel) -> Terms:
        """Price the weekends beyond what each month allows."""
        worked, terms = worked_days(person), []
        for sundays in _months(person.problem, person.mediator).values():
            weekends: Terms = []
            for sunday in sundays:
                days = [worked[day] for day in (sunday - ONE, sunday) if day in worked]
                weekends += [(1, person.model.shared_any_of(days))] if days else []
            terms += person.model.excess_bands(weekends, _allowed(sundays), self.bands)
        return terms

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Price what each month has beyond what it allows."""
        price = self.price_for(rota.problem, mediator)
        beyond = _beyond(rota, mediator) if price else []
        return price * sum(price_of(count, self.bands) for count in beyond)

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count the weekends beyond what each month allows."""
        return sum(_beyond(rota, mediator))


def _beyond(rota: Rota, mediator: Mediator) -> list[int]:
    days = working_days(rota, mediator)
    return [
        max(0, sum(s in days or s - ONE in days for s in sundays) - _allowed(sundays))
        for sundays in _months(rota.problem, mediator).values()
    ]


def _allowed(sundays: list[date]) -> int:
    """Return how many weekends with work cost nothing: half of them, rounded up."""
    return -(-len(sundays) // 2)


def _months(problem: Problem, mediator: Mediator) -> Mapping[tuple[int, int], list[date]]:
    """Return the Sundays of whole, known weekends on which the person is employed, by month."""
    months: dict[tuple[int, int], list[date]] = defaultdict(list)
    since = described_since(problem, mediator)
    for day in problem.horizon.days:
        known = day.weekday() == SUNDAY and day - ONE >= since
        if known and mediator.employed_on(day - ONE) and mediator.employed_on(day):
            months[day.year, day.month].append(day)
    return months


GOAL = FreeWeekends(
    id="free_weekends",
    title="Week-ends travaillés au-delà d’un sur deux",
    kind=RhythmKind.WEEKENDS,
    noun="week-end au-delà d’un sur deux",
    nouns="week-ends au-delà d’un sur deux",
    usual=1,
)
