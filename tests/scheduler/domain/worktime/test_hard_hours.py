from datetime import date

import pytest

from scheduler.domain.duty import Break, Duty
from scheduler.domain.time import Span, midnight_minute
from scheduler.domain.worktime.hard_hours import ends_late, is_night

PLAIN, BACK, FORWARD = date(2026, 6, 2), date(2026, 10, 25), date(2026, 3, 29)


def duty(start: float, end: float, day: date = PLAIN) -> Duty:
    """Build a duty from hours after midnight."""
    first = midnight_minute(day)
    return Duty(id="d", span=Span.of_minutes(first + round(start * 60), first + round(end * 60)))


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [
        (21.5, 30, True),  # 21:30 to 06:00
        (18.5, 25.5, True),  # 18:30 to 01:30: four hours and a half
        (14, 24, True),  # to midnight: three hours
        (14, 23.98, False),
        (14, 23, False),
        (7, 15, False),
        (3, 10, True),  # from 03:00: three hours
        (3.02, 10, False),
        (5, 22, False),  # an hour at each end
    ],
)
def test_three_hours_between_21_00_and_06_00_make_a_night(
    start: float, end: float, night: bool
) -> None:
    assert is_night(duty(start, end)) == night


def test_a_break_is_no_work_at_night() -> None:
    first = midnight_minute(PLAIN)
    pause = Break(minutes=30, start=Span.of_minutes(first + 1320, first + 1350).start)
    span = Span.of_minutes(first + 14 * 60, first + 24 * 60)

    assert not is_night(Duty(id="d", span=span, breaks=(pause,)))


def test_an_hour_more_or_less_of_night_when_the_clocks_change() -> None:
    # From 04:00 on the clocks that went back: five hours after midnight, two hours before 06:00.
    assert not is_night(duty(5, 12, BACK))
    assert is_night(duty(4, 12, BACK))
    # From 04:00 on the clocks that went forward: three hours after midnight.
    assert not is_night(duty(3, 12, FORWARD))
    assert is_night(duty(2, 12, FORWARD))


@pytest.mark.parametrize(
    ("start", "end", "late"),
    [
        (14, 21, False),
        (14, 21.02, True),
        (14, 23, True),
        (14, 24, False),  # a night
        (22.5, 25, True),  # to 01:00, two hours and a half
        (7, 15, False),
        (4, 8, False),
        (4, 5.5, False),  # early, not late
        (0.5, 3, False),
    ],
)
def test_an_end_after_21_00_that_is_no_night_is_late(start: float, end: float, late: bool) -> None:
    assert ends_late(duty(start, end)) == late
