from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.counters.days.absences import (
    PAID_LEAVE,
    absence_minutes,
    absence_minutes_by_day,
    holidays_off,
)
from scheduler.domain.people import AbsenceKind
from scheduler.errors import InvalidProblemError
from tests.constraints.counters.make import away, contract, day, person, shift, timeline

FIRST, LAST = date(2026, 7, 13), date(2026, 7, 19)
BASTILLE = date(2026, 7, 14)


def worth(*absences: Any, hours: float = 35, **options: Any) -> dict[int, int]:
    judged = timeline(
        who=person(contract(hours, **options)),
        absences=absences,
        holidays=frozenset({BASTILLE}),
        first=FIRST,
        last=LAST,
    )
    return {d.day: m for d, m in absence_minutes_by_day(judged, PAID_LEAVE, FIRST, LAST).items()}


def test_a_week_of_leave_is_worth_the_contract_s_weekdays_without_the_holiday() -> None:
    assert worth(away(FIRST, LAST)) == {13: 420, 15: 420, 16: 420, 17: 420}


def test_only_the_days_asked_for() -> None:
    assert worth(away(date(2026, 7, 1), date(2026, 7, 15))) == {13: 420, 15: 420}


def test_a_range_s_last_day_is_in_it() -> None:
    friday = date(2026, 7, 17)
    judged = timeline(absences=(away(friday),), first=FIRST, last=LAST)

    assert absence_minutes_by_day(judged, PAID_LEAVE, FIRST, friday) == {friday: 420}
    assert absence_minutes_by_day(judged, PAID_LEAVE, friday, friday) == {friday: 420}
    assert absence_minutes_by_day(judged, PAID_LEAVE, FIRST, date(2026, 7, 16)) == {}


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("08:00", "12:00", 210),
        ("10:00", "12:00", 210),
        ("10:00", "11:59", 0),
        ("10:01", "12:00", 0),
        ("13:00", "17:00", 210),
        ("08:00", "18:00", 420),
    ],
)
def test_half_days_by_their_heart(begin: str, end: str, minutes: int) -> None:
    absence = replace(
        away(date(2026, 7, 15)), span=shift(f"2026-07-15 {begin}", f"2026-07-15 {end}").span
    )

    assert worth(absence) == ({15: minutes} if minutes else {})


def test_two_absences_of_one_half_day_count_once() -> None:
    assert worth(away(date(2026, 7, 15)), away(date(2026, 7, 15), date(2026, 7, 16))) == {
        15: 420,
        16: 420,
    }


def test_the_contract_s_own_days_share_its_week() -> None:
    days = frozenset({0, 2, 5})

    assert worth(away(FIRST, LAST), hours=24, days=days) == {13: 480, 15: 480, 18: 480}


def test_a_day_that_no_contract_covers_is_worth_nothing() -> None:
    assert worth(away(FIRST, LAST), end=date(2026, 7, 15)) == {13: 420, 15: 420}


def test_other_kinds_are_left_out() -> None:
    assert worth(away(FIRST, kind=AbsenceKind.SICK)) == {}


def test_a_holiday_off_is_worth_its_hours_and_one_worked_nothing() -> None:
    options: dict[str, Any] = {
        "holidays": frozenset({BASTILLE, date(2026, 7, 18)}), "first": FIRST, "last": LAST,
    }  # fmt: skip

    assert holidays_off(timeline(**options), FIRST, LAST) == {BASTILLE: 420}
    assert holidays_off(timeline(day(BASTILLE, 60), **options), FIRST, LAST) == {}
    assert holidays_off(timeline(**options), date(2026, 7, 15), LAST) == {}


def test_a_day_is_worth_what_was_entered_in_place_of_the_contract_s_hours() -> None:
    week = replace(away(FIRST, LAST), day_minutes=480)

    assert worth(week) == {13: 480, 15: 480, 16: 480, 17: 480}
    over_two = replace(week, span=shift("2026-07-15 13:00", "2026-07-16 17:00").span)
    assert worth(over_two) == {15: 240, 16: 480}


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [
        ("08:00", "12:00", 180),
        ("09:00", "15:59", 180),
        ("09:00", "16:00", 180),
        ("14:00", "18:00", 180),
        ("08:00", "09:30", 180),
        ("16:00", "17:30", 180),
        ("11:00", "15:00", 180),
    ],
)
def test_a_part_of_a_day_is_worth_what_was_entered_for_it(
    first: str, last: str, minutes: int
) -> None:
    span = shift(f"2026-07-15 {first}", f"2026-07-15 {last}").span
    part = replace(away(FIRST), span=span, day_minutes=minutes)

    assert worth(part) == {15: minutes}


def test_two_parts_of_a_day_add_up_and_a_part_that_is_worked_is_none() -> None:
    morning = replace(
        away(FIRST), span=shift("2026-07-15 08:00", "2026-07-15 12:00").span, day_minutes=240
    )
    evening = replace(morning, span=shift("2026-07-15 14:00", "2026-07-15 17:00").span)

    assert worth(morning, replace(evening, day_minutes=180)) == {15: 420}
    assert worth(morning, replace(evening, day_minutes=None)) == {15: 240 + 210}
    saturday = replace(morning, span=shift("2026-07-18 08:00", "2026-07-18 12:00").span)
    assert worth(saturday) == {18: 240}
    assert worth(replace(saturday, day_minutes=None)) == {}


@pytest.mark.parametrize(
    ("first", "expected"), [("09:30", 90 + 60), ("09:29", 90), ("11:00", 90 + 60)]
)
def test_two_parts_of_a_half_day_add_up_unless_they_overlap(first: str, expected: int) -> None:
    early = replace(
        away(FIRST), span=shift("2026-07-15 08:00", "2026-07-15 09:30").span, day_minutes=90
    )
    late = replace(
        early, span=shift(f"2026-07-15 {first}", "2026-07-15 12:30").span, day_minutes=60
    )

    assert worth(early, late) == worth(late, early) == {15: expected}


def test_a_day_entered_alone_counts_on_a_weekday_that_the_contract_has_not() -> None:
    saturday = replace(away(date(2026, 7, 18)), day_minutes=450)

    assert worth(saturday) == {18: 450}
    assert worth(replace(saturday, day_minutes=None)) == {}
    assert worth(replace(away(date(2026, 7, 17), date(2026, 7, 18)), day_minutes=450)) == {17: 450}
    assert worth(replace(away(BASTILLE), day_minutes=450)) == {}


def test_two_leaves_of_one_day_are_worth_the_greater() -> None:
    friday = date(2026, 7, 17)

    assert worth(away(friday), replace(away(friday), day_minutes=480)) == {17: 480}


def test_a_day_of_leave_spent_ill_is_sickness() -> None:
    friday = date(2026, 7, 17)
    judged = timeline(
        absences=(away(friday), away(friday, kind=AbsenceKind.SICK)), first=FIRST, last=LAST
    )

    seen = absence_minutes(judged, FIRST, LAST)

    assert (seen.leave, seen.unsettled) == ({}, {friday: 420})


@pytest.mark.parametrize("minutes", [0, -1, 721])
def test_a_day_is_worth_some_work_and_no_more_than_a_day_holds(minutes: int) -> None:
    with pytest.raises(InvalidProblemError, match="jour d’absence"):
        replace(away(FIRST), day_minutes=minutes)
    assert replace(away(FIRST), day_minutes=720).day_minutes == 720
