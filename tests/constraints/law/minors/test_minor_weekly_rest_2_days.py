from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.minors.minor_weekly_rest_2_days import RULE
from scheduler.dated import Source
from scheduler.domain.duty import Duty
from scheduler.finding import Verdict
from tests.constraints.law.people import duty, findings, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
TWO_WEEKS: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 28)}


def days(*numbers: int) -> list[Duty]:
    """A morning on each of these days of June 2026 (the 15th and the 22nd are Mondays)."""
    return [duty(f"2026-06-{number} 09:00", "12:00") for number in numbers]


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        ((15, 16, 17, 18, 19), []),
        ((17, 18, 19, 20, 21), []),
        ((15, 16, 19, 20, 21), []),
        ((15, 16, 18, 20, 21, 22), [("2026-06-15", 1, 1, "violation", False)]),
        ((15, 16, 17, 18, 19, 20, 21), [("2026-06-15", 0, 2, "violation", False)]),
    ],
)
def test_two_days_off_in_a_row_anywhere_in_the_week(
    worked: tuple[int, ...], expected: list[tuple[str, int, int, str, bool]]
) -> None:
    assert seen(RULE, rota(person(birth=SEVENTEEN), *days(*worked), **TWO_WEEKS)) == expected


def test_sunday_and_the_next_monday_are_to_confirm() -> None:
    made = rota(person(birth=SEVENTEEN), *days(15, 16, 17, 18, 19, 20, 23), **TWO_WEEKS)

    (finding,) = findings(RULE, made)
    assert (finding.on, finding.verdict) == (date(2026, 6, 15), Verdict.TO_CONFIRM)
    assert finding.message == (
        "Maé (moins de 18 ans) : 1 jour de repos dans la semaine du lundi 15/06/2026, au lieu de "
        "2 jours ; le repos du dimanche et du lundi est à cheval sur deux semaines, à confirmer."
    )


def test_the_sunday_before_the_horizon_counts_where_it_is_described() -> None:
    week = days(16, 17, 18, 19, 20, 21)
    known: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}

    def made(since: date) -> Any:
        return rota(person(birth=SEVENTEEN), *week, known_since=since, **known)

    assert [f[3] for f in seen(RULE, made(date(2026, 6, 1)))] == ["to_confirm"]
    assert [f[3] for f in seen(RULE, made(date(2026, 6, 15)))] == ["violation"]


def test_days_after_the_horizon_are_not_planned_yet_hence_free() -> None:
    made = rota(
        person(birth=SEVENTEEN),
        *days(15, 16, 17, 18),
        first=date(2026, 6, 15),
        last=date(2026, 6, 18),
    )

    assert seen(RULE, made) == []


def test_a_week_is_judged_from_its_monday_on_or_not_at_all() -> None:
    saturday = days(20)
    month: dict[str, Any] = {"first": date(2026, 6, 20), "last": date(2026, 6, 21)}
    past = tuple(days(15, 16, 17, 18, 19))

    assert seen(RULE, rota(person(birth=SEVENTEEN), *saturday, past=past, **month)) == [
        ("2026-06-15", 1, 1, "violation", False)
    ]
    half_known = rota(
        person(birth=SEVENTEEN), *saturday, past=past, known_since=date(2026, 6, 16), **month
    )
    assert seen(RULE, half_known) == []


def test_where_the_past_leaves_no_two_days_nothing_may_be_added() -> None:
    month: dict[str, Any] = {"first": date(2026, 6, 21), "last": date(2026, 6, 30)}
    past = tuple(days(15, 16, 17, 18, 19, 20))

    alone = rota(person(birth=SEVENTEEN), *days(22), past=past, **month)
    more = rota(person(birth=SEVENTEEN), *days(21), past=past, **month)

    assert [f[3:] for f in seen(RULE, alone)] == [("violation", False)]
    assert [f[1:4] for f in seen(RULE, more)] == [(0, 2, "violation")]


def test_only_what_is_worked_before_the_eighteenth_birthday_counts() -> None:
    week = days(15, 16, 17, 18, 19, 20)

    on_saturday = person(birth=date(2008, 6, 20))
    on_sunday = person(birth=date(2008, 6, 21))
    assert seen(RULE, rota(on_saturday, *week, **TWO_WEEKS)) == []
    assert seen(RULE, rota(on_sunday, *week, *days(22), **TWO_WEEKS)) == [
        ("2026-06-15", 1, 1, "to_confirm", False)
    ]


def test_an_evening_past_midnight_takes_two_days() -> None:
    week = days(15, 16, 17, 18)
    late = duty("2026-06-19 20:00", "2026-06-20 00:01")
    sharp = duty("2026-06-19 20:00", "2026-06-20 00:00")
    one_week: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}

    assert seen(RULE, rota(person(birth=SEVENTEEN), *week, sharp, **one_week)) == []
    assert seen(RULE, rota(person(birth=SEVENTEEN), *week, late, **one_week)) == [
        ("2026-06-15", 1, 1, "violation", False)
    ]


def test_the_last_free_day_stays_free_though_the_past_took_the_other() -> None:
    sunday: dict[str, Any] = {"first": date(2026, 6, 21), "last": date(2026, 6, 21)}
    past = tuple(days(15, 16, 17, 18, 19, 20))

    assert seen(RULE, rota(person(birth=SEVENTEEN), past=past, **sunday)) == []
    assert seen(RULE, rota(person(birth=SEVENTEEN), *days(21), past=past, **sunday)) == [
        ("2026-06-15", 0, 2, "violation", False)
    ]


HOURS_36 = replace(
    RULE, agreed=RULE.agreed.derogate(36 * 60, date(2020, 1, 1), Source("accord du cas", "art. 1"))
)


def six_days(saturday_end: str, monday: str = "09:00") -> list[Duty]:
    """Afternoons from Monday 15 to Friday, a Saturday's that ends then, and the next Monday's."""
    weekdays = [duty(f"2026-06-{n} 13:00", "17:00") for n in range(15, 20)]
    saturday = duty("2026-06-20 16:00", saturday_end)
    return [*weekdays, saturday, duty(f"2026-06-22 {monday}", "13:00")]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("21:00", []),
        ("21:01", [("2026-06-15", 2159, 1, "violation", False)]),
    ],
)
def test_an_agreement_may_put_36_hours_in_place_of_the_two_days(
    end: str, expected: list[tuple[str, int, int, str, bool]]
) -> None:
    made = rota(person(birth=SEVENTEEN), *six_days(end), **TWO_WEEKS)

    assert seen(HOURS_36, made) == expected
    assert [f[:2] for f in seen(RULE, made)] == [("2026-06-15", 1)]


def test_24_of_the_36_hours_lie_inside_the_week() -> None:
    # Sunday from 00:30 to Monday 12:30: 23 h 30 of the week, and twelve hours of the next.
    late = [*six_days("21:00")[:-1], duty("2026-06-20 23:00", "2026-06-21 00:30")]
    monday = duty("2026-06-22 14:00", "17:00")

    (finding,) = findings(HOURS_36, rota(person(birth=SEVENTEEN), *late, monday, **TWO_WEEKS))
    assert (finding.measured, finding.limit, finding.unit) == (2130, 2160, "minutes")
    assert finding.article == "art. 1 (accord du cas)"
    assert finding.message == (
        "Maé (moins de 18 ans) : 35 h 30 de repos consécutif au mieux dans la semaine du lundi "
        "15/06/2026, au lieu de 36 h 00."
    )


def test_the_agreement_is_for_those_who_have_left_school() -> None:
    fifteen = person(birth=date(2010, 6, 16))

    assert [f[:2] for f in seen(HOURS_36, rota(fifteen, *six_days("21:00"), **TWO_WEEKS))] == [
        ("2026-06-15", 1)
    ]
