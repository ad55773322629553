from __future__ import annotations

from constraints.wishes.same_places import GOAL
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

SLOTS = [
    slot("a", "01 09:00", "01 12:00", site="nord"),
    slot("b", "02 09:00", "02 12:00", site="nord"),
    slot("c", "03 09:00", "03 12:00", site="sud"),
    slot("d", "04 09:00", "04 12:00", site=""),
]
OF = problem([person("ana"), person("bob")], SLOTS)


def test_each_site_of_each_person_counts_once() -> None:
    apart = rota(OF, "ana a", "ana b", "bob c", "bob d")
    mixed = rota(OF, "ana a", "ana c", "bob b")

    assert (GOAL.measure(apart), cost_of(GOAL, apart)) == (2, 2)
    assert (GOAL.measure(mixed), cost_of(GOAL, mixed)) == (3, 3)


def test_who_can_only_be_on_one_site_is_left_out() -> None:
    of = problem([person("ana", sites=frozenset({"nord"}))], SLOTS)
    judged = rota(of, "ana a", "ana b")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_nobody_posted_is_nowhere() -> None:
    assert best(GOAL, RotaModel(OF)) == (0, rota(OF))
