"""Give whole weekends: both days of work, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_literals import pattern, worked_days
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import SUNDAY
from scheduler.domain.working_days import ONE, begins_work, described_since, working_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class SplitWeekends(ShapeGoal):
    """
    Weekends with work on one of their days alone.

    Whoever could work on one day alone is left out: their weekends can be whole by no other way
    than to be free, which is a matter of fairness.
    """

    def terms(self, person: PersonModel) -> Terms:
        """Look for one day without the other."""
        worked, terms = worked_days(person), []
        for sunday in _sundays(person.problem, person.mediator):
            days = sunday - ONE, sunday
            terms += occurs(
                person,
                (
                    pattern(person, worked, on=(day,), off=(other,))
                    for day, other in (days, days[::-1])
                ),
            )
        return terms

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count the weekends of which one day is worked."""
        days = working_days(rota, mediator)
        return sum(
            (sunday in days) != (sunday - ONE in days)
            for sunday in _sundays(rota.problem, mediator)
        )


def _sundays(problem: Problem, mediator: Mediator) -> Iterator[date]:
    """Yield the Sundays of the horizon, if the person may work on them and on their eve."""
    since = described_since(problem, mediator)
    duties = (
        *(slot.duty for slot in problem.candidates[mediator.id]),
        *problem.fixed_of[mediator.id],
    )
    able = {duty.span.day for duty in duties if begins_work(duty)}
    for day in problem.horizon.days:
        if day.weekday() == SUNDAY and since <= day - ONE and {day, day - ONE} <= able:
            yield day


GOAL = SplitWeekends(
    id="split_weekends",
    title="Week-ends coupés",
    kind=RhythmKind.SPLIT,
    noun="week-end coupé",
    nouns="week-ends coupés",
    usual=1,
)
