from datetime import date
from typing import Any

import pytest

from constraints.law.minors.minor_weekly_35h import RULE
from tests.constraints.law.people import duty, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
DAYS = ("2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-19")
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


def test_it_is_dated_on_the_day_that_crosses_the_limit() -> None:
    week = [duty(f"{day} 08:00", "16:00") for day in DAYS]

    assert seen(RULE, rota(person(birth=SEVENTEEN), *week, **WEEK)) == [
        ("2026-06-19", 2400, 300, "violation", False)
    ]


def test_days_of_the_month_before_count_and_the_date_stays_in_the_horizon() -> None:
    past = tuple(duty(f"{day} 08:00", "17:00") for day in DAYS[:4])
    made = rota(
        person(birth=SEVENTEEN),
        duty("2026-06-19 08:00", "09:00"),
        past=past,
        first=date(2026, 6, 19),
        last=date(2026, 6, 30),
    )

    assert seen(RULE, made) == [("2026-06-19", 2220, 120, "violation", False)]


def test_what_the_past_alone_crossed_is_not_reported() -> None:
    past = tuple(duty(f"{day} 08:00", "17:00") for day in DAYS[:4])
    made = rota(
        person(birth=SEVENTEEN),
        duty("2026-06-22 08:00", "16:00"),
        past=past,
        first=date(2026, 6, 19),
        last=date(2026, 6, 30),
    )

    assert seen(RULE, made) == []


@pytest.mark.parametrize(("end", "amounts"), [("09:00", []), ("09:01", [1])])
def test_only_the_days_before_the_eighteenth_birthday_count(end: str, amounts: list[int]) -> None:
    # Born on 19 June: Monday to Thursday are worked as a minor, and Sunday's night no more.
    week = [duty(f"{day} 08:00", "16:30") for day in DAYS]
    more = duty("2026-06-16 18:00", "18:30"), duty("2026-06-17 08:00", end, id="x")

    made = rota(
        person(birth=date(2008, 6, 19)),
        *(week[:2]),
        week[3],
        week[4],
        *more,
        duty("2026-06-17 09:30", "17:30"),
        **WEEK,
    )

    assert [amount for _, _, amount, _, _ in seen(RULE, made)] == amounts


def test_a_sunday_night_is_split_between_two_weeks() -> None:
    week = [duty(f"{day} 08:00", "15:00") for day in DAYS[:4]]
    sunday = duty("2026-06-21 17:00", "2026-06-22 03:00")

    made = rota(
        person(birth=SEVENTEEN), *week, sunday, first=date(2026, 6, 15), last=date(2026, 6, 28)
    )

    assert seen(RULE, made) == []


@pytest.mark.parametrize(("end", "amounts"), [("20:00", []), ("20:01", [1])])
def test_a_break_over_midnight_counts_once(end: str, amounts: list[int]) -> None:
    # 20:00 to 05:00 with an hour's break: 8 h, whichever side of midnight the break is on.
    night = duty("2026-06-17 20:00", "2026-06-18 05:00", pause=60)
    week = [night, *(duty(f"{day} 08:00", "16:00") for day in DAYS[:3])]
    made = rota(person(birth=SEVENTEEN), *week, duty("2026-06-19 17:00", end), **WEEK)

    assert [f[2] for f in seen(RULE, made)] == amounts
