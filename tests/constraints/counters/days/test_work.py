from datetime import date

import pytest

from constraints.counters.days.work import (
    night_by_day,
    standby_by_day,
    work_by_day,
    work_pieces,
    worked_on,
)
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.time import instant_of
from tests.constraints.counters.make import MONDAY, minute, shift, timeline

TUESDAY = date(2026, 6, 16)


def clocks(duty: Duty) -> list[str]:
    return [
        f"{instant_of(first):%d %H:%M}-{instant_of(last):%H:%M}"
        for first, last in work_pieces(duty)
    ]


def test_a_break_of_unknown_place_is_taken_in_the_middle() -> None:
    duty = shift("2026-06-15 08:00", "2026-06-15 17:00", Break(minutes=60))

    assert clocks(duty) == ["15 08:00-12:00", "15 13:00-17:00"]


def test_an_odd_minute_goes_after_the_break() -> None:
    duty = shift("2026-06-15 08:00", "2026-06-15 09:00", Break(minutes=15))

    assert clocks(duty) == ["15 08:00-08:22", "15 08:37-09:00"]


def test_beside_a_break_of_known_place_the_other_lies_in_the_middle_of_the_work() -> None:
    lunch = Break(minutes=60, start=minute("2026-06-15 12:00"))
    duty = shift("2026-06-15 08:00", "2026-06-15 17:00", lunch, Break(minutes=20))

    # Eight hours of work: twenty minutes from 3 h 50, hence 11:50, to 12:00 and 13:00 to 13:10.
    assert clocks(duty) == ["15 08:00-11:50", "15 13:10-17:00"]


def test_several_breaks_of_unknown_place_are_one_stretch() -> None:
    duty = shift("2026-06-15 08:00", "2026-06-15 18:00", Break(minutes=30), Break(minutes=30))

    assert clocks(duty) == ["15 08:00-12:30", "15 13:30-18:00"]


@pytest.mark.parametrize(
    ("kind", "work"), [(BreakKind.UNPAID, 480), (BreakKind.PAID, 480), (BreakKind.WATCH, 540)]
)
def test_a_break_on_watch_is_work(kind: BreakKind, work: int) -> None:
    duty = shift("2026-06-15 08:00", "2026-06-15 17:00", Break(minutes=60, kind=kind))

    assert sum(last - first for first, last in work_pieces(duty)) == duty.work == work


def test_a_night_is_split_at_midnight_and_its_break_taken_once() -> None:
    duty = shift("2026-06-15 20:00", "2026-06-16 04:00", Break(minutes=60))

    assert work_by_day(duty) == ((MONDAY, 210), (TUESDAY, 210))


def test_a_shift_that_ends_at_midnight_is_the_day_s() -> None:
    assert work_by_day(shift("2026-06-15 16:00", "2026-06-16 00:00")) == ((MONDAY, 480),)


def test_standby_is_no_work() -> None:
    duty = shift("2026-06-15 16:00", "2026-06-16 00:00", kind=DutyKind.STANDBY)

    assert work_by_day(duty) == ()


@pytest.mark.parametrize(
    ("day", "total"), [("2026-03-28", 7), ("2026-06-27", 8), ("2026-10-24", 9)]
)
def test_the_nights_of_the_clock_changes_last_seven_and_nine_hours(day: str, total: int) -> None:
    first = date.fromisoformat(day)
    sunday = date.fromordinal(first.toordinal() + 1)
    duty = shift(f"{day} 22:00", f"{sunday} 06:00")

    assert work_by_day(duty) == ((first, 120), (sunday, (total - 2) * 60))
    assert night_by_day(duty, 21 * 60, 6 * 60) == work_by_day(duty)


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("06:00", "21:00", 0),
        ("05:59", "12:00", 1),
        ("12:00", "21:01", 1),
        ("05:00", "22:00", 120),
    ],
)
def test_the_night_to_the_minute(begin: str, end: str, minutes: int) -> None:
    duty = shift(f"2026-06-15 {begin}", f"2026-06-15 {end}")

    assert sum(m for _, m in night_by_day(duty, 21 * 60, 6 * 60)) == minutes


def test_another_window_counts_other_minutes() -> None:
    duty = shift("2026-06-15 20:00", "2026-06-16 08:00")

    assert night_by_day(duty, 22 * 60, 7 * 60) == ((MONDAY, 120), (TUESDAY, 420))


def test_what_is_worked_on_a_day_comes_from_the_day_before_too() -> None:
    judged = timeline(
        shift("2026-06-14 22:00", "2026-06-15 02:00"), shift("2026-06-15 20:00", "2026-06-16 02:00")
    )

    assert worked_on(judged, MONDAY) == 120 + 240


def test_standby_is_counted_by_day_without_its_interventions() -> None:
    judged = timeline(
        shift("2026-06-15 18:00", "2026-06-16 08:00", kind=DutyKind.STANDBY),
        shift("2026-06-15 23:30", "2026-06-16 00:30", kind=DutyKind.INTERVENTION),
    )

    assert standby_by_day(judged, MONDAY, TUESDAY) == {MONDAY: 330, TUESDAY: 450}
    assert standby_by_day(judged, TUESDAY, TUESDAY) == {TUESDAY: 450}
