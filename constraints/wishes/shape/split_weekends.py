"""Give whole weekends: both days of work, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.days.literals import split_weekend, worked_days
from constraints.shape import ShapeGoal
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import SUNDAY
from scheduler.domain.worktime.working_days import begins_work, runs_of_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class SplitWeekends(ShapeGoal):
    """
    Weekends with work on one of their days alone.

    Whoever could work on one day alone is left out: their weekends can be whole by no other way
    than to be free, which is a matter of fairness.
    """

    def stretches(self, problem: Problem, mediator: Mediator) -> Iterator[Stretch]:
        """Yield the weekends on both days of which the person may work."""
        duties = (
            *(slot.duty for slot in problem.candidates[mediator.id]),
            *problem.fixed_of[mediator.id],
        )
        able = {duty.span.day for duty in duties if begins_work(duty)}
        for days in runs_of_days(problem, mediator, self.length):
            if days[1].weekday() == SUNDAY and able.issuperset(days):
                yield days

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look for one day without the other."""
        worked = worked_days(person)
        return [term for days in stretches for term in split_weekend(person, worked, *days)]

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Look for one day without the other."""
        saturday, sunday = stretch
        return int((saturday in days) != (sunday in days))


GOAL = SplitWeekends(
    id="split_weekends",
    title="Week-ends coupés",
    kind=RhythmKind.SPLIT,
    noun="week-end coupé",
    nouns="week-ends coupés",
    usual=1,
)
