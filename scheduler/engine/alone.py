"""Find, before any search, a person who can have no rota, whatever the others hold."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from scheduler.engine.contradictions import Refuted, log

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile

TRIED_FOR = 2.0
"""Seconds of the solver after which a person is taken to have a rota."""


def first_without_rota(
    problem: Problem, profile: Profile, *, seconds: float, ended: Callable[[], bool]
) -> Mediator | None:
    """
    Return a person whom no set of their own slots satisfies; None: nobody is known to be so.

    Only people of whom something is demanded can be so: for all others the empty rota does. Those
    of whom most is demanded for what they may hold come first, and only as many are tried as
    `seconds` allow, until the user has `ended` the solve. An answer of the solver is confirmed by a
    second one, set otherwise.
    """
    begun = time.monotonic()
    for mediator in demanding(problem):
        if time.monotonic() - begun > seconds or ended():
            return None
        if _impossible(problem, profile, mediator):
            return mediator
    return None


def demanding(problem: Problem) -> list[Mediator]:
    """Return the people of whom limits demand something, the hardest cases first."""
    demanded: Counter[str] = Counter()
    for limit in problem.limits:
        demanded[limit.mediator] += limit.least if limit.price is None else 0
    load = {
        m: demanded[m.id] / (1 + len(problem.candidates[m.id]))
        for m in problem.mediators
        if demanded[m.id]
    }
    return sorted(load, key=lambda m: (-load[m], m.id))


def _impossible(problem: Problem, profile: Profile, mediator: Mediator) -> bool:
    # Loads the solver, and most solves demand nothing of anybody.
    from ortools.sat.python import cp_model  # noqa: PLC0415

    from scheduler.engine.build import build_person  # noqa: PLC0415
    from scheduler.engine.search.solving import SOLVED  # noqa: PLC0415

    model = build_person(problem, profile, mediator).model
    for presolve in (True, False):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = presolve
        solver.parameters.max_time_in_seconds = TRIED_FOR
        status = solver.solve(model.cp)
        if status in SOLVED and not presolve:
            log.warning("%s : réponse du solveur démentie (%s)", mediator.id, Refuted.IMPOSSIBLE)
        if status != cp_model.INFEASIBLE:
            return False
    return True
