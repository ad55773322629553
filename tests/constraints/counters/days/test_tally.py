from dataclasses import replace
from datetime import date
from typing import Any

from constraints.counters.days.tally import NightWindow, tally, total_between
from constraints.counters.sheet import Minutes
from constraints.night.rules import NightRule
from scheduler.dated import Source
from scheduler.domain.duty import Break, BreakKind, DutyKind
from tests.constraints.counters.make import MONDAY, minute, shift, timeline

CODE = NightWindow(begins=NightRule.begins, ends=NightRule.ends)
TUESDAY, SUNDAY = date(2026, 6, 16), date(2026, 6, 21)


def days(*duties: Any, window: NightWindow = CODE, **options: Any) -> dict[date, Minutes]:
    free = options.pop("free", {})
    return tally(timeline(*duties, **options), MONDAY, SUNDAY, window, free)


def test_each_kind_of_duty_is_counted_apart() -> None:
    by_day = days(
        shift("2026-06-15 08:00", "2026-06-15 10:00"),
        shift("2026-06-15 10:00", "2026-06-15 10:40", kind=DutyKind.TRAVEL),
        shift("2026-06-15 11:00", "2026-06-15 14:00", kind=DutyKind.TRAINING),
        shift("2026-06-15 15:00", "2026-06-15 16:30", kind=DutyKind.INTERVENTION),
        shift("2026-06-15 17:00", "2026-06-15 18:00", kind=DutyKind.STANDBY),
        shift("2026-06-15 18:00", "2026-06-15 19:00", kind=DutyKind.COMMUTE),
    )

    assert by_day == {
        MONDAY: Minutes(field=120, travel=40, training=180, intervention=90, standby=60)
    }
    assert (by_day[MONDAY].work, by_day[MONDAY].paid) == (430, 430)


def test_a_sunday_night_on_the_first_of_may_is_all_of_it_at_once() -> None:
    # 1 May 2033 is a Sunday.
    may = date(2033, 5, 1)
    judged = timeline(
        shift("2033-04-30 22:00", "2033-05-01 06:30"), holidays=frozenset({may}), last=may
    )

    by_day = tally(judged, date(2033, 4, 30), may, CODE, {})

    assert by_day[date(2033, 4, 30)] == Minutes(field=120, night=120)
    assert by_day[may] == Minutes(field=390, night=360, sunday=390, holiday=390, may_first=390)


def test_a_paid_break_is_paid_and_no_work_and_one_on_watch_is_work() -> None:
    by_day = days(
        shift(
            "2026-06-15 08:00",
            "2026-06-15 16:00",
            Break(minutes=20, kind=BreakKind.PAID),
            Break(minutes=10, kind=BreakKind.WATCH),
            Break(minutes=30),
        )
    )

    assert by_day[MONDAY] == Minutes(field=430, paid_breaks=20)
    assert by_day[MONDAY].paid == 450


def test_a_paid_break_after_midnight_is_of_its_own_day() -> None:
    pause = Break(minutes=20, start=minute("2026-06-16 02:00"), kind=BreakKind.PAID)

    by_day = days(shift("2026-06-15 22:00", "2026-06-16 06:00", pause))

    assert [m.paid_breaks for m in by_day.values()] == [0, 20]
    assert [m.work for m in by_day.values()] == [120, 340]


def test_the_window_in_force_when_a_duty_begins_tells_its_night() -> None:
    source = Source("accord", "art. 1")
    later = replace(CODE, begins=CODE.begins.derogate(22 * 60, TUESDAY, source))

    by_day = days(
        shift("2026-06-15 20:00", "2026-06-15 23:00"),
        shift("2026-06-16 20:00", "2026-06-16 23:00"),
        window=later,
    )

    assert [m.night for m in by_day.values()] == [120, 60]


def test_solidarity_is_worked_and_not_paid() -> None:
    by_day = days(shift("2026-06-15 08:00", "2026-06-15 16:00"), free={MONDAY: 420})

    assert (by_day[MONDAY].work, by_day[MONDAY].paid) == (480, 60)


def test_only_the_days_asked_for_and_their_sum() -> None:
    by_day = days(
        shift("2026-06-14 22:00", "2026-06-15 06:00"),
        shift("2026-06-17 08:00", "2026-06-17 12:00"),
        shift("2026-06-21 22:00", "2026-06-22 06:00"),
    )

    assert [d.day for d in by_day] == [15, 17, 21]
    assert total_between(by_day, MONDAY, SUNDAY) == Minutes(field=720, night=480, sunday=120)
    assert total_between(by_day, TUESDAY, date(2026, 6, 20)) == Minutes(field=240)


def test_minutes_add_up() -> None:
    first, two = Minutes(field=1, night=1, solidarity=1), Minutes(field=2, standby=3)

    assert first + two == Minutes(field=3, night=1, solidarity=1, standby=3)
