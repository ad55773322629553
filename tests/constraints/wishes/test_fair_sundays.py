from __future__ import annotations

from constraints.wishes.fair_sundays import GOAL
from scheduler.domain.slots import Need
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

ONE = Need(minimum=0, target=1, maximum=1)
TEAM = [person("ana"), person("bob")]
COUNTED = [slot(f"a{n}", f"07 {8 + n:02d}:00", f"07 {9 + n:02d}:00", need=ONE) for n in range(1, 5)]
BESIDE = [slot("b", "06 21:00", "07 06:00", need=ONE), slot("c", "08 09:00", "08 12:00", need=ONE)]
OF = problem(TEAM, [*COUNTED, *BESIDE])


def test_duties_that_begin_on_a_sunday_are_shared() -> None:
    even = rota(OF, "ana a1", "ana a2", "bob a3", "bob a4", "ana b", "ana c")
    odd = rota(OF, "ana a1", "ana a2", "ana a3", "bob a4", "bob b", "bob c")

    assert (GOAL.measure(even), cost_of(GOAL, even)) == (0, 0)
    assert (GOAL.measure(odd), cost_of(GOAL, odd)) == (2, 2)


def test_the_best_rota_gives_each_the_share() -> None:
    value, found = best(GOAL, RotaModel(OF))

    assert value == 0
    assert [sum(s in COUNTED for s in found.slots_of[m.id]) for m in TEAM] == [2, 2]
