from datetime import date

import pytest

from constraints.days.worked import OpenDays
from constraints.notices.delays import (
    Delay,
    calendar_days,
    short_of_months,
    working_days,
)
from scheduler.finding import Verdict

JUNE_1 = date(2026, 6, 1)
WEEK = OpenDays(weekdays=frozenset(range(5)), off=frozenset())


@pytest.mark.parametrize(
    ("effect", "clear", "plain"),
    [
        (date(2026, 6, 9), 7, 8),
        (date(2026, 6, 3), 1, 2),
        (date(2026, 6, 2), 0, 1),
        (date(2026, 6, 1), 0, 0),
        (date(2026, 5, 20), 0, 0),
    ],
)
def test_clear_days_leave_out_both_ends(effect: date, clear: int, plain: int) -> None:
    assert calendar_days(JUNE_1, effect) == Delay(clear=clear, plain=plain)


@pytest.mark.parametrize(
    ("notified", "effect", "clear", "plain"),
    [
        (date(2026, 6, 1), date(2026, 6, 15), 9, 10),
        (date(2026, 6, 5), date(2026, 6, 8), 0, 1),
        (date(2026, 6, 1), date(2026, 6, 2), 0, 1),
        (date(2026, 6, 1), date(2026, 6, 1), 0, 0),
        (date(2026, 6, 6), date(2026, 6, 7), 0, 0),
        (date(2026, 6, 6), date(2026, 6, 14), 5, 5),
        (date(2026, 6, 6), date(2026, 6, 15), 5, 6),
        (date(2026, 12, 28), date(2027, 1, 4), 4, 5),
        (date(2028, 2, 28), date(2028, 3, 1), 1, 2),
    ],
)
def test_a_weekend_is_no_working_day_and_an_end_counts_only_if_it_is_one(
    notified: date, effect: date, clear: int, plain: int
) -> None:
    assert working_days(notified, effect, WEEK) == Delay(clear=clear, plain=plain)


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert working_days(JUNE_1, date(2026, 5, 1), WEEK) == Delay(clear=0, plain=0)


@pytest.mark.parametrize(
    ("clear", "plain", "verdict"),
    [
        (7, 8, None),
        (6, 7, Verdict.TO_CONFIRM),
        (6, 6, Verdict.VIOLATION),
        (5, 6, Verdict.VIOLATION),
    ],
)
def test_between_the_two_counts_is_to_confirm(
    clear: int, plain: int, verdict: Verdict | None
) -> None:
    assert Delay(clear=clear, plain=plain).short_of(7) is verdict


@pytest.mark.parametrize(
    ("notified", "effect", "verdict"),
    [
        (date(2026, 6, 12), date(2026, 7, 13), None),
        (date(2026, 6, 13), date(2026, 7, 13), Verdict.TO_CONFIRM),
        (date(2026, 6, 14), date(2026, 7, 13), Verdict.VIOLATION),
        # A month from 30 January ends on 28 February; one that ends there began on 28 January.
        (date(2026, 1, 30), date(2026, 2, 28), Verdict.TO_CONFIRM),
        (date(2026, 1, 27), date(2026, 2, 28), None),
        (date(2028, 1, 29), date(2028, 2, 29), Verdict.TO_CONFIRM),
        (date(2028, 1, 28), date(2028, 2, 29), None),
        (date(2026, 12, 1), date(2026, 12, 31), Verdict.VIOLATION),
        (date(2026, 11, 30), date(2026, 12, 31), Verdict.TO_CONFIRM),
    ],
)
def test_a_month_is_counted_onwards_and_back(
    notified: date, effect: date, verdict: Verdict | None
) -> None:
    assert short_of_months(notified, effect, 1) is verdict
