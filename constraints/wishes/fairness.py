"""Share hard duties of each kind by working time, within a pool, over twelve months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.hard_hours import ends_late, is_night
from scheduler.domain.time import SATURDAY, SUNDAY
from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem

# A duty belongs to the day on which it begins: the night of Saturday is a Saturday's.


def _night(duty: Duty, _: Problem) -> bool:
    """Tell a night: three hours of work or more between 21:00 and 06:00 (L3122-5)."""
    return is_night(duty)


def _late_end(duty: Duty, _: Problem) -> bool:
    """Tell an end after 21:00 that makes no night."""
    return ends_late(duty)


def _saturday(duty: Duty, _: Problem) -> bool:
    return duty.span.day.weekday() == SATURDAY


def _sunday(duty: Duty, _: Problem) -> bool:
    return duty.span.day.weekday() == SUNDAY


def _holiday(duty: Duty, problem: Problem) -> bool:
    return duty.span.day in problem.holidays


GOALS = (
    FairGoal(id="fair_nights", title="Équité des nuits", counts=_night),
    FairGoal(id="fair_late_ends", title="Équité des fins tardives", counts=_late_end),
    FairGoal(id="fair_saturdays", title="Équité des samedis", counts=_saturday),
    FairGoal(id="fair_sundays", title="Équité des dimanches", counts=_sunday),
    FairGoal(id="fair_holidays", title="Équité des jours fériés", counts=_holiday),
)
