from __future__ import annotations

import pytest

from constraints.wishes.fair_nights import GOAL
from scheduler.domain.slots import Need, SlotKind
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot, worked
from tests.constraints.wishes.priced import best, cost_of

ONE = Need(minimum=0, target=1, maximum=1)
TEAM = [person("ana"), person("bob")]
NIGHTS = [slot(f"n{n}", f"{n:02d} 21:30", f"{n + 1:02d} 06:00", need=ONE) for n in range(1, 9)]
OF = problem(TEAM, [*NIGHTS, slot("day", "10 09:00", "10 17:00", need=ONE)])


@pytest.mark.parametrize(
    # Four nights are the fair share of each; the distances of both are added.
    ("ana", "price"),
    [(4, 0), (5, 2), (6, 8), (7, 18), (8, 28)],
)
def test_each_night_away_from_the_share_costs_more(ana: int, price: int) -> None:
    held = [f"ana n{n}" for n in range(1, ana + 1)] + [f"bob n{n}" for n in range(ana + 1, 9)]
    judged = rota(OF, *held, "ana day")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_nights_are_shared_out() -> None:
    value, found = best(GOAL, RotaModel(OF))

    assert (value, GOAL.measure(found)) == (0, 0)
    assert [sum(s.id != "day" for s in found.slots_of[m.id]) for m in TEAM] == [4, 4]


def test_a_night_that_is_fixed_already_counts() -> None:
    of = problem(TEAM, NIGHTS[:3], history=(worked("ana", "f", "10 21:30", "11 06:00"),))
    judged = rota(of, "ana n1", "bob n2", "bob n3")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_on_call_is_no_night() -> None:
    calls = [
        slot(f"c{n}", f"{n:02d} 20:00", f"{n + 1:02d} 06:00", kind=SlotKind.STANDBY)
        for n in range(1, 5)
    ]
    judged = rota(problem(TEAM, calls), *(f"ana c{n}" for n in range(1, 5)))

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)
