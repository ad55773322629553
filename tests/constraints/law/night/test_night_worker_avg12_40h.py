from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.law.night.night_worker_avg12_40h import RULE
from scheduler.dated import Source
from scheduler.domain.duty import Duty
from scheduler.domain.time import PARIS
from tests.constraints.law.people import duty, person, rota, seen, without

SOURCE = Source("accord d'entreprise", "art. 9")
DECLARED = person(night_worker=True)
WEEK: dict[str, Any] = {"first": date(2026, 6, 22), "last": date(2026, 6, 28)}


def weeks(count: int, *, hour: int = 9) -> tuple[Duty, ...]:
    """Five days of 8 h in each of the weeks before 22 June 2026."""
    collected = []
    for week in range(1, count + 1):
        for day in range(5):
            start = datetime(2026, 6, 22, hour, tzinfo=PARIS) - timedelta(weeks=week, days=-day)
            end = start + timedelta(hours=8)
            collected.append(duty(f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"))
    return tuple(collected)


def five(last: str = "17:00") -> list[Duty]:
    return [
        *(duty(f"2026-06-{day} 09:00", "17:00") for day in range(22, 26)),
        duty("2026-06-26 09:00", last),
    ]


@pytest.mark.parametrize(("last", "expected"), [("17:00", []), ("17:01", [(28801, 1)])])
def test_twelve_weeks_of_a_declared_night_worker(
    last: str, expected: list[tuple[int, int]]
) -> None:
    made = rota(DECLARED, *five(last), past=weeks(11), **WEEK)

    assert [f[1:3] for f in seen(RULE, made)] == expected
    assert seen(RULE, rota(person(), *five(last), past=weeks(11), **WEEK)) == []


def test_the_thirteenth_week_back_is_out_and_unknown_weeks_add_nothing() -> None:
    assert seen(RULE, rota(DECLARED, *five("17:01"), past=weeks(10), **WEEK)) == []
    assert [f[1] for f in seen(RULE, rota(DECLARED, *five("17:01"), past=weeks(20), **WEEK))] == [
        28801
    ]


def test_a_night_is_split_at_the_end_of_the_week() -> None:
    sunday = duty("2026-06-28 20:00", "2026-06-29 04:00")
    made = rota(DECLARED, *five("13:00"), sunday, past=weeks(11), **WEEK)

    assert seen(RULE, made) == []
    late = duty("2026-06-28 19:59", "2026-06-29 04:00")
    assert [
        f[:3] for f in seen(RULE, rota(DECLARED, *five("13:00"), late, past=weeks(11), **WEEK))
    ] == [("2026-06-28", 28801, 1)]


@pytest.mark.parametrize(("last", "expected"), [("13:00", []), ("13:01", [(28801, 1)])])
def test_a_break_over_sunday_midnight_counts_once(
    last: str, expected: list[tuple[int, int]]
) -> None:
    # 20:00 to 05:00 with an hour's break: 8 h, whichever side of midnight the break is on.
    night = duty("2026-06-21 20:00", "2026-06-22 05:00", pause=60)
    past = tuple(d for d in weeks(11) if not d.id.startswith("2026-06-15"))
    made = rota(
        DECLARED, *five(last)[:4], duty("2026-06-26 05:00", last), past=(*past, night), **WEEK
    )

    assert [f[1:3] for f in seen(RULE, made)] == expected


def test_each_week_of_the_horizon_ends_a_window() -> None:
    month: dict[str, Any] = {"first": date(2026, 6, 22), "last": date(2026, 7, 5)}
    next_week = [duty(f"2026-07-0{day} 08:00", "18:00") for day in range(1, 5)]

    made = rota(DECLARED, *five("17:01"), *next_week, past=weeks(11), **month)
    assert [f[:3] for f in seen(RULE, made)] == [
        ("2026-06-28", 28801, 1),
        ("2026-07-05", 28801, 1),
    ]


def test_whom_nobody_declared_is_bound_by_the_nights_of_the_rota() -> None:
    # Two evenings until midnight complete the habit that the two weeks before began.
    past = weeks(11, hour=16)[: 2 * 5] + weeks(11)[2 * 5 :]
    evenings = [
        duty("2026-06-22 16:00", "2026-06-23 00:00"),
        duty("2026-06-23 16:00", "2026-06-24 00:00"),
    ]
    days = [duty(f"2026-06-{day} 09:00", "17:00") for day in (24, 25)]
    more, sharp = duty("2026-06-26 09:00", "17:01"), duty("2026-06-26 09:00", "17:00")

    assert [
        f[:3] for f in seen(RULE, rota(person(), *evenings, *days, more, past=past, **WEEK))
    ] == [("2026-06-28", 28801, 1)]
    assert seen(RULE, rota(person(), *evenings, *days, sharp, past=past, **WEEK)) == []
    assert seen(RULE, rota(person(), evenings[0], *days, more, past=past, **WEEK)) == []


def test_the_status_at_the_end_of_the_week_counts() -> None:
    sunday = person(night_worker=True, night_worker_since=date(2026, 6, 28))
    monday = person(night_worker=True, night_worker_since=date(2026, 6, 29))

    assert len(seen(RULE, rota(sunday, *five("17:01"), past=weeks(11), **WEEK))) == 1
    assert seen(RULE, rota(monday, *five("17:01"), past=weeks(11), **WEEK)) == []


def test_what_the_past_exceeds_forbids_more_and_alone_is_inherited() -> None:
    past = weeks(11) + tuple(duty(f"2026-06-{day} 18:00", "22:00") for day in range(10, 20))
    fixed = tuple(five())

    assert [f[3:] for f in seen(RULE, rota(DECLARED, past=past + fixed, **WEEK))] == [
        ("violation", True)
    ]
    post = duty("2026-06-27 09:00", "09:01")
    assert [f[3:] for f in seen(RULE, rota(DECLARED, post, past=past + fixed, **WEEK))] == [
        ("violation", False)
    ]


def test_an_agreement_may_go_to_forty_four_hours() -> None:
    more = replace(RULE, average=RULE.average.derogate(44 * 60, date(2026, 6, 28), SOURCE))

    assert more.limit(date(2026, 6, 22)) == 12 * 44 * 60
    assert more.limit(date(2026, 6, 15)) == 12 * 40 * 60
    assert seen(more, rota(DECLARED, *five("21:00"), past=weeks(11), **WEEK)) == []


def test_who_could_become_a_night_worker_and_does_not_is_not_bound() -> None:
    past = weeks(11, hour=16)[: 2 * 5] + weeks(11)[2 * 5 :]
    evenings = (
        duty("2026-06-22 16:00", "2026-06-23 00:00"),
        duty("2026-06-23 16:00", "2026-06-24 00:00"),
    )
    days = [duty(f"2026-06-{day} 09:00", "17:00") for day in (24, 25, 26)]
    made = rota(person(), *evenings, *days, duty("2026-06-27 09:00", "17:01"), past=past, **WEEK)

    assert [f[1] for f in seen(RULE, made)] == [29281]
    assert seen(RULE, without(made, evenings[1])) == []
