"""Share hard duties of each kind by working time, following what each person did before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.time import SATURDAY, SUNDAY
from scheduler.domain.worktime.hard_hours import ends_late, is_night
from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scheduler.domain.duty import Duty

    Counts = Callable[[Duty, frozenset[date]], bool]

# No minor works at night, on Sundays or public holidays (L3163-2, L3164-2, L3164-6).
# A duty belongs to the day on which it begins: the night of Saturday is a Saturday's.


def _night(duty: Duty, _: frozenset[date]) -> bool:
    """Whether a duty is a night: three hours of work or more between 21:00 and 06:00 (L3122-5)."""
    return is_night(duty)


def _late_end(duty: Duty, _: frozenset[date]) -> bool:
    """Whether a duty ends after 21:00 without being a night."""
    return ends_late(duty)


def _saturday(duty: Duty, _: frozenset[date]) -> bool:
    return duty.span.day.weekday() == SATURDAY


def _sunday(duty: Duty, _: frozenset[date]) -> bool:
    return duty.span.day.weekday() == SUNDAY


def _holiday(duty: Duty, holidays: frozenset[date]) -> bool:
    return duty.span.day in holidays


def _goal(rank: int, ident: str, noun: str, counts: Counts, *, adults: bool = False) -> FairGoal:
    title = f"Équité des {noun}"
    return FairGoal(id=ident, title=title, noun=noun, rank=rank, counts=counts, adults=adults)


GOALS = (
    _goal(1, "fair_nights", "nuits", _night, adults=True),
    _goal(2, "fair_late_ends", "fins tardives", _late_end),
    _goal(3, "fair_saturdays", "samedis", _saturday),
    _goal(4, "fair_sundays", "dimanches", _sunday, adults=True),
    _goal(5, "fair_holidays", "jours fériés", _holiday, adults=True),
)
