"""
The model that anyone would write first, kept to be measured against.

Same rules and goals; all goals in one weighted sum, no parts, no tiers, no hints, the solver's
default parameters. `make bench` runs it beside the engine.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.problem import Assignment
from scheduler.engine.build import build
from scheduler.engine.search.incumbent import measured
from scheduler.engine.tiers import tiers_of

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile

STEP = 20
"""Each tier weighs this many times the next: the usual way to fold ranks into one sum."""


@dataclass(frozen=True, kw_only=True)
class PlainResult:
    """The cost per tier of what the plain model found (None: nothing in time)."""

    tiers: tuple[tuple[int, int], ...] | None
    first_after: float | None
    seconds: float


class _First(cp_model.CpSolverSolutionCallback):
    def __init__(self, begun: float) -> None:
        super().__init__()
        self.begun = begun
        self.after: float | None = None

    def on_solution_callback(self) -> None:
        if self.after is None:
            self.after = time.monotonic() - self.begun


def solve_plain(problem: Problem, profile: Profile, seconds: float) -> PlainResult:
    """Solve the whole problem as one weighted sum for at most `seconds`, building included."""
    begun = time.monotonic()
    model = build(problem, profile)
    tiers = tiers_of(profile)
    terms = [
        (coefficient * STEP ** (len(tiers) - 1 - place), literal)
        for place, (_, goals) in enumerate(tiers)
        for goal in goals
        for coefficient, literal in goal.cost(model)
    ]
    model.cp.minimize(
        cp_model.LinearExpr.weighted_sum([lit for _, lit in terms], [c for c, _ in terms])
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.monotonic() - begun))
    first = _First(begun)
    status = solver.solve(model.cp, first)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return PlainResult(tiers=None, first_after=None, seconds=time.monotonic() - begun)
    assignments = frozenset(
        Assignment(mediator, slot)
        for (mediator, slot), literal in model.assignment_literals.items()
        if solver.boolean_value(literal)
    )
    costs = measured(problem, tiers, assignments).costs
    return PlainResult(
        tiers=tuple((n, cost) for (n, _), cost in zip(tiers, costs, strict=True)),
        first_after=first.after,
        seconds=time.monotonic() - begun,
    )
