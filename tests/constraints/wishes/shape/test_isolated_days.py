from datetime import date

import pytest

from constraints.wishes.shape.isolated_days import GOALS
from scheduler.domain.limits import Streak
from tests.constraints.wishes.shape.weeks import away, counted, days, month, trained, until

OFF, WORK = GOALS


@pytest.mark.parametrize(
    ("numbers", "count"),
    [((2, 3, 4), 0), ((2, 4), 1), ((2, 5), 0), ((2, 4, 6), 2), ((2,), 0)],
)
def test_a_day_off_between_two_days_of_work_is_isolated(
    numbers: tuple[int, ...], count: int
) -> None:
    assert counted(OFF, *days(*numbers)) == count


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    # The day on which it ends, and sleeps, is off all the same.
    assert counted(OFF, "02 22:00-06:00", "04 09:00-16:00") == 1


def test_a_day_of_leave_is_no_day_off_of_the_rota() -> None:
    assert counted(OFF, *days(2, 4), absences=(away(3, 3),)) == 0


def test_the_month_before_counts_as_far_as_it_is_known() -> None:
    eve = ("2026-05-31 09:00-16:00",)

    assert counted(OFF, *days(2), past=eve, known_since=date(2026, 5, 1)) == 1
    assert counted(OFF, *days(2), past=eve) == 0


def test_described_days_are_what_they_are_whatever_a_streak_says() -> None:
    streak = Streak(mediator="ana", day=date(2026, 5, 31), worked=3)

    assert counted(OFF, *days(2), streaks=(streak,), known_since=date(2026, 5, 1)) == 0
    assert counted(WORK, *days(1), streaks=(streak,), known_since=date(2026, 5, 1)) == 1


def test_a_shape_belongs_to_the_month_of_its_last_day() -> None:
    april = month("2026-04-01", "2026-04-30")  # begins on a Wednesday
    before, after = ("2026-03-31 09:00-16:00",), "2026-04-02 09:00-16:00"

    assert counted(OFF, after, past=before, known_since=date(2026, 1, 1), horizon=april) == 1
    # What next month holds isn't known yet.
    assert counted(OFF, "2026-04-29 09:00-16:00", horizon=april) == 0


def test_who_leaves_has_no_day_off_after_it() -> None:
    assert counted(OFF, *days(13, 15), who=until(date(2026, 6, 15))) == 1
    assert counted(OFF, *days(15), who=until(date(2026, 6, 15))) == 0


def test_a_day_after_the_clocks_have_changed_is_a_day() -> None:
    shifts = "2026-10-24 22:00-06:00", "2026-10-26 09:00-16:00"

    assert counted(OFF, *shifts, horizon=month("2026-10-01", "2026-10-31")) == 1


@pytest.mark.parametrize(
    ("numbers", "count"),
    [((3, 4), 0), ((3,), 1), ((3, 5), 2), ((3, 4, 6), 1), ((), 0)],
)
def test_a_day_of_work_between_two_days_off_is_isolated(
    numbers: tuple[int, ...], count: int
) -> None:
    assert counted(WORK, *days(*numbers)) == count


def test_a_day_at_the_centre_is_a_day_of_work() -> None:
    assert counted(WORK, *days(3), trainings=trained(4)) == 0
    assert counted(WORK, trainings=trained(4)) == 1


def test_two_shifts_of_one_day_are_one_day() -> None:
    assert counted(WORK, "03 08:00-12:00", "03 14:00-18:00") == 1


def test_the_first_and_the_last_days_wait_for_what_is_beside_them() -> None:
    assert counted(WORK, *days(1)) == 0
    assert counted(WORK, *days(1), known_since=date(2026, 5, 1)) == 1
    assert counted(WORK, *days(28)) == 0
    july = month("2026-07-01", "2026-07-31")
    past = days(30)
    assert counted(WORK, past=past, known_since=date(2026, 5, 1), horizon=july) == 1
    # Of another month already: it was counted there.
    assert counted(WORK, past=days(28), known_since=date(2026, 5, 1), horizon=july) == 0


def test_the_last_day_of_a_contract_is_not_isolated() -> None:
    who = until(date(2026, 6, 15))

    assert counted(WORK, *days(14), who=who) == 1
    assert counted(WORK, *days(15), who=who) == 0
