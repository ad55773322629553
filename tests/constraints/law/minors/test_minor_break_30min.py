from datetime import date, datetime
from typing import Any

import pytest

from constraints.law.minors.minor_break_30min import RULE
from scheduler.domain.duty import Break, BreakKind, DutyKind
from scheduler.domain.time import PARIS
from tests.constraints.law.people import duty, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
WHO = person(birth=SEVENTEEN)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 15, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("end", "pauses", "expected"),
    [
        ("13:30", (), []),
        ("13:31", (), [271]),
        ("17:00", (Break(minutes=30, start=at(13, 30)),), []),
        ("17:00", (Break(minutes=30, start=at(13, 31)),), [271]),
        ("17:00", (Break(minutes=29, start=at(13)),), [451]),
        ("17:00", (Break(minutes=60),), []),
        ("18:30", (Break(minutes=30),), []),
        ("18:31", (Break(minutes=30),), [271]),
        ("13:45", (Break(minutes=15),), []),
        ("17:00", (Break(minutes=29),), [451]),
        ("17:00", (Break(minutes=30, kind=BreakKind.WATCH),), [480]),
        ("17:00", (Break(minutes=30, start=at(13), kind=BreakKind.PAID),), []),
        ("18:01", (Break(minutes=30), Break(minutes=30)), []),
    ],
)
def test_a_post_and_its_breaks(end: str, pauses: tuple[Break, ...], expected: list[int]) -> None:
    made = rota(WHO, duty("2026-06-15 09:00", end, pauses=pauses), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == expected


@pytest.mark.parametrize(("again", "expected"), [("12:30", []), ("12:29", [360])])
def test_a_gap_between_a_class_and_a_post_is_a_break_from_thirty_minutes_on(
    again: str, expected: list[int]
) -> None:
    school = duty("2026-06-15 08:00", "12:00", kind=DutyKind.TRAINING)
    field = duty(f"2026-06-15 {again}", "14:30" if again == "12:30" else "14:29")

    assert [f[1] for f in seen(RULE, rota(WHO, field, past=(school,), **WEEK))] == expected


def test_three_short_posts_in_a_row_add_up() -> None:
    posts = (
        duty("2026-06-15 08:00", "10:00"),
        duty("2026-06-15 10:20", "12:00"),
        duty("2026-06-15 12:29", "13:20"),
    )

    assert seen(RULE, rota(WHO, *posts[:2], **WEEK)) == []
    assert seen(RULE, rota(WHO, *posts, **WEEK)) == [("2026-06-15", 271, 1, "violation", False)]


def test_a_movable_break_serves_the_post_before_too() -> None:
    morning = duty("2026-06-15 08:00", "10:00")
    post = duty("2026-06-15 10:10", "17:10", pause=30)

    assert seen(RULE, rota(WHO, morning, post, **WEEK)) == []


def test_a_break_is_none_while_another_post_runs() -> None:
    post, other = duty("2026-06-15 09:00", "16:00", pause=60), duty("2026-06-15 11:00", "12:00")

    assert [f[1] for f in seen(RULE, rota(WHO, post, other, **WEEK))] == [420]


def test_what_is_fixed_is_inherited_until_a_post_is_added_to_it() -> None:
    fixed = duty("2026-06-15 08:00", "13:00")

    apart, close = duty("2026-06-15 13:30", "14:00"), duty("2026-06-15 13:20", "14:00")
    assert seen(RULE, rota(WHO, apart, past=(fixed,), **WEEK)) == [
        ("2026-06-15", 300, 30, "violation", True)
    ]
    assert seen(RULE, rota(WHO, close, past=(fixed,), **WEEK)) == [
        ("2026-06-15", 340, 70, "violation", False)
    ]


def test_the_adult_of_the_birthday_has_the_adults_break() -> None:
    days = duty("2026-06-16 09:00", "13:31"), duty("2026-06-17 09:00", "14:00")

    assert seen(RULE, rota(person(birth=date(2008, 6, 17)), *days, **WEEK)) == [
        ("2026-06-16", 271, 1, "violation", False)
    ]
    assert seen(RULE, rota(person(), *days, **WEEK)) == []


def test_the_skipped_hour_of_spring_is_not_worked() -> None:
    made = rota(
        WHO, duty("2026-03-29 00:30", "06:00"), first=date(2026, 3, 29), last=date(2026, 3, 29)
    )

    assert seen(RULE, made) == []


def test_a_class_too_long_by_itself_forbids_no_post_after_its_break() -> None:
    pause = Break(minutes=30, start=at(12, 31))
    lesson = duty(
        "2026-06-15 08:00", "14:00", kind=DutyKind.TRAINING, pauses=(pause,), decided=False
    )
    post = duty("2026-06-15 14:29", "15:00")
    made = rota(WHO, post, past=(lesson,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 271, 1, "violation", True)]


def test_a_movable_break_goes_where_it_helps_though_another_part_of_the_post_is_longer() -> None:
    morning = duty("2026-06-15 08:00", "11:20")
    lunch = Break(minutes=30, start=at(13, 10))
    post = duty("2026-06-15 11:30", "16:40", pauses=(lunch, Break(minutes=30)))

    assert seen(RULE, rota(WHO, morning, post, **WEEK)) == []


def test_a_night_of_the_last_day_is_judged_to_its_end() -> None:
    pause = Break(minutes=30, start=datetime(2026, 6, 22, 0, 30, tzinfo=PARIS))
    night = duty("2026-06-21 20:00", "2026-06-22 05:31", pauses=(pause,))

    assert [f[1] for f in seen(RULE, rota(WHO, night, **WEEK))] == [271]
