from __future__ import annotations

from datetime import date

from constraints.wishes.fair_holidays import GOAL
from scheduler.domain.slots import Need
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

ONE = Need(minimum=0, target=1, maximum=1)
TEAM = [person("ana"), person("bob")]
COUNTED = [slot(f"a{n}", f"04 {8 + n:02d}:00", f"04 {9 + n:02d}:00", need=ONE) for n in range(1, 5)]
BESIDE = [slot("b", "03 21:00", "04 06:00", need=ONE), slot("c", "05 09:00", "05 12:00", need=ONE)]
OF = problem(TEAM, [*COUNTED, *BESIDE], holidays=frozenset({date(2026, 6, 4)}))


def test_duties_that_begin_on_a_public_holiday_are_shared() -> None:
    even = rota(OF, "ana a1", "ana a2", "bob a3", "bob a4", "ana b", "ana c")
    odd = rota(OF, "ana a1", "ana a2", "ana a3", "bob a4", "bob b", "bob c")

    assert (GOAL.measure(even), cost_of(GOAL, even)) == (0, 0)
    assert (GOAL.measure(odd), cost_of(GOAL, odd)) == (2, 2)


def test_the_best_rota_gives_each_the_share() -> None:
    value, found = best(GOAL, RotaModel(OF))

    assert value == 0
    assert [sum(s in COUNTED for s in found.slots_of[m.id]) for m in TEAM] == [2, 2]
