from fractions import Fraction

import pytest

from constraints.wishes.late_changes import GOAL
from scheduler.domain.employment.employer import ShortNotice
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.sharing.bands import SQUARES, bands_after, price_of
from scheduler.domain.slots import FairBalance
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

TEAM = [person("ana"), person("bob")]
SLOTS = [slot(f"{n}", f"0{n} 09:00", f"0{n} 12:00") for n in (1, 2, 3)]
NOON = slot("1b", "01 13:00", "01 15:00")


def month(owed: Fraction | int, *, late: int = 3, standing: str = "ana") -> Problem:
    """Return a month that stands, of which changes of the first days are told late."""
    short = {
        ShortNotice(mediator=who.id, day=each.span.day) for who in TEAM for each in SLOTS[:late]
    }
    return problem(
        TEAM,
        [*SLOTS, NOON],
        previous=frozenset({Assignment(standing, "1"), Assignment(standing, "1b")}),
        short_notices=frozenset(short),
        balances=(FairBalance(mediator="bob", goal=GOAL.id, duties=Fraction(owed)),),
    )


@pytest.mark.parametrize(
    ("owed", "prices"),
    [
        (0, (0, 1, 4)),
        (2, (0, 5, 12)),
        (Fraction(3, 2), (0, 5, 12)),
        (Fraction(7, 5), (0, 3, 8)),
        (-1, (0, 0, 1)),
        (-2, (0, 0, 0)),
    ],
)
def test_a_late_day_costs_the_more_the_more_the_person_had(
    owed: Fraction | int, prices: tuple[int, ...]
) -> None:
    of = month(owed)
    stays = "ana 1", "ana 1b"
    for number, price in enumerate(prices):
        judged = rota(of, *stays, *(f"bob {n + 2}" for n in range(number)))
        assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_a_day_is_one_change_whatever_is_taken_or_left_on_it() -> None:
    of = month(0, standing="bob")
    for names in (("bob 1",), ("bob 1b",), ()):
        judged = rota(of, *names)
        assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (1, 1)


def test_what_is_told_in_time_costs_nothing() -> None:
    judged = rota(month(5, late=1), "ana 1", "ana 1b", "bob 2", "bob 3")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_without_a_rota_that_stands_nothing_is_late_unless_that_is_asked() -> None:
    short = frozenset({ShortNotice(mediator="ana", day=SLOTS[0].span.day)})
    judged = rota(problem(TEAM, SLOTS, short_notices=short), "ana 1")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)
    counting = GOAL.counting_from_nothing()
    assert (counting.measure(judged), cost_of(counting, judged)) == (1, 1)


@pytest.mark.parametrize("ahead", [-1, 0, 1, 4, 5, 6, 7, 30, 80])
@pytest.mark.parametrize("units", [0, 1, 3, 9, 40])
def test_bands_after_some_units_price_what_comes_after_them(ahead: int, units: int) -> None:
    least = max(0, ahead)
    expected = price_of(least + units, SQUARES) - price_of(least, SQUARES)

    assert price_of(units, bands_after(ahead, SQUARES)) == expected
