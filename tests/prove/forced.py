"""How few duties of a kind somebody may have, and how many, in rotas as good above fairness."""

from ortools.sat.python import cp_model

from scheduler.domain.rota import Rota
from scheduler.engine.search.part_model import PartModel
from scheduler.fairness import FairGoal
from scheduler.rule import Profile

LIMIT = 20.0
"""Deterministic time of each answer; a team of thirteen needs a fraction of one."""


def forced(rota: Rota, profile: Profile, goal: FairGoal, who: str) -> tuple[int, int]:
    """
    Return the fewest and the most duties that a person may have of those that are shared.

    No tier above the goal's costs more than in the rota: bounds, whatever the search came to.
    """
    share = goal.shares(rota.problem)[who]
    model = PartModel(rota.problem, profile)
    above = [goals for number, goals in model.goals if number < goal.tier]
    model.extend(len(above))
    model.cap(sum(each.measure(rota) for each in goals) for goals in above)
    works = model.rota_model.assignment_literals
    duties = cp_model.LinearExpr.sum([works[who, slot.id] for slot in share.slots])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.linearization_level = 1, 2
    solver.parameters.max_deterministic_time = LIMIT
    bounds = []
    for aim in (model.cp.minimize, model.cp.maximize):
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        aim(duties)
        solver.solve(model.cp)
        bounds.append(share.fixed + round(solver.best_objective_bound))
    return bounds[0], bounds[1]
