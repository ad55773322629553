"""A plain model's search ends when its time is over, whether a rota was found or not."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints.registry import base
from tests.bench.plain import Model, solve_plain
from tests.scheduler.engine.small import person, week

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile


def unsolvable(problem: Problem, profile: Profile) -> Model:
    """Return a market split, which has no solution, as it takes far longer than a second to see."""
    del problem, profile
    cp, rng = cp_model.CpModel(), Random(1)
    shops = [cp.new_bool_var("") for _ in range(28)]
    for _ in range(4):
        sales = [rng.randrange(100) for _ in shops]
        cp.add(cp_model.LinearExpr.weighted_sum(shops, sales) == sum(sales) // 2)
    return Model(cp, {})


def test_a_search_that_finds_no_rota_ends_with_its_time() -> None:
    result = solve_plain(week((person("ana"),), ()), base(), 0.5, unsolvable)

    assert result.tiers is None
    assert 0.5 < result.seconds < 5
