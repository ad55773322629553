"""Leave free the Saturday that ends a leave, or that follows a full week at the training centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.days.literals import worked_days
from constraints.shape import ShapeGoal
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import SUSPENDING
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.time import SATURDAY, day_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class SaturdaysAfter(ShapeGoal):
    """
    Saturdays of work after a Friday of absence, or after five days of training or of absence.

    Which of both it was isn't told: why somebody is away is RH's to know.
    """

    length: ClassVar[int] = 6

    def concerns(self, problem: Problem, mediator: Mediator, stretch: Stretch) -> bool:
        """Look at the days from Monday to a Saturday before which one was away."""
        if stretch[-1].weekday() != SATURDAY:
            return False
        absences = [a for a in problem.absences_of[mediator.id] if a.kind in SUSPENDING]
        away = {d for d in stretch if any(a.span.contains(day_span(d)) for a in absences)}
        fixed = problem.fixed_of[mediator.id]
        trained = {duty.span.day for duty in fixed if duty.kind is DutyKind.TRAINING}
        return stretch[-2] in away or trained | away >= {*stretch[:-1]}

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Price work on each."""
        worked = worked_days(person)
        return [(1, worked[day]) for *_, day in stretches if day in worked]

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Look for work."""
        return int(stretch[-1] in days)


GOAL = SaturdaysAfter(
    id="saturdays_after",
    title="Samedis après une absence ou une semaine de formation",
    kind=RhythmKind.SATURDAY,
    noun="samedi après une absence ou une formation",
    nouns="samedis après une absence ou une formation",
    usual=2,
)
