"""Tell which half days of an absence were spent so: not those worked, nor leave spent ill."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import Span, at, day_span, midnight_minute, minute_of

if TYPE_CHECKING:
    from scheduler.domain.people import Absence
    from scheduler.domain.timeline import Timeline

#: What interrupts paid leave, which is then still due: Cass. soc. 10 Sept. 2025, n° 23-22.732.
INTERRUPTING = frozenset({AbsenceKind.SICK, AbsenceKind.WORK_ACCIDENT, AbsenceKind.PARENTAL})
NOON = time(13)
DAY = timedelta(days=1)


def spent(timeline: Timeline, absence: Absence, day: date, half: int) -> bool:
    """
    Whether half a day of an absence (0: until 13:00) was spent as it is recorded.

    It wasn't where the person works during it: these hours are work. Nor was leave where sickness,
    a work accident or maternity lies on the same half day.
    """
    noon = minute_of(at(day, NOON))
    begins, ends = (noon, midnight_minute(day + DAY)) if half else (midnight_minute(day), noon)
    part = Span.of_minutes(max(begins, absence.span.first), min(ends, absence.span.last))
    if timeline.work_in(part):
        return False
    return absence.kind is not AbsenceKind.LEAVE or not any(
        other.span.touches(part) for other in timeline.absences if other.kind in INTERRUPTING
    )


def leave_spent(
    timeline: Timeline, since: date = date.min, until: date = date.max
) -> frozenset[date]:
    """Return the civil days of a stretch that lie wholly in paid leave, and were spent so."""
    return frozenset(
        day
        for absence in timeline.absences
        if absence.kind is AbsenceKind.LEAVE
        for day in absence.span.days
        if since <= day <= until
        and absence.span.contains(day_span(day))
        and all(spent(timeline, absence, day, half) for half in (0, 1))
    )
