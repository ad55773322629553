from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.days.worked import OpenDays, leave_day, working_day
from scheduler.domain.employment.employer import Employer
from tests.constraints.law.make import duty, timeline

BASTILLE, ASSUMPTION = date(2026, 7, 14), date(2026, 8, 15)
JULY: dict[str, Any] = {
    "first": date(2026, 7, 1),
    "last": date(2026, 8, 31),
    "holidays": frozenset({BASTILLE}),
}


@pytest.mark.parametrize(
    ("day", "works", "counts"),
    [
        (date(2026, 7, 13), True, True),
        (date(2026, 7, 18), False, True),
        (date(2026, 7, 19), False, False),
        (BASTILLE, False, False),
    ],
)
def test_saturday_counts_as_leave_and_not_as_worked(day: date, works: bool, counts: bool) -> None:
    judged = timeline(**JULY)

    assert working_day(judged)(day) is works
    assert leave_day(judged)(day) is counts


def test_the_employer_says_on_which_weekdays_and_holidays_it_works() -> None:
    employer = Employer(working_days=frozenset(range(1, 6)), closed=frozenset({ASSUMPTION}))
    holidays = frozenset({BASTILLE, ASSUMPTION})
    judged = timeline(employer=employer, **(JULY | {"holidays": holidays}))
    works, counts = working_day(judged), leave_day(judged)

    assert [works(day) for day in (date(2026, 7, 13), date(2026, 7, 18), BASTILLE)] == [
        False,
        True,
        True,
    ]
    assert [counts(day) for day in (BASTILLE, ASSUMPTION)] == [True, False]


def test_a_holiday_on_which_the_person_works_is_worked_unless_told_otherwise() -> None:
    shift = duty("2026-07-14 09:00 17:00")
    closed = Employer(closed=frozenset({BASTILLE}))

    assert working_day(timeline(shift, **JULY))(BASTILLE)
    assert not working_day(timeline(shift, employer=closed, **JULY))(BASTILLE)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    first=DAYS,
    last=DAYS,
    weekdays=st.frozensets(st.integers(0, 6)),
    off=st.frozensets(DAYS),
)
def test_days_between_two_are_as_many_as_when_each_is_looked_at(
    first: date, last: date, weekdays: frozenset[int], off: frozenset[date]
) -> None:
    days = OpenDays(weekdays=weekdays, off=off)
    between = [first + timedelta(days=n) for n in range(1, (last - first).days)]

    assert days.between(first, last) == sum(map(days, between))
