from datetime import date
from typing import Any

from constraints.law.minors.minor_daily_rest_12h import RULE
from tests.constraints.law.people import duty, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


def test_fourteen_hours_are_due_before_sixteen() -> None:
    evening, morning = duty("2026-06-15 16:00", "18:01"), duty("2026-06-16 08:00", "12:00")
    fifteen, sixteen = date(2010, 6, 17), date(2010, 6, 16)

    assert seen(RULE, rota(person(birth=fifteen), evening, morning, **WEEK)) == [
        ("2026-06-16", 839, 1, "violation", False)
    ]
    assert seen(RULE, rota(person(birth=sixteen), evening, morning, **WEEK)) == []


def test_the_morning_of_the_eighteenth_birthday_is_an_adults() -> None:
    evening, morning = duty("2026-06-15 16:00", "21:00"), duty("2026-06-16 08:00", "12:00")

    assert seen(RULE, rota(person(birth=date(2008, 6, 16)), evening, morning, **WEEK)) == []
    assert seen(RULE, rota(person(birth=date(2008, 6, 17)), evening, morning, **WEEK)) == [
        ("2026-06-16", 660, 60, "violation", False)
    ]


def test_the_last_evening_of_the_month_before_counts() -> None:
    evening = duty("2026-06-14 17:00", "20:01")
    made = rota(person(birth=SEVENTEEN), duty("2026-06-15 08:00", "12:00"), past=(evening,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 719, 1, "violation", False)]


def test_two_fixed_days_too_close_are_inherited() -> None:
    past = duty("2026-06-15 16:00", "21:00"), duty("2026-06-16 08:00", "12:00")
    made = rota(person(birth=SEVENTEEN), duty("2026-06-18 08:00", "12:00"), past=past, **WEEK)

    assert seen(RULE, made) == [("2026-06-16", 660, 60, "violation", True)]


def test_a_post_that_leaves_enough_rest_takes_no_part_in_a_short_one() -> None:
    past = duty("2026-06-15 16:00", "21:00"), duty("2026-06-16 06:00", "07:00")
    late = duty("2026-06-16 09:00", "12:00")
    made = rota(person(birth=SEVENTEEN), late, past=past, **WEEK)

    assert seen(RULE, made) == [("2026-06-16", 540, 180, "violation", True)]
    soon = duty("2026-06-16 08:59", "12:00")
    assert seen(RULE, rota(person(birth=SEVENTEEN), soon, past=past, **WEEK)) == [
        ("2026-06-16", 540, 180, "violation", False)
    ]


def test_a_split_day_is_one_working_day() -> None:
    made = rota(
        person(birth=SEVENTEEN),
        duty("2026-06-15 08:00", "10:00"),
        duty("2026-06-15 17:00", "20:00"),
        **WEEK,
    )

    assert seen(RULE, made) == []


def test_the_spring_change_takes_an_hour_off_the_night() -> None:
    evening, morning = duty("2026-03-28 16:00", "20:00"), duty("2026-03-29 08:00", "12:00")

    made = rota(
        person(birth=SEVENTEEN), evening, morning, first=date(2026, 3, 28), last=date(2026, 3, 29)
    )

    assert seen(RULE, made) == [("2026-03-29", 660, 60, "violation", False)]


def test_the_rest_begins_as_what_ends_last_does_whenever_it_began() -> None:
    long = duty("2026-06-15 08:00", "2026-06-16 20:00")
    short, morning = duty("2026-06-16 09:00", "10:00"), duty("2026-06-17 07:00", "11:00")
    made = rota(person(birth=SEVENTEEN), long, short, morning, **WEEK)

    assert [f[:2] for f in seen(RULE, made)] == [("2026-06-16", 0), ("2026-06-17", 660)]
