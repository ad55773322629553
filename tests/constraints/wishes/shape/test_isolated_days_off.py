from __future__ import annotations

from datetime import date

import pytest

from constraints.wishes.shape.isolated_days_off import GOAL
from tests.constraints.wishes.shape.weeks import away, counted, days, month, until


@pytest.mark.parametrize(
    ("numbers", "count"),
    [((2, 3, 4), 0), ((2, 4), 1), ((2, 5), 0), ((2, 4, 6), 2), ((2,), 0)],
)
def test_a_day_off_between_two_days_of_work_is_isolated(
    numbers: tuple[int, ...], count: int
) -> None:
    assert counted(GOAL, *days(*numbers)) == count


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    # The day on which it ends, and sleeps, is off all the same.
    assert counted(GOAL, "02 22:00-06:00", "04 09:00-16:00") == 1


def test_a_day_of_leave_is_no_day_off_of_the_rota() -> None:
    assert counted(GOAL, *days(2, 4), absences=(away(3, 3),)) == 0


def test_the_month_before_counts_as_far_as_it_is_known() -> None:
    eve = ("2026-05-31 09:00-16:00",)

    assert counted(GOAL, *days(2), past=eve, known_since=date(2026, 5, 1)) == 1
    assert counted(GOAL, *days(2), past=eve) == 0


def test_a_shape_belongs_to_the_month_of_its_last_day() -> None:
    april = month("2026-04-01", "2026-04-30")  # begins on a Wednesday
    before, after = ("2026-03-31 09:00-16:00",), "2026-04-02 09:00-16:00"

    assert counted(GOAL, after, past=before, known_since=date(2026, 1, 1), horizon=april) == 1
    # What next month holds isn't known yet.
    assert counted(GOAL, "2026-04-29 09:00-16:00", horizon=april) == 0


def test_who_leaves_has_no_day_off_after_it() -> None:
    assert counted(GOAL, *days(13, 15), who=until(date(2026, 6, 15))) == 1
    assert counted(GOAL, *days(15), who=until(date(2026, 6, 15))) == 0


def test_a_day_after_the_clocks_have_changed_is_a_day() -> None:
    shifts = "2026-10-24 22:00-06:00", "2026-10-26 09:00-16:00"

    assert counted(GOAL, *shifts, horizon=month("2026-10-01", "2026-10-31")) == 1
