from datetime import date
from typing import Any

import pytest

from constraints.wishes.shape.paired_days_off import GOAL
from tests.constraints.wishes.shape.weeks import counted, days, month, until

WEEK = range(8, 15)  # Monday to Sunday


@pytest.mark.parametrize(
    ("off", "count"),
    [
        ((13, 14), 0),
        ((9, 11), 1),
        ((9, 10), 0),
        ((8, 14), 1),
        ((), 1),
        ((14,), 1),
        ((9, 11, 12), 0),
    ],
)
def test_a_week_has_two_days_off_in_a_row(off: tuple[int, ...], count: int) -> None:
    assert counted(GOAL, *days(*(n for n in WEEK if n not in off))) == count


def test_a_week_that_began_in_the_month_before_counts_if_it_is_known() -> None:
    april = month("2026-04-01", "2026-04-30")  # a Wednesday
    before = ("2026-03-30 09:00-16:00", "2026-03-31 09:00-16:00")
    after = [f"2026-04-0{n} 09:00-16:00" for n in (2, 4)]

    known: dict[str, Any] = {"horizon": april, "known_since": date(2026, 3, 1)}
    assert counted(GOAL, *after, past=before, **known) == 1
    assert counted(GOAL, *after, past=before[:1], **known) == 0
    assert counted(GOAL, *after, past=before, horizon=april) == 0


def test_the_week_of_a_leaving_is_left_out() -> None:
    worked = days(8, 10, 12, 14)

    assert counted(GOAL, *worked, who=until(date(2026, 6, 14))) == 1
    assert counted(GOAL, *days(8, 10, 12), who=until(date(2026, 6, 13))) == 0


def test_a_pair_over_a_sunday_is_of_no_week() -> None:
    assert counted(GOAL, *days(8, 9, 10, 11, 12, 13, 16)) == 1
