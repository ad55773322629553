"""The product's rules and goals say of any roster what the scorer says, which shares nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.engine.build import build
from tests.bench.instances.problem import PROFILE, problem_of, roster_of, rota_of
from tests.bench.instances.reading import parse
from tests.bench.instances.scoring import Score, score
from tests.bench.instances.small import TEXT, drawn_instance, drawn_roster

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota

#: What the scorer calls a rule, by the rule that says the same here.
NAMES = {
    "absences": "day off",
    "consecutive_days": "longest run",
    "eligibility": "count",
    "minutes_in_period": "minutes",
    "shortest_rest": "shortest rest",
    "shortest_run": "shortest run",
    "slot_count": "count",
    "succession": "succession",
    "weekends_worked": "weekends",
}


def judged(rota: Rota) -> Score:
    """Return what the product's audit and goals say of a rota, in the scorer's words."""
    named = {
        (finding.subject, NAMES[finding.rule])
        for finding in audit(rota, PROFILE)
        if not finding.inherited
    }
    penalty = sum(goal.measure(rota) for goal in PROFILE.goals)
    return Score(penalty=penalty, broken=tuple(sorted(named)))


def ordered(scored: Score) -> Score:
    return replace(scored, broken=tuple(sorted(scored.broken)))


@pytest.mark.long
@settings(max_examples=400, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_audit_and_goals_agree_with_the_scorer_on_drawn_rosters(seed: int) -> None:
    instance = drawn_instance(seed)
    roster = drawn_roster(instance, seed)
    rota = rota_of(problem_of(instance), instance, roster)

    assert judged(rota) == ordered(score(instance, roster))
    assert roster_of(instance, rota.assignments) == roster


def test_drawn_rosters_break_every_rule_and_none() -> None:
    broken: Counter[str] = Counter()
    for seed in range(300):
        instance = drawn_instance(seed)
        rules = {rule for _, rule in score(instance, drawn_roster(instance, seed)).broken}
        broken.update(rules or {"none"})

    assert set(broken) == {*NAMES.values(), "none"}
    assert min(broken.values()) >= 5


@pytest.mark.long
@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_the_model_finds_best_breaks_nothing_and_costs_what_it_says(seed: int) -> None:
    instance = drawn_instance(seed)
    problem = problem_of(instance)
    model = build(problem, PROFILE)
    terms = [term for goal in PROFILE.goals for term in goal.cost(model)]
    model.cp.minimize(
        cp_model.LinearExpr.weighted_sum([x for _, x in terms], [c for c, _ in terms])
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 2
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return
    chosen = frozenset(
        Assignment(*key)
        for key, literal in model.assignment_literals.items()
        if solver.value(literal)
    )
    roster = roster_of(instance, chosen)

    assert score(instance, roster) == Score(penalty=round(solver.objective_value), broken=())
    assert judged(rota_of(problem, instance, roster)) == score(instance, roster)


def test_a_roster_scored_by_hand() -> None:
    instance = parse(TEXT, "petite.txt")
    a = ["", "", "E", "E", "", "", "", "", "L", "L", "", "", "", ""]
    b = [""] * 14
    c = ["E", "", "", "E", "", "", "", "", "", "", "", "", "", ""]

    scored = score(instance, [a, b, c])

    # Of E fourteen are required, four are held, one of them one too many (day 3); of L on odd days
    # seven are, one is held; day 8 has one too many.
    assert scored.penalty == 11 * 100 + 1 + 6 * 50 + 2
    assert scored.broken == (("A", "minutes"), ("B", "minutes"), ("C", "minutes"))
