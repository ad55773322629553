"""
Rotas drawn on the boundaries: days, weeks and rests that a minute makes lawful or not.

Uniform random rotas kill no seeded bug; these do (see test_mutants.py). Each rota comes from one
seed: `drawn_rota` is a function, and `smallest` cuts a failing one down to what matters.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import strategies as st

from scheduler.domain.problem import Worked
from scheduler.domain.rota import Rota
from scheduler.rule import Rule
from tests.constraints.drawn.busy import busy
from tests.constraints.drawn.people import person
from tests.constraints.drawn.pieces import Canvas
from tests.constraints.drawn.problems import horizon_of, rota_of, without
from tests.constraints.drawn.table import SCENES

__all__ = ["drawn_rota", "rotas", "settled", "smallest"]

# Three months to draw in, each with a trap: clocks go back; clocks go forward and Easter;
# 1 May, 8 May and Ascension.
SEASONS = (date(2026, 10, 19), date(2027, 3, 22), date(2027, 4, 26))
#: How many rotas are on the rule's own limits; the others are busy, on any.
ON_THE_EDGE = 0.85
#: How many assignments are settled, where some are.
SETTLED = 0.4


def drawn_rota(rule: Rule, seed: int, *, team: int = 1) -> Rota:
    """Return the rota of a seed: legal or not, begun before its horizon."""
    rng = Random(f"{rule.id}-{seed}")
    monday = rng.choice(SEASONS[2:] if rule.id == "may_first" else (SEASONS[0], *SEASONS))
    people = tuple(person(rng, rule.id, monday, n) for n in range(team))
    canvas = Canvas(
        rng=rng,
        rule=rule,
        monday=monday,
        horizon=horizon_of(rng, monday),
        who=people[0],
        travel=rng.choice((0, 20, 31)),
    )
    edges = SCENES.get(rule.id, ())
    scene = rng.choice(edges) if edges and rng.random() < ON_THE_EDGE else busy
    return rota_of(scene(canvas), canvas, people)


def rotas(rule: Rule, *, team: int = 1) -> st.SearchStrategy[Rota]:
    """Draw rotas for a rule, by their seed."""
    return st.integers(0, 2**32 - 1).map(lambda seed: drawn_rota(rule, seed, team=team))


def settled(rota: Rota, seed: int) -> Rota:
    """Return the rota where some of what was decided has become what was done."""
    rng, problem = Random(seed), rota.problem
    some = {assignment for assignment in sorted(rota.assignments) if rng.random() < SETTLED}
    done = tuple(
        Worked(
            mediator=assignment.mediator,
            duty=replace(problem.slot_of[assignment.slot].duty, decided=False),
        )
        for assignment in sorted(some)
    )
    return Rota(
        problem=replace(problem, history=(*problem.history, *done)),
        assignments=rota.assignments - some,
    )


def smallest(rota: Rota, fails: Callable[[Rota], bool]) -> Rota:
    """Return the rota with all that can go while it still fails taken away."""
    problem = rota.problem
    for slot in problem.slots:
        less = without(rota, slot=slot.id)
        rota = less if fails(less) else rota
    fixed = [w.duty.id for w in problem.history] + [t.id for t in problem.trainings]
    for worked in dict.fromkeys(fixed):
        less = without(rota, fixed=worked)
        rota = less if fails(less) else rota
    return rota
