from __future__ import annotations

from dataclasses import replace

from constraints.wishes.stability import GOAL
from scheduler.domain.problem import Assignment
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

TEAM = [person("ana"), person("bob"), person("zoe", dispositifs=frozenset({"e"}))]
SLOTS = [slot("a", "01 09:00", "01 12:00"), slot("b", "02 09:00", "02 12:00")]
STANDING = frozenset({Assignment("ana", "a"), Assignment("bob", "b")})


def test_what_stands_costs_nothing() -> None:
    of = problem(TEAM, SLOTS, previous=STANDING)

    assert best(GOAL, RotaModel(of)) == (0, rota(of, "ana a", "bob b"))


def test_each_assignment_added_or_removed_is_a_change() -> None:
    of = problem(TEAM, SLOTS, previous=STANDING)
    swapped = rota(of, "bob a", "ana b")
    fewer = rota(of, "ana a")

    assert (GOAL.measure(swapped), cost_of(GOAL, swapped)) == (4, 4)
    assert (GOAL.measure(fewer), cost_of(GOAL, fewer)) == (1, 1)


def test_without_a_rota_that_stands_nothing_changes() -> None:
    judged = rota(problem(TEAM, SLOTS), "ana a")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_one_who_lost_the_post_is_a_change_and_a_slot_that_is_gone_is_none() -> None:
    previous = STANDING | {Assignment("zoe", "a"), Assignment("ana", "gone")}
    judged = rota(problem(TEAM, SLOTS, previous=previous), "ana a", "bob b")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (1, 1)


def test_replanning_may_rank_it_higher() -> None:
    assert replace(GOAL, tier=3).tier == 3


def test_where_nothing_stands_each_assignment_is_a_change_if_that_is_asked() -> None:
    goal = GOAL.counting_from_nothing()
    judged = rota(problem(TEAM, SLOTS), "ana a")

    assert (goal.measure(judged), cost_of(goal, judged)) == (1, 1)
