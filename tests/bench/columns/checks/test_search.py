"""A search by columns ends with lawful rotas, and its bound is never above the best."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from random import Random
from typing import TYPE_CHECKING

import pytest

from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.start import start
from tests.bench.columns.checks.enumerated import least_penalty, small_instance
from tests.bench.columns.checks.solved import solve
from tests.bench.columns.door import PartColumns
from tests.bench.columns.method import by_columns
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.columns.search import ColumnSearch
from tests.bench.instances.problem import PROFILE, problem_of
from tests.bench.instances.small import drawn_instance
from tests.scheduler.engine.search.searching import search_of

if TYPE_CHECKING:
    from scheduler.domain.problem import Assignment, Problem

    Told = tuple[frozenset[Assignment], int]

STEPS = 12


def searched(problem: Problem) -> tuple[PartColumns, list[Told]]:
    shapes = shapes_of(problem, PROFILE)
    assert shapes is not None
    better: list[Told] = []
    part = PartColumns(
        shapes,
        0,
        stopped=lambda: False,
        solve=lambda cp, effort, _: solve(cp, effort),
        on_better=lambda *news: better.append(news),
    )
    for _ in range(STEPS):
        part.search.step()
    return part, better


@pytest.mark.parametrize("seed", range(8))
def test_cost_and_bound_hold_the_best_of_all_rotas_between_them(seed: int) -> None:
    instance = small_instance(Random(seed), people=2, days=6)
    best = least_penalty(instance)
    part, better = searched(problem_of(instance))

    if best is None:
        assert not better
        return
    assert part.search.bound <= best <= better[-1][1]
    assert better[-1][1] == best


@pytest.mark.parametrize("seed", range(40))
def test_each_rota_shown_is_lawful_and_costs_what_is_said(seed: int) -> None:
    problem = problem_of(drawn_instance(seed))
    part, better = searched(problem)

    for assignments, cost in better:
        rota = Rota(problem=problem, assignments=assignments)
        assert not audit(rota, PROFILE)
        assert sum(goal.measure(rota) for goal in PROFILE.goals) == cost
    costs = [cost for _, cost in better]
    assert costs == sorted(set(costs), reverse=True)
    assert all(part.search.bound <= cost for cost in costs)


def test_a_search_may_improve_before_the_whole_is_bounded() -> None:
    shapes = shapes_of(problem_of(drawn_instance(3)), PROFILE)
    assert shapes is not None
    part = PartColumns(
        shapes,
        0,
        stopped=lambda: False,
        solve=lambda cp, effort, _: solve(cp, effort),
        on_better=lambda *_: None,
    )
    part.search.step()
    first = part.search.cost
    for _ in range(STEPS):
        part.search.step(whole=False)
    improved = part.search.cost

    assert improved < first
    assert part.search.bound == 0
    part.search.step()
    assert 0 < part.search.bound <= part.search.cost <= improved


@pytest.mark.parametrize("seed", [2, 4, 5])
def test_the_bound_of_a_part_of_few_rows_is_the_relaxed_best_rounded_up(seed: int) -> None:
    instance = small_instance(Random(seed), people=6, days=28)
    free = tuple(replace(staff, most_of={"E": 28, "L": 28}) for staff in instance.staff)
    dear = tuple(replace(cover, under=200, over=7) for cover in instance.cover)
    shapes = shapes_of(problem_of(replace(instance, staff=free, cover=dear)), PROFILE)
    assert shapes is not None
    search = ColumnSearch(shapes, 0, lambda: False, solve, lambda *_: None)
    for _ in range(2):
        search.step()
    generator = search.generator
    best = generator.generate(generator.everything(), tolerance=1e-7, rounds=200)

    assert search.bound == ceil(best.cost + shapes.constant - 1e-3)


@pytest.mark.parametrize("whole", [False, True])
def test_a_bound_is_told_by_who_has_bounded_the_whole_alone(whole: bool) -> None:
    """Who only improves has none, and would tell « mieux possible : 0 » in turn with it."""
    search = search_of(problem_of(drawn_instance(3)), PROFILE)
    search.method = by_columns
    start(search, None)
    bounds: list[int | None] = []

    def tell(place: int, best: int | None, bound: int | None) -> None:
        del place, best
        bounds.append(bound)

    search.tell = tell
    search.by_method(Budget(deterministic=0.2), seed=1, whole=whole)

    assert bounds
    assert any(bound is not None for bound in bounds) is whole
    assert bool(search.bounds) is whole
    assert 0 not in bounds


def test_the_same_seed_gives_the_same_rotas() -> None:
    problem = problem_of(drawn_instance(7))

    assert searched(problem)[1] == searched(problem)[1]
