from datetime import date
from typing import Any

import pytest

from constraints.wishes.shape.split_weekends import GOAL
from tests.constraints.wishes.shape.weeks import counted, days, month

BOTH = ("06 17:00-18:00", "07 17:00-18:00")  # Saturday and Sunday, which one could hold


@pytest.mark.parametrize(("numbers", "count"), [((), 0), ((6,), 1), ((7,), 1), ((6, 7), 0)])
def test_a_weekend_is_whole_or_split(numbers: tuple[int, ...], count: int) -> None:
    assert counted(GOAL, *days(*numbers), offered=BOTH) == count


def test_whoever_could_work_on_saturdays_alone_splits_none() -> None:
    assert counted(GOAL, *days(6), offered=BOTH[:1]) == 0


def test_a_saturday_of_the_month_before_counts_with_its_sunday() -> None:
    november = month("2026-11-01", "2026-11-30")  # begins on a Sunday
    past = ("2026-10-31 09:00-16:00",)
    known: dict[str, Any] = {"horizon": november, "known_since": date(2026, 10, 1)}
    sunday = "2026-11-01 09:00-16:00"

    assert counted(GOAL, past=past, offered=(sunday,), **known) == 1
    assert counted(GOAL, sunday, past=past, **known) == 0


def test_a_saturday_that_ends_the_month_waits_for_its_sunday() -> None:
    october = month("2026-10-01", "2026-10-31")

    assert counted(GOAL, "2026-10-31 09:00-16:00", horizon=october) == 0
