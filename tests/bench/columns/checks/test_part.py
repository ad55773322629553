"""The engine searches by columns what outlines hold, and everything else by its model."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from constraints.law.hours import weekly_max_48h
from scheduler.engine import Options, Solution, solve
from tests.bench.columns.checks.enumerated import least_penalty, small_instance
from tests.bench.columns.method import by_columns
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.instances.problem import PROFILE, problem_of, roster_of
from tests.bench.instances.scoring import score
from tests.bench.instances.small import drawn_instance
from tests.scheduler.engine.small import person, shift, week


@pytest.mark.long
def test_the_engine_proves_what_trying_all_rotas_finds() -> None:
    instance = small_instance(Random(3), people=2, days=6)
    options = Options(seconds=20, processes=1, effort=5, method=by_columns)
    solution = solve(problem_of(instance), PROFILE, options)

    assert isinstance(solution, Solution)
    assert score(instance, roster_of(instance, solution.rota.assignments)).broken == ()
    assert (solution.tiers[0].cost, solution.tiers[0].bound) == (least_penalty(instance),) * 2


def test_a_person_with_a_rule_that_has_no_outline_is_left_to_the_model() -> None:
    problem = problem_of(drawn_instance(3))
    assert shapes_of(problem, PROFILE) is not None

    silent = replace(PROFILE, person_rules=(*PROFILE.person_rules, weekly_max_48h.RULE))
    assert shapes_of(problem, silent) is None


def test_what_has_a_history_is_left_to_the_model() -> None:
    problem = week((person("ana"),), (shift(0, 9, 17),))
    assert shapes_of(problem, PROFILE) is not None
    assert shapes_of(replace(problem, known_since=problem.horizon.day), PROFILE) is None


def test_two_slots_of_a_day_that_do_not_exclude_each_other_are_left_to_the_model() -> None:
    slots = (shift(0, 9, 12), shift(0, 14, 17))
    assert shapes_of(week((person("ana"),), slots), PROFILE) is None
