"""Solving processes whose solver lies: the real ones, in which CP-SAT's answers are altered."""

from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any

from ortools.sat.python import cp_model

from scheduler.engine import Options


class LyingSolver(cp_model.CpSolver):
    """CP-SAT, which answers something else than it found; `calls` counts its calls,
    `lying_at` is the one that it lies at, where it lies once."""

    lie = ""
    calls = 0
    lying_at = 1

    def solve(self, model: Any, solution_callback: Any = None) -> Any:
        LyingSolver.calls += 1
        if self.lie == "impossible" or (
            self.lie == "impossible once" and self.calls == self.lying_at
        ):
            # A callback would hand over the rota that is denied.
            super().solve(model)
            return cp_model.INFEASIBLE
        if self.lie == "bound without rota":
            super().solve(model)
            return cp_model.UNKNOWN
        return super().solve(model, solution_callback)

    @property
    def response_proto(self) -> Any:
        truth = super().response_proto
        if self.lie == "everybody everywhere":
            solution = [1] * len(truth.solution)
            return SimpleNamespace(deterministic_time=0.1, solution=solution)
        return truth

    @property
    def best_objective_bound(self) -> float:
        if self.lie == "bound without rota":
            return 1e6
        return super().best_objective_bound + (7 if self.lie == "bound" else 0)

    @property
    def objective_value(self) -> float:
        return super().objective_value + (3 if self.lie == "value" else 0)


@dataclass(frozen=True, kw_only=True)
class Lying(Options):
    """Options that plant a lie in each solving process that receives them."""

    lie: str = ""

    def __reduce__(self) -> Any:
        return _planted, (self.lie, {f.name: getattr(self, f.name) for f in fields(Options)})


def _planted(lie: str, options: dict[str, Any]) -> Options:
    LyingSolver.lie = lie
    cp_model.CpSolver = LyingSolver  # type: ignore[misc]
    return Options(**options)
