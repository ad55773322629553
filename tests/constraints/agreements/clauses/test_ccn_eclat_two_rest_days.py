from datetime import date
from typing import Any

from constraints.agreements.clauses.ccn_eclat_two_rest_days import RULE
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, days, duty, timeline

MONDAY, SUNDAY = date(2026, 6, 15), date(2026, 6, 21)
WEEK: dict[str, Any] = {"first": MONDAY, "last": SUNDAY}
TWO: dict[str, Any] = {"first": MONDAY, "last": date(2026, 6, 28)}


def june(*numbers: int) -> tuple[str, ...]:
    return tuple(f"2026-06-{n}" for n in numbers)


def test_five_days_in_a_row_leave_two() -> None:
    assert said(RULE, *days(*june(15, 16, 17, 18, 19)), **WEEK) == []


def test_two_days_in_midweek_do() -> None:
    assert said(RULE, *days(*june(15, 16, 19, 20, 21)), **WEEK) == []


def test_six_days_leave_one() -> None:
    assert said(RULE, *days(*june(15, 16, 17, 18, 19, 20)), **WEEK) == [
        ("2026-06-15", 1, 2, "violation")
    ]


def test_two_days_apart_are_not_in_a_row() -> None:
    assert said(RULE, *days(*june(16, 17, 18, 20, 21)), **WEEK) == [
        ("2026-06-15", 1, 2, "violation")
    ]


def test_a_minute_after_midnight_takes_the_day() -> None:
    week = days(*june(15, 16, 17, 18))

    assert said(RULE, *week, duty("2026-06-19 18:00 00:00"), **WEEK) == []
    assert said(RULE, *week, duty("2026-06-19 18:00 00:01"), **WEEK) == [
        ("2026-06-15", 1, 2, "violation")
    ]


def test_a_sunday_and_the_monday_after_are_to_confirm() -> None:
    first = days(*june(15, 16, 17, 18, 19, 20))
    second = days(*june(23, 24, 25, 26))

    assert said(RULE, *first, *second, **TWO) == [("2026-06-15", 1, 2, "to_confirm")]


def test_forty_eight_hours_over_three_days_are_to_confirm() -> None:
    week = days(*june(15, 16, 17), start="09:00", end="14:00")
    late = duty("2026-06-19 14:00 20:00"), duty("2026-06-20 09:00 12:00")
    sunday = duty("2026-06-21 09:00 12:00")

    assert said(RULE, *week, *late, sunday, **WEEK) == [("2026-06-15", 1, 2, "to_confirm")]


def test_a_minute_less_than_forty_eight_hours_is_not() -> None:
    week = days(*june(15, 16), start="09:00", end="14:00")
    wednesday = duty("2026-06-17 09:00 14:01")
    rest = duty("2026-06-19 14:00 20:00"), *days(*june(20, 21))

    assert said(RULE, *week, wednesday, *rest, **WEEK) == [("2026-06-15", 1, 2, "violation")]


def test_it_holds_from_the_first_week_that_begins_under_the_agreement() -> None:
    six = days(*june(15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 26, 27))

    assert said(since_tuesday(RULE), *six, **TWO) == [("2026-06-22", 1, 2, "violation")]


def test_a_company_agreement_may_give_one_day() -> None:
    six = days(*june(15, 16, 17, 18, 19, 20))

    assert said(agreed(RULE, days=1), *six, **WEEK) == []
    assert said(agreed(RULE, days=0), *six, *days("2026-06-21"), **WEEK) == []


def test_the_finding_cites_the_agreement() -> None:
    (finding,) = audited(RULE, timeline(*days(*june(15, 16, 17, 18, 19, 20)), **WEEK))

    assert finding.message == (
        "Lou : 1 jour de repos d’affilée dans la semaine du lundi 15/06/2026, au lieu de 2 jours."
    )
    assert finding.article == "art. 5.2 (ECLAT, IDCC 1518)"
