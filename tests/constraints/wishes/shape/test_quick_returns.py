from datetime import date

import pytest

from constraints.wishes.shape.quick_returns import GOAL
from tests.constraints.wishes.shape.weeks import counted, month


@pytest.mark.parametrize(
    ("shifts", "count"),
    [
        (("02 14:00-21:00", "03 10:00-16:00"), 0),
        (("02 14:00-21:00", "03 09:59-16:00"), 1),
        (("02 14:00-21:01", "03 10:00-16:00"), 1),
        (("02 22:00-06:00", "03 19:00-22:00"), 0),
        (("02 22:00-06:00", "03 18:59-22:00"), 1),
        (("02 14:00-21:00", "04 06:00-10:00"), 0),
        # Only the last end and the first start count.
        (("02 06:00-10:00", "02 14:00-21:00", "03 09:00-12:00", "03 14:00-18:00"), 1),
    ],
)
def test_a_return_within_thirteen_hours_is_quick(shifts: tuple[str, ...], count: int) -> None:
    assert counted(GOAL, *shifts) == count


@pytest.mark.parametrize(
    ("night", "begin", "count"),
    [
        ("2026-10-24", "08:00", 1),
        ("2026-10-24", "09:00", 0),  # an hour more than the clock tells
        ("2026-03-28", "10:00", 1),
        ("2026-03-28", "11:00", 0),  # an hour less
    ],
)
def test_hours_are_those_that_pass_when_the_clocks_change(
    night: str, begin: str, count: int
) -> None:
    day = date.fromisoformat(night)
    shifts = f"{night} 14:00-21:00", f"{day.replace(day=day.day + 1)} {begin}-16:00"
    of = month(f"{night[:7]}-01", f"{night[:7]}-31")

    assert counted(GOAL, *shifts, horizon=of) == count


def test_the_eve_of_the_month_counts_as_far_as_it_is_known() -> None:
    past = ("2026-05-31 14:00-22:00",)

    assert counted(GOAL, "01 09:00-16:00", past=past, known_since=date(2026, 5, 1)) == 1
    assert counted(GOAL, "01 09:00-16:00", past=past) == 0
