from datetime import date
from typing import Any

import pytest

from constraints.law.minors.minor_night_ban import RULE
from tests.constraints.law.people import ADULT, duty, person, rota, seen

SEVENTEEN, FIFTEEN = date(2009, 1, 10), date(2010, 9, 1)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


@pytest.mark.parametrize(
    ("birth", "start", "end", "minutes"),
    [
        (SEVENTEEN, "18:00", "22:00", None),
        (SEVENTEEN, "18:00", "22:01", 1),
        (SEVENTEEN, "06:00", "10:00", None),
        (SEVENTEEN, "05:59", "10:00", 1),
        (FIFTEEN, "16:00", "20:00", None),
        (FIFTEEN, "16:00", "20:01", 1),
        (ADULT, "18:00", "23:30", None),
    ],
)
def test_both_ends_of_the_window(birth: date, start: str, end: str, minutes: int | None) -> None:
    made = rota(person(birth=birth), duty(f"2026-06-15 {start}", end), **WEEK)

    assert [measured for _, measured, _, _, _ in seen(RULE, made)] == [minutes] * bool(minutes)


def test_a_night_is_counted_whole_and_dated_on_its_start() -> None:
    made = rota(person(birth=SEVENTEEN), duty("2026-06-15 20:00", "2026-06-16 07:00"), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 480, 480, "violation", False)]


def test_the_window_opens_with_the_eighteenth_birthday() -> None:
    night = duty("2026-06-15 23:00", "2026-06-16 03:00")

    assert seen(RULE, rota(person(birth=date(2008, 6, 16)), night, **WEEK)) == [
        ("2026-06-15", 60, 60, "violation", False)
    ]
    assert seen(RULE, rota(person(birth=date(2008, 6, 15)), night, **WEEK)) == []


def test_the_night_of_the_autumn_change_has_an_hour_more() -> None:
    night = duty("2026-10-24 22:00", "2026-10-25 06:00")

    made = rota(person(birth=SEVENTEEN), night, first=date(2026, 10, 24), last=date(2026, 10, 25))

    assert seen(RULE, made) == [("2026-10-24", 540, 540, "violation", False)]


def test_a_break_of_unknown_place_lies_in_the_night() -> None:
    kept, passed = (
        duty("2026-06-15 18:00", "22:30", pause=30),
        duty("2026-06-15 18:00", "22:31", pause=30),
    )

    assert seen(RULE, rota(person(birth=SEVENTEEN), kept, **WEEK)) == []
    assert seen(RULE, rota(person(birth=SEVENTEEN), passed, **WEEK)) == [
        ("2026-06-15", 1, 1, "violation", False)
    ]


def test_a_night_begun_in_the_month_before_is_the_pasts() -> None:
    night = duty("2026-06-14 22:00", "2026-06-15 02:00")
    made = rota(person(birth=SEVENTEEN), duty("2026-06-16 09:00", "12:00"), past=(night,), **WEEK)

    assert seen(RULE, made) == []
