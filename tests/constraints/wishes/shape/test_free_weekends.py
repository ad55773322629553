from datetime import date

import pytest

from constraints.wishes.shape.free_weekends import GOAL
from tests.constraints.wishes.shape.weeks import counted, days, month, rota_of, until


@pytest.mark.parametrize(
    ("numbers", "count"),
    # June 6, 13, 20 and 27 are Saturdays: two weekends of four cost nothing.
    [((6, 13), 0), ((6, 7, 13, 14), 0), ((6, 14, 20), 1), ((6, 14, 20, 28), 2)],
)
def test_one_weekend_out_of_two_is_free(numbers: tuple[int, ...], count: int) -> None:
    assert counted(GOAL, *days(*numbers)) == count


def test_the_second_weekend_beyond_costs_three_times_the_first() -> None:
    prices = [
        GOAL.measure(rota_of(GOAL, *days(*numbers)))
        for numbers in ((6, 13), (6, 13, 20), (6, 13, 20, 27))
    ]

    assert prices == [0, GOAL.usual, 4 * GOAL.usual]


def test_weekends_before_a_contract_ends_are_those_that_count() -> None:
    # Two weekends of employment: one costs nothing.
    assert counted(GOAL, *days(6, 13), who=until(date(2026, 6, 15))) == 1
    assert counted(GOAL, *days(6), who=until(date(2026, 6, 15))) == 0


def test_each_month_has_its_own_weekends() -> None:
    both = month("2026-06-01", "2026-07-31")
    july = [f"2026-07-{n:02d} 09:00-16:00" for n in (4, 11)]

    assert counted(GOAL, *days(6, 13), *july, horizon=both) == 0
    assert counted(GOAL, *days(6, 13, 20), *july[:1], horizon=both) == 1
