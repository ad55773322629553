"""
The models that anyone would write first, kept to be measured against.

All goals are one weighted sum: no parts, no tiers, no hints, the solver's default parameters, two
threads. `same_rules` has our rules and goals as they are encoded; `tests.bench.strict` shares no
line with them. `make bench` runs them beside the engine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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

LOOK = 0.1
"""Seconds between two looks at the processor's time."""


class Model(NamedTuple):
    """A model whose objective is set, and the literal of each assignment."""

    cp: cp_model.CpModel
    works: Mapping[tuple[str, str], cp_model.IntVar]


Make = Callable[["Problem", "Profile"], Model]


@dataclass(frozen=True, kw_only=True)
class PlainResult:
    """
    What a plain model came to: the cost of each tier, and its assignments (None: no rota in time).

    `first_after`, `seconds`: of processor.
    """

    tiers: tuple[tuple[int, int], ...] | None
    first_after: float | None
    seconds: float
    assignments: frozenset[Assignment] = frozenset()


class _First(cp_model.CpSolverSolutionCallback):
    def __init__(self, begun: float) -> None:
        super().__init__()
        self.begun = begun
        self.after: float | None = None

    def on_solution_callback(self) -> None:
        if self.after is None:
            self.after = time.process_time() - self.begun


def same_rules(problem: Problem, profile: Profile) -> Model:
    """Return the model of all rules, with all goals in one sum."""
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
    return Model(model.cp, model.assignment_literals)


def solve_plain(
    problem: Problem, profile: Profile, seconds: float, make: Make = same_rules
) -> PlainResult:
    """Solve the whole problem in so many seconds of processor at most, building included."""
    begun = time.process_time()
    model = make(problem, profile)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    first, over = _First(begun), threading.Event()

    def watch() -> None:
        while not over.wait(LOOK):
            if time.process_time() - begun > seconds:
                solver.stop_search()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    status = solver.solve(model.cp, first)
    over.set()
    watching.join()
    spent = time.process_time() - begun
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return PlainResult(tiers=None, first_after=None, seconds=spent)
    assignments = frozenset(
        Assignment(mediator, slot)
        for (mediator, slot), literal in model.works.items()
        if solver.boolean_value(literal)
    )
    tiers = tiers_of(profile)
    costs = measured(problem, tiers, assignments).costs
    return PlainResult(
        tiers=tuple((n, cost) for (n, _), cost in zip(tiers, costs, strict=True)),
        first_after=first.after,
        seconds=spent,
        assignments=assignments,
    )
