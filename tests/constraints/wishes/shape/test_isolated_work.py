from __future__ import annotations

from datetime import date

import pytest

from constraints.wishes.shape.isolated_work import GOAL
from tests.constraints.wishes.shape.weeks import counted, days, month, trained, until


@pytest.mark.parametrize(
    ("numbers", "count"),
    [((3, 4), 0), ((3,), 1), ((3, 5), 2), ((3, 4, 6), 1), ((), 0)],
)
def test_a_day_of_work_between_two_days_off_is_isolated(
    numbers: tuple[int, ...], count: int
) -> None:
    assert counted(GOAL, *days(*numbers)) == count


def test_a_day_at_the_centre_is_a_day_of_work() -> None:
    assert counted(GOAL, *days(3), trainings=trained(4)) == 0
    assert counted(GOAL, trainings=trained(4)) == 1


def test_two_shifts_of_one_day_are_one_day() -> None:
    assert counted(GOAL, "03 08:00-12:00", "03 14:00-18:00") == 1


def test_the_first_and_the_last_days_wait_for_what_is_beside_them() -> None:
    assert counted(GOAL, *days(1)) == 0
    assert counted(GOAL, *days(1), known_since=date(2026, 5, 1)) == 1
    assert counted(GOAL, *days(28)) == 0
    july = month("2026-07-01", "2026-07-31")
    past = days(30)
    assert counted(GOAL, past=past, known_since=date(2026, 5, 1), horizon=july) == 1
    # Of another month already: it was counted there.
    assert counted(GOAL, past=days(28), known_since=date(2026, 5, 1), horizon=july) == 0


def test_the_last_day_of_a_contract_is_not_isolated() -> None:
    who = until(date(2026, 6, 15))

    assert counted(GOAL, *days(14), who=who) == 1
    assert counted(GOAL, *days(15), who=who) == 0
