"""Tell which days the business works (jours ouvrés), and which count as leave (ouvrables)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from scheduler.domain.timeline import Timeline


def holidays_off(timeline: Timeline) -> frozenset[date]:
    """
    Return the public holidays on which the business doesn't work.

    These are the holidays that the employer declared closed; if it declared nothing, all holidays
    except those on which this person works.
    """
    closed = timeline.employer.closed
    if closed is not None:
        return frozenset(day for day in timeline.holidays if day in closed)
    return timeline.holidays - timeline.minutes_by_day.keys()


@dataclass(frozen=True, kw_only=True)
class OpenDays:
    """Days on which something goes on: some days of each week, but for days `off`."""

    weekdays: frozenset[int]
    off: frozenset[date]

    def __call__(self, day: date) -> bool:
        """Whether the day is one of them."""
        return day.weekday() in self.weekdays and day not in self.off

    def between(self, first: date, last: date) -> int:
        """Count those after `first` and before `last`, at no more cost for years than for days."""
        apart = max(0, (last - first).days - 1)
        weeks, rest = divmod(apart, 7)
        begun = sum((first.weekday() + 1 + n) % 7 in self.weekdays for n in range(rest))
        off = sum(first < day < last and day.weekday() in self.weekdays for day in self.off)
        return weeks * len(self.weekdays) + begun - off


def working_day(timeline: Timeline) -> OpenDays:
    """Return the jours ouvrés: those on which the business works."""
    return OpenDays(weekdays=timeline.employer.working_days, off=holidays_off(timeline))


def leave_day(timeline: Timeline) -> OpenDays:
    """Return the jours ouvrables: all but Sundays and holidays not worked."""
    return OpenDays(weekdays=frozenset(range(SUNDAY)), off=holidays_off(timeline))
