from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.law.night.night_worker_daily_8h import RULE
from scheduler.dated import Source
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS
from tests.constraints.law.people import duty, person, rota, seen, without

SOURCE = Source("accord d'entreprise", "art. 8")


DECLARED = person(night_worker=True)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
HABIT = tuple(
    duty(f"2026-{day} 16:00", f"2026-{after} 00:00")
    for day, after in (
        ("05-26", "05-27"),
        ("05-28", "05-29"),
        ("06-02", "06-03"),
        ("06-04", "06-05"),
        ("06-09", "06-10"),
        ("06-11", "06-12"),
    )
)
LONG = duty("2026-06-16 18:00", "2026-06-17 02:01")


def test_posts_of_one_day_add_up_whole_over_midnight() -> None:
    posts = duty("2026-06-15 10:00", "12:00"), duty("2026-06-15 18:30", "2026-06-16 00:31")

    assert seen(RULE, rota(DECLARED, *posts, **WEEK)) == [
        ("2026-06-15", 481, 1, "violation", False)
    ]
    assert seen(RULE, rota(DECLARED, posts[1], **WEEK)) == []


def test_what_goes_on_at_once_over_midnight_in_another_post_is_added_to_confirm() -> None:
    night = duty("2026-06-15 22:00", "2026-06-16 02:00")
    follows = duty("2026-06-16 02:00", "2026-06-16 06:01")
    after_a_stop = duty("2026-06-16 02:01", "2026-06-16 06:02")
    eight = duty("2026-06-16 02:00", "2026-06-16 06:00")

    assert seen(RULE, rota(DECLARED, night, follows, **WEEK)) == [
        ("2026-06-15", 481, 1, "to_confirm", False)
    ]
    assert seen(RULE, rota(DECLARED, night, after_a_stop, **WEEK)) == []
    assert seen(RULE, rota(DECLARED, night, eight, **WEEK)) == []
    assert seen(RULE, rota(person(night_worker=False), night, follows, **WEEK)) == []


def test_a_day_without_night_is_to_confirm() -> None:
    made = rota(DECLARED, duty("2026-06-15 12:00", "21:00"), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 540, 60, "to_confirm", False)]
    by_night = rota(DECLARED, duty("2026-06-15 12:00", "21:01"), **WEEK)
    assert seen(RULE, by_night) == [("2026-06-15", 541, 61, "violation", False)]


def test_the_night_of_the_autumn_change_has_nine_hours_and_that_of_spring_seven() -> None:
    autumn = duty("2026-10-24 22:00", "2026-10-25 06:00")
    spring = duty("2026-03-28 22:00", "2026-03-29 07:00")

    made = rota(DECLARED, autumn, first=date(2026, 10, 19), last=date(2026, 10, 25))
    assert seen(RULE, made) == [("2026-10-24", 540, 60, "violation", False)]
    assert seen(RULE, rota(DECLARED, spring, first=date(2026, 3, 23), last=date(2026, 3, 29))) == []


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (person(night_worker=False), []),
        (person(night_worker=True, night_worker_since=date(2026, 6, 17)), []),
        (person(night_worker=True, night_worker_since=date(2026, 6, 16)), [481]),
    ],
)
def test_it_binds_from_the_declared_day_on(who: Mediator, expected: list[int]) -> None:
    assert [f[1] for f in seen(RULE, rota(who, LONG, **WEEK))] == expected


def test_a_habit_of_the_past_binds_whom_nobody_declared() -> None:
    assert seen(RULE, rota(person(), LONG, past=HABIT, **WEEK)) == [
        ("2026-06-16", 481, 1, "violation", False)
    ]
    assert seen(RULE, rota(person(), LONG, past=HABIT[1:], **WEEK)) == []


def test_the_rota_itself_may_complete_the_habit_and_bind_the_whole_week() -> None:
    other = duty("2026-06-18 16:00", "2026-06-19 00:00")
    short = duty("2026-06-18 16:00", "23:59")

    assert seen(RULE, rota(person(), LONG, other, past=HABIT[2:], **WEEK)) == [
        ("2026-06-16", 481, 1, "violation", False)
    ]
    assert seen(RULE, rota(person(), LONG, short, past=HABIT[2:], **WEEK)) == []


def test_the_year_may_be_completed_by_the_rota_too() -> None:
    first = datetime(2026, 6, 3, 21, tzinfo=PARIS)
    past = tuple(
        duty(f"{start:%Y-%m-%d %H:%M}", f"{start + timedelta(hours=8):%Y-%m-%d %H:%M}")
        for start in (first - timedelta(weeks=n) for n in range(33))
    )
    # 264 h, and 5 h 01 of LONG's: the last 59 minutes decide.
    rest = duty("2026-06-19 16:00", "21:59"), duty("2026-06-19 16:00", "21:58")

    assert len(seen(RULE, rota(person(), LONG, rest[0], past=past, **WEEK))) == 1
    assert seen(RULE, rota(person(), LONG, rest[1], past=past, **WEEK)) == []


def test_nights_of_the_past_are_not_judged_again_and_fixed_ones_are_inherited() -> None:
    before, inside = duty("2026-06-14 18:00", "2026-06-15 04:00"), LONG
    post = duty("2026-06-18 09:00", "12:00")

    assert seen(RULE, rota(DECLARED, post, past=(before, inside), **WEEK)) == [
        ("2026-06-16", 481, 1, "violation", True)
    ]


def test_an_agreement_may_let_a_night_be_longer() -> None:
    longer = replace(RULE, longest=RULE.longest.derogate(600, date(2026, 6, 1), SOURCE))

    assert seen(longer, rota(DECLARED, LONG, **WEEK)) == []


def test_eight_hours_sharp_are_lawful_whatever_else_is_open_that_day() -> None:
    night, other = duty("2026-06-16 22:00", "2026-06-17 06:00"), duty("2026-06-16 10:00", "12:00")
    made = rota(DECLARED, night, other, **WEEK)

    assert seen(RULE, without(made, other)) == []
    assert seen(RULE, made) == [("2026-06-16", 600, 120, "violation", False)]
