"""Solve one goal alone, free or with the rota given."""

from ortools.sat.python import cp_model

from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.goal import Goal
from scheduler.model import DemandModel, RotaModel, Terms


def best(goal: Goal, model: RotaModel) -> tuple[int, Rota]:
    """Return the goal's best cost and a rota that has it."""
    solver, value = _solved(goal.cost(model), model)
    chosen = frozenset(
        Assignment(mediator, slot)
        for (mediator, slot), literal in model.assignment_literals.items()
        if solver.value(literal)
    )
    return value, Rota(problem=model.problem, assignments=chosen)


def least(costs: Terms, model: DemandModel) -> int:
    """Return the least total that the model gives to the terms."""
    return _solved(costs, model)[1]


def _solved(costs: Terms, model: DemandModel) -> tuple[cp_model.CpSolver, int]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if costs:
        model.cp.minimize(sum(price * literal for price, literal in costs))
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return solver, round(solver.objective_value) if costs else 0


def cost_of(goal: Goal, rota: Rota) -> int:
    """Return the least cost that the model gives to this very rota."""
    model = RotaModel(rota.problem)
    chosen = {(a.mediator, a.slot) for a in rota.assignments}
    for key, literal in model.assignment_literals.items():
        model.cp.add(literal == (1 if key in chosen else 0))
    value, best_rota = best(goal, model)
    assert best_rota == rota
    return value
