"""The curve of a solve, on a problem small enough for a test."""

from __future__ import annotations

import pytest

from scheduler.engine import Options, Solution, solve
from tests.bench.curve import Curve
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE


@pytest.mark.long
def test_the_curve_ends_with_the_costs_of_the_rota_that_is_kept() -> None:
    problem = week((person("ana"),), (shift(0, 8, 16), shift(1, 8, 16), shift(1, 9, 17)))
    curve, lines = Curve(), list[str]()

    outcome = solve(problem, PROFILE, Options(seconds=5, best_every=0.0), on_best=curve)
    curve.say(problem, PROFILE, lines.append)

    assert isinstance(outcome, Solution)
    assert curve.points[-1].assignments == outcome.rota.assignments
    assert lines[-1].endswith(f" : {outcome.tiers[0].cost}")
    assert [p.processor for p in curve.points] == sorted(p.processor for p in curve.points)
