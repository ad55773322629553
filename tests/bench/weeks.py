"""
Count, of a rota, how people's weeks look and what they hold beyond their hours.

Written apart from the goals and from the counters of payroll, so that it can judge them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.time import week_span, weeks_touched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Assignment, Problem

QUICK = 13 * 60
"""Minutes of rest under which somebody is back soon."""

LEGAL = 35 * 60
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """
    What people's weeks hold, all people together.

    `off`: days off between two days worked, leave and sickness left out. `on`: days worked between
    two that aren't. `quick`: rests under thirteen hours between the duties of two days. `overtime`:
    minutes over 35 h in a civil week; `extra`: those over a part-time contract, up to 35 h.
    """

    off: int
    on: int
    quick: int
    overtime: int
    extra: int

    def as_row(self) -> dict[str, int]:
        """Return the numbers by name."""
        return asdict(self)


def weeks_of(problem: Problem, assignments: Iterable[Assignment]) -> Weeks:
    """Count over the horizon; what is fixed before and inside it is worked too."""
    duties = _duties(problem, assignments)
    counts = [_shape(problem, who, some) for who, some in duties.items()]
    hours = [_hours(problem, who, some) for who, some in duties.items()]
    off, on, quick = (sum(column) for column in zip(*counts, strict=True))
    overtime, extra = (sum(column) for column in zip(*hours, strict=True))
    return Weeks(off=off, on=on, quick=quick, overtime=overtime, extra=extra)


def _duties(problem: Problem, assignments: Iterable[Assignment]) -> Mapping[str, list[Duty]]:
    duties: dict[str, list[Duty]] = {person.id: [] for person in problem.mediators}
    for assignment in assignments:
        duties[assignment.mediator].append(problem.slot_of[assignment.slot].duty)
    for past in problem.history:
        duties[past.mediator].append(past.duty)
    for training in problem.trainings:
        duties[training.mediator].append(training.duty)
    return {who: sorted(some, key=lambda d: d.span.first) for who, some in duties.items()}


def _shape(problem: Problem, who: str, duties: list[Duty]) -> tuple[int, int, int]:
    horizon = problem.horizon.days
    worked = {duty.span.day for duty in duties if duty.work}
    away = {day for absence in problem.absences_of[who] for day in absence.span.days}
    between = [(day, day - DAY in worked, day + DAY in worked) for day in horizon[1:-1]]
    off = sum(before and after and day not in worked | away for day, before, after in between)
    on = sum(day in worked and not before and not after for day, before, after in between)
    return off, on, _quick(problem, [duty for duty in duties if duty.work])


def _quick(problem: Problem, duties: list[Duty]) -> int:
    """Count short rests that end in the horizon, from the last duty of a day to the next day's."""
    count, last = 0, 0
    day = None
    for duty in duties:
        if day is not None and duty.span.day != day and problem.horizon.touches(duty.span):
            count += 0 <= duty.span.first - last < QUICK
        day, last = duty.span.day, max(last, duty.span.last)
    return count


def _hours(problem: Problem, who: str, duties: list[Duty]) -> tuple[int, int]:
    """Add up the minutes of each civil week that ends in the horizon, against contract and law."""
    person, overtime, extra = problem.mediator_of[who], 0, 0
    minutes: dict[object, int] = defaultdict(int)
    for duty in duties:
        for monday in weeks_touched(duty.span):
            minutes[monday] += duty.work_in(week_span(monday))
    for monday in weeks_touched(problem.horizon):
        sunday = monday + 6 * DAY
        contract = person.contract_on(sunday) or person.contract_on(monday)
        if contract is None or sunday not in problem.horizon.days:
            continue
        overtime += max(0, minutes[monday] - LEGAL)
        extra += max(0, min(minutes[monday], LEGAL) - contract.weekly_minutes)
    return overtime, extra
