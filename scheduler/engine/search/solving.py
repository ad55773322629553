"""
Call CP-SAT on one thread with a deterministic limit, so that a busy machine searches as far.

A search may be stopped at any time from another thread.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.engine.contradictions import Refuted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)

HALF = 0.5
"""Distance from which two costs, told as floats, are not the same."""

ANY = 1_000_000
"""More iterations than a relaxation takes: within the 2,000 that are usual, a ward has no bound."""

LOOK = 0.1
"""Seconds between two looks at whether the search is to stop."""


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How far to search: the solver's deterministic time, and seconds of the clock (None: any)."""

    deterministic: float
    seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """
    What the solver answered: a vector of the best rota (None: none) and a bound on the objective.

    `bound` is 0 where nothing is known. `spent`: deterministic time that it took. `refuted`: what
    it claimed that its own vector refutes; it proves nothing then.
    """

    status: Any
    vector: tuple[int, ...] | None
    bound: int
    spent: float
    refuted: tuple[Refuted, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the rota is proved the best."""
        return bool(self.status == cp_model.OPTIMAL) and not self.refuted

    @property
    def impossible(self) -> bool:
        """Whether it is proved that no rota meets the rules and caps."""
        return bool(self.status == cp_model.INFEASIBLE)


class Solving:
    """
    The solver's calls of one process; `stop` ends the call under way and all that follow.

    `threads`: of calls that aren't brief.
    """

    def __init__(self, seed: int, threads: int, stop: threading.Event) -> None:
        self.seed, self.threads, self.stop = seed, threads, stop

    def run(
        self,
        cp: cp_model.CpModel,
        effort: Effort,
        *,
        brief: bool = False,
        news: Callable[[int, int], None] | None = None,
        first: Callable[[Sequence[int]], object] | None = None,
        other: bool = False,
        second: bool = False,
        relaxed: bool = False,
    ) -> Answer:
        """
        Solve; `brief`: presolve little, because most is fixed already.

        `news` is given each better value with the bound, `first` the first vector. `other`: search
        in another way than usual, to confirm an answer; `second`: in a way that differs less, and
        is as good at bounds as the usual one. `relaxed`: solve the whole linear relaxation
        first, from which bounds come.
        """
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.seed + (other or second)
        parameters.num_workers = 1 if brief or other or second else self.threads
        parameters.max_deterministic_time = effort.deterministic
        if effort.seconds is not None:
            parameters.max_time_in_seconds = max(0.1, effort.seconds)
        # With fewer rows in the relaxation one neighbourhood in eight is closed, and not all.
        parameters.linearization_level = 0 if other else 2
        if relaxed:
            parameters.add_lp_constraints_lazily = False
            parameters.root_lp_iterations = ANY
        if brief:
            parameters.cp_model_probing_level = 0
            parameters.symmetry_level = 0
            parameters.max_presolve_iterations = 1
        elif other:
            parameters.cp_model_presolve = False
        elif second:
            parameters.symmetry_level = 0
        callback = None if news is None else _News(news, first)
        if callback is not None:
            solver.best_bound_callback = callback.on_bound
        with _stopped_by(self.stop, solver):
            status = solver.solve(cp, callback)
        spent = solver.response_proto.deterministic_time
        if status not in SOLVED:
            # Without an objective there is no bound; without a rota there may be one all the same.
            bound = solver.best_objective_bound if cp.has_objective() else 0.0
            return Answer(status=status, vector=None, bound=whole(bound), spent=spent)
        vector = tuple(solver.response_proto.solution)
        refuted = tuple(_refuted(cp, solver, vector)) if cp.has_objective() else ()
        bound = 0 if refuted else whole(solver.best_objective_bound)
        return Answer(status=status, vector=vector, bound=bound, spent=spent, refuted=refuted)


@contextmanager
def _stopped_by(stop: threading.Event, solver: cp_model.CpSolver) -> Iterator[None]:
    """
    Stop a search that runs once an event is set.

    A stop is repeated until it works: before the search starts it is lost (or-tools #3621). The
    thread that does it ends with the search: threads that look at nothing would add up.
    """
    done = threading.Event()

    def watch() -> None:
        while not done.wait(LOOK):
            if stop.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _refuted(
    cp: cp_model.CpModel, solver: cp_model.CpSolver, vector: Sequence[int]
) -> Iterator[Refuted]:
    """Yield each claim of the solver about a vector that the vector itself refutes."""
    objective = cp.proto.objective
    prices = zip(objective.vars, objective.coeffs, strict=True)
    # Costs are whole, and so are bounds once they are rounded up: half a unit is beyond any float.
    value = objective.offset + sum(price * vector[index] for index, price in prices)
    if abs(solver.objective_value - value) > HALF:
        yield Refuted.VALUE
    if solver.best_objective_bound > value + HALF:
        yield Refuted.BOUND


class _News(cp_model.CpSolverSolutionCallback):
    """A callback that passes on each better value and bound."""

    def __init__(
        self,
        news: Callable[[int, int], None],
        first: Callable[[Sequence[int]], object] | None,
    ) -> None:
        super().__init__()
        self.news = news
        self.first = first
        self.best: int | None = None

    def on_solution_callback(self) -> None:
        self.best = round(self.objective_value)
        self.news(self.best, whole(self.best_objective_bound))
        if self.first is not None:
            self.first(self.response_proto.solution)
            self.first = None

    def on_bound(self, bound: float) -> None:
        if self.best is not None:
            self.news(self.best, whole(bound))


def whole(bound: float) -> int:
    """Round a bound up to a whole cost, with a margin for the solver's floats."""
    return int(-((-bound + 1e-6) // 1)) if bound > 0 else 0
