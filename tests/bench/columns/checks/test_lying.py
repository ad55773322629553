"""A choice of rosters that is answered wrongly proves nothing and spoils no rota."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.engine.search.solving import Answer
from tests.bench.columns.checks.enumerated import least_penalty, small_instance
from tests.bench.columns.checks.solved import solve
from tests.bench.columns.door import PartColumns
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.instances.problem import PROFILE, problem_of
from tests.bench.instances.small import drawn_instance

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.problem import Assignment, Problem

STEPS = 24


def impossible(cp: cp_model.CpModel) -> Answer:
    del cp
    return Answer(status=cp_model.INFEASIBLE, vector=None, bound=10**6, spent=0.01)


def everybody(cp: cp_model.CpModel) -> Answer:
    """Every roster at once, said to be the best choice."""
    vector = (1,) * len(cp.proto.variables)
    return Answer(status=cp_model.OPTIMAL, vector=vector, bound=0, spent=0.01)


def nobody(cp: cp_model.CpModel) -> Answer:
    vector = (0,) * len(cp.proto.variables)
    return Answer(status=cp_model.OPTIMAL, vector=vector, bound=10**6, spent=0.01)


LIES = {"impossible": impossible, "everybody": everybody, "nobody": nobody}


def lied_to(
    problem: Problem, lie: Callable[[cp_model.CpModel], Answer]
) -> tuple[PartColumns, list[tuple[frozenset[Assignment], int]], int]:
    """Search with a solver that lies, and count its lies."""
    shapes = shapes_of(problem, PROFILE)
    assert shapes is not None
    better: list[tuple[frozenset[Assignment], int]] = []
    lies = []

    def answer(cp: cp_model.CpModel, effort: float, seconds: float | None) -> Answer:
        del effort, seconds
        lies.append(cp)
        return lie(cp)

    part = PartColumns(
        shapes, 0, stopped=lambda: False, solve=answer, on_better=lambda *news: better.append(news)
    )
    for _ in range(STEPS):
        # Before the whole is bounded, no bound ends the search: each step asks for a choice.
        part.search.step(whole=False)
    part.search.step()
    return part, better, len(lies)


@pytest.mark.long
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
@pytest.mark.parametrize("seed", [3])
def test_rotas_stay_lawful_and_cost_what_is_said(
    seed: int, lie: Callable[[cp_model.CpModel], Answer]
) -> None:
    problem = problem_of(drawn_instance(seed))

    part, better, lies = lied_to(problem, lie)

    assert lies
    assert better
    for assignments, cost in better:
        rota = Rota(problem=problem, assignments=assignments)
        assert not audit(rota, PROFILE)
        assert sum(goal.measure(rota) for goal in PROFILE.goals) == cost
    costs = [cost for _, cost in better]
    assert costs == sorted(set(costs), reverse=True)
    assert part.search.bound <= costs[-1]


@pytest.mark.long
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
@pytest.mark.parametrize("seed", [0, 1, 2, 5, 7])
def test_no_bound_is_above_the_best_of_all_rotas(
    seed: int, lie: Callable[[cp_model.CpModel], Answer]
) -> None:
    instance = small_instance(Random(seed), people=2, days=6)
    best = least_penalty(instance)
    assert best is not None

    part, better, _ = lied_to(problem_of(instance), lie)

    assert part.search.bound <= best <= better[-1][1]


def test_an_honest_solver_is_asked_by_the_same_steps() -> None:
    problem = problem_of(drawn_instance(3))

    _, better, questions = lied_to(problem, lambda cp: solve(cp, 1.0))

    assert questions
    assert better[-1][1] <= lied_to(problem, impossible)[1][-1][1]
