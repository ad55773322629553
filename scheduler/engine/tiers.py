"""
Solve the tiers of one part in order; each is fixed before the next, and has its bound.

Adding tiers into one weighted sum would hide which wish was given up for which. Here the bound of a
tier is proved for the results of the tiers above it.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.engine.build import build, tiers_of
from scheduler.engine.outcome import Options, Searched, TierResult, TierStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.problem import Problem
    from scheduler.goal import Goal
    from scheduler.model import RotaModel, Terms
    from scheduler.rule import Profile

# What a tier may use of the time that is left, by its place from the top; the rest flows down.
SHARES = (0.35, 0.4, 0.45, 0.5, 0.5, 0.6)
# Seconds that a part has at least to find its first rota.
FIRST = 10.0
# From this place on (fairness and below) a proved distance of 2 % is good enough to move on.
FINE = 3
FINE_GAP = 0.02


class Search:
    """
    One part's search; `stop` may be set at any time from another thread.

    `show` is called for each better rota, with a function that reads the rota: reading may be slow,
    so the receiver calls it only when needed.
    """

    def __init__(
        self,
        problem: Problem,
        profile: Profile,
        options: Options,
        emit: Callable[[str, int | None, int | None], None],
        stop: threading.Event,
        *,
        show: Callable[[Callable[[], frozenset[Assignment]]], None],
    ) -> None:
        self.problem = problem
        self.profile = profile
        self.options = options
        self.emit = emit
        self.show = show
        self.stop = stop
        self.begun = time.monotonic()
        self.first_after = 0.0
        self.model: RotaModel
        self.best: list[int] | None = None
        self.infeasible = False

    def run(self, hint: Rota | None = None) -> Searched:
        """Solve the tiers one by one; return the last rota with each tier's result."""
        self.model = build(self.problem, self.profile)
        if hint is not None:
            self.model.hint(hint)
            self._start_from_hint()
        else:
            self.model.hint(Rota(problem=self.problem, assignments=frozenset()))
        results: list[TierResult] = []
        tiers = tiers_of(self.profile) or [(0, ())]
        for place, (number, goals) in enumerate(tiers):
            result = self._tier(place, number, goals, last=place == len(tiers) - 1)
            if result is None:
                break
            results.append(result)
        if self.best is None:
            return Searched(assignments=None, tiers=(), infeasible=self.infeasible, first_after=0.0)
        assignments = self._assignments()
        rota = Rota(problem=self.problem, assignments=assignments)
        for number, goals in tiers[len(results) :]:
            cost = sum(goal.measure(rota) for goal in goals)
            results.append(
                TierResult(
                    tier=number,
                    name=_name(goals),
                    cost=cost,
                    bound=0,
                    status=TierStatus.NOT_SEARCHED,
                    seconds=0.0,
                    unit=_unit(goals),
                )
            )
        return Searched(
            assignments=assignments,
            tiers=tuple(results),
            infeasible=False,
            first_after=self.first_after,
        )

    def _start_from_hint(self) -> None:
        """Take the rota of the hint, if it is lawful, for the best so far: cut short, it stays."""
        solver = cp_model.CpSolver()
        solver.parameters.fix_variables_to_their_hinted_value = True
        solver.parameters.random_seed = self.options.seed
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = FIRST
        if solver.solve(self.model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        self.best = list(solver.response_proto.solution)
        self.first_after = time.monotonic() - self.begun
        self._hint_all()

    def _tier(
        self, place: int, number: int, goals: tuple[Goal, ...], *, last: bool
    ) -> TierResult | None:
        """Minimise one tier and fix it; None when nothing was found or time is up."""
        left = self.options.seconds - (time.monotonic() - self.begun)
        if self.best is not None and (self.stop.is_set() or left <= 0):
            return None
        model = self.model
        terms: Terms = [term for goal in goals for term in goal.cost(model)]
        cost = _linear(terms)
        name = _name(goals)
        begun = time.monotonic()
        model.cp.minimize(cost)
        share = 1.0 if last else SHARES[min(place, len(SHARES) - 1)]
        # Without any rota yet a part may run over its time: holes are better than nothing.
        seconds = max(FIRST if self.best is None else 0.2, left * share)
        solver, status = self._solve(seconds, place, name)
        if status == cp_model.INFEASIBLE:
            self.infeasible = self.best is None
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        self.best = list(solver.response_proto.solution)
        value, bound = round(solver.objective_value), _ceil(solver.best_objective_bound)
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        if terms:
            model.cp.add(cost <= value)
        self._hint_all()
        self.emit(name, value, min(bound, value))
        return TierResult(
            tier=number,
            name=name,
            cost=value,
            bound=min(bound, value),
            status=TierStatus.OPTIMAL if bound >= value else TierStatus.FEASIBLE,
            seconds=time.monotonic() - begun,
            unit=_unit(goals),
        )

    def _solve(self, seconds: float, place: int, name: str) -> tuple[Any, Any]:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.options.seed
        parameters.linearization_level = 2
        if self.options.effort is not None:
            parameters.num_workers = 1
            parameters.max_deterministic_time = self.options.effort
        else:
            parameters.num_workers = self.options.workers
            parameters.max_time_in_seconds = seconds
        if place >= FINE:
            parameters.relative_gap_limit = FINE_GAP
        callback = _News(self, name)
        solver.best_bound_callback = callback.on_bound
        over = threading.Event()

        def watch() -> None:
            # A stop before the search starts is lost (or-tools #3621): say it until it is over.
            # Without any rota yet it is not said: the first one is what is kept.
            while not over.wait(0.1):
                if self.stop.is_set() and (self.best is not None or callback.has_rota):
                    solver.stop_search()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            status = solver.solve(self.model.cp, callback)
        finally:
            over.set()
            watcher.join()
        return solver, status

    def _hint_all(self) -> None:
        cp = self.model.cp
        cp.clear_hints()  # type: ignore[no-untyped-call]
        assert self.best is not None  # noqa: S101 - only called with a solution
        proto = cp.proto.solution_hint
        proto.vars.extend(range(len(self.best)))
        proto.values.extend(self.best)

    def _assignments(self) -> frozenset[Assignment]:
        assert self.best is not None  # noqa: S101 - only called with a solution
        return frozenset(
            Assignment(mediator, slot)
            for (mediator, slot), literal in self.model.assignment_literals.items()
            if self.best[literal.index]
        )


class _News(cp_model.CpSolverSolutionCallback):
    """Pass on each better rota and bound."""

    def __init__(self, search: Search, name: str) -> None:
        super().__init__()
        self.search = search
        self.name = name
        self.best_seen: int | None = None
        self.bound_seen: int | None = None

    @property
    def has_rota(self) -> bool:
        """Whether the search has found a rota."""
        return self.best_seen is not None

    def on_solution_callback(self) -> None:
        if not self.search.first_after:
            self.search.first_after = time.monotonic() - self.search.begun
        self.best_seen = round(self.objective_value)
        self.bound_seen = _ceil(self.best_objective_bound)
        self.search.emit(self.name, self.best_seen, self.bound_seen)
        self.search.show(self._assignments)

    def _assignments(self) -> frozenset[Assignment]:
        return frozenset(
            Assignment(mediator, slot)
            for (mediator, slot), literal in self.search.model.assignment_literals.items()
            if self.boolean_value(literal)
        )

    def on_bound(self, bound: float) -> None:
        self.bound_seen = _ceil(bound)
        self.search.emit(self.name, self.best_seen, self.bound_seen)


def _linear(terms: Terms) -> Any:
    return cp_model.LinearExpr.weighted_sum([lit for _, lit in terms], [c for c, _ in terms])


def _ceil(bound: float) -> int:
    """Round a bound up to a whole cost, with a margin for the solver's floats."""
    return int(-((-bound + 1e-6) // 1)) if bound > 0 else 0


def _name(goals: tuple[Goal, ...]) -> str:
    return " + ".join(goal.title for goal in goals)


def _unit(goals: tuple[Goal, ...]) -> str:
    return goals[0].unit if goals else ""
