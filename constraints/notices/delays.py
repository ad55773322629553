"""
Count the days between an announcement and what it announces.

The law doesn't say how these days are counted. Clear days, in which neither the day told nor the
day of effect counts, are the strict reading; in the other one of the two counts. A notice that is
long enough in the strict reading is lawful; one that is too short even in the other is not; one in
between is to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.time import month_later
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from datetime import date

    from constraints.days.worked import OpenDays


@dataclass(frozen=True, kw_only=True)
class Delay:
    """Days between two days: `clear` counts neither of them, `plain` one of the two."""

    clear: int
    plain: int

    def short_of(self, least: int) -> Verdict | None:
        """Return the verdict on a notice that must be `least` days long (None: it is)."""
        if self.clear >= least:
            return None
        return Verdict.TO_CONFIRM if self.plain >= least else Verdict.VIOLATION


def calendar_days(notified: date, effect: date) -> Delay:
    """Count all days; zero if the day of effect comes first."""
    apart = (effect - notified).days
    return Delay(clear=max(0, apart - 1), plain=max(0, apart))


def working_days(notified: date, effect: date, working: OpenDays) -> Delay:
    """Count the days on which the business works."""
    clear = working.between(notified, effect)
    edge = notified < effect and (working(notified) or working(effect))
    return Delay(clear=clear, plain=clear + edge)


def short_of_months(notified: date, effect: date, months: int) -> Verdict | None:
    """
    Return the verdict on a notice that must be some months long (None: it is long enough).

    Months differ in length: a notice is to confirm if it is long enough when counted forward from
    the day told, but not when counted back from the day of effect.
    """
    if notified < month_later(effect, -months):
        return None
    return Verdict.TO_CONFIRM if month_later(notified, months) <= effect else Verdict.VIOLATION
