"""Tell which duties people consider nights, or late ends."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from scheduler.domain.time import midnight_minute, windows

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty

#: The night of L3122-20, where no agreement moved it, and what makes a shift one (L3122-5).
NIGHT = (time(21), time(6))
NIGHT_MINUTES = 3 * 60
NIGHT_BEGINS = 21 * 60


def is_night(duty: Duty) -> bool:
    """Whether the duty holds three hours of work or more between 21:00 and 06:00."""
    begins = duty.span.first - midnight_minute(duty.span.day)
    ends = begins + duty.span.minutes
    # Plain days cost no window; the margin of an hour holds on the days when clocks change.
    if begins >= 5 * 60 and ends <= NIGHT_BEGINS + 60:
        return False
    minutes = sum(duty.work_between(w.first, w.last) for w in windows(duty.span, *NIGHT))
    return minutes >= NIGHT_MINUTES


def ends_late(duty: Duty) -> bool:
    """Whether the duty ends after 21:00 and isn't a night."""
    begins = duty.span.first - midnight_minute(duty.span.day)
    if begins + duty.span.minutes <= NIGHT_BEGINS - 60:
        return False
    # Who begins after midnight begins early, rather than ending late.
    late = any(
        window.first < duty.span.last <= window.last
        and duty.span.first < midnight_minute(window.days[-1])
        for window in windows(duty.span, *NIGHT)
    )
    return late and not is_night(duty)
