"""Tell which days the business works (jours ouvrés), and which count as leave (ouvrables)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scheduler.domain.timeline import Timeline


def holidays_off(timeline: Timeline) -> frozenset[date]:
    """
    Return the public holidays on which the business doesn't work.

    These are the holidays that the employer declared closed; if it declared nothing, all holidays
    except those on which this person works.
    """
    if timeline.employer.closed is not None:
        return timeline.employer.closed
    return timeline.holidays - timeline.minutes_by_day.keys()


def working_day(timeline: Timeline) -> Callable[[date], bool]:
    """Return whether a day is a jour ouvré: the business works on it."""
    off, weekdays = holidays_off(timeline), timeline.employer.working_days
    return lambda day: day.weekday() in weekdays and day not in off


def leave_day(timeline: Timeline) -> Callable[[date], bool]:
    """Return whether a day is a jour ouvrable: neither Sunday nor a holiday not worked."""
    off = holidays_off(timeline)
    return lambda day: day.weekday() != SUNDAY and day not in off
