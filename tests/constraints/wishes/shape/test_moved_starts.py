import pytest

from constraints.wishes.shape.moved_starts import GOALS
from tests.constraints.wishes.shape.weeks import counted, month

EARLIER, LATER = GOALS


@pytest.mark.parametrize(
    ("shifts", "earlier", "later"),
    [
        (("02 14:00-21:00", "03 12:00-16:00"), 1, 0),
        (("02 14:00-21:00", "03 12:01-16:00"), 0, 0),
        (("02 09:00-12:00", "03 11:00-16:00"), 0, 1),
        (("02 09:00-12:00", "03 10:59-16:00"), 0, 0),
        (("02 14:00-21:00", "04 09:00-16:00"), 0, 0),  # a day off lies between
        (("07 09:00-12:00", "08 14:00-18:00"), 0, 0),  # a new week may begin later
        (("07 14:00-18:00", "08 09:00-12:00"), 1, 0),
        # Of each day, the first start alone counts.
        (("02 09:00-12:00", "02 14:00-18:00", "03 09:00-12:00", "03 20:00-22:00"), 0, 0),
        (("02 14:00-18:00", "03 09:00-12:00", "03 14:00-18:00"), 1, 0),
        (("02 22:00-06:00", "03 22:00-06:00", "04 14:00-18:00"), 1, 0),
    ],
)
def test_a_start_moves_by_two_hours_or_more(
    shifts: tuple[str, ...], earlier: int, later: int
) -> None:
    assert (counted(EARLIER, *shifts), counted(LATER, *shifts)) == (earlier, later)


def test_the_clock_counts_even_where_it_changes() -> None:
    october = month("2026-10-01", "2026-10-31")
    shifts = "2026-10-24 10:00-14:00", "2026-10-25 08:00-12:00"  # 23 hours apart

    assert counted(EARLIER, *shifts, horizon=october) == 1
    assert counted(EARLIER, shifts[0], "2026-10-25 08:01-12:00", horizon=october) == 0
