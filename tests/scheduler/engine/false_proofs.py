"""Solving processes whose solver ends at its first rota, and calls that the best one."""

from dataclasses import dataclass, fields
from typing import Any

from ortools.sat.python import cp_model

from scheduler.engine import Options


class HastySolver(cp_model.CpSolver):
    """
    CP-SAT, which ends at its first rota and calls it the best one.

    `calls` counts its calls that have an objective. `at`: those that it lies at (empty: all);
    `named`: what a variable of the model is named like (empty: any model). `short`: how far below
    its rota the false bound lies. `denies`: it says that there is no rota instead.
    """

    at: tuple[int, ...] = ()
    named = ""
    short = 0
    denies = False
    calls = 0
    lies = False

    def solve(self, model: Any, solution_callback: Any = None) -> Any:
        HastySolver.calls += model.has_objective()
        meant = not self.at or HastySolver.calls in self.at
        names = self.named and [variable.name for variable in model.proto.variables]
        known = not self.named or any(self.named in name for name in names)
        self.lies = model.has_objective() and meant and known
        if self.lies and self.denies:
            self.lies = False
            super().solve(model)
            return cp_model.INFEASIBLE
        if self.lies:
            # Without presolve and relaxation the first rota is seldom the best one.
            self.parameters.stop_after_first_solution = True
            self.parameters.cp_model_presolve = False
            self.parameters.linearization_level = 0
        status = super().solve(model, solution_callback)
        self.lies = self.lies and status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        if not self.lies:
            return status
        return cp_model.FEASIBLE if self.short else cp_model.OPTIMAL

    @property
    def best_objective_bound(self) -> float:
        if self.lies:
            return max(super().best_objective_bound, self.objective_value - self.short)
        return super().best_objective_bound


@dataclass(frozen=True, kw_only=True)
class Hasty(Options):
    """Options that plant such a solver in each solving process that receives them."""

    at: tuple[int, ...] = ()
    named: str = ""
    short: int = 0
    denies: bool = False

    def __reduce__(self) -> Any:
        lie = {name: getattr(self, name) for name in ("at", "named", "short", "denies")}
        return _planted, (lie, {f.name: getattr(self, f.name) for f in fields(Options)})


def _planted(lie: dict[str, Any], options: dict[str, Any]) -> Options:
    for name, value in lie.items():
        setattr(HastySolver, name, value)
    cp_model.CpSolver = HastySolver  # type: ignore[misc]
    return Options(**options)
