"""Each rule is needed: without its encoding the solver finds rotas that its audit refuses."""

from dataclasses import replace
from random import Random

import pytest
from ortools.sat.python import cp_model

from constraints.registry import base
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.engine.build import build
from scheduler.model import RotaModel
from scheduler.rule import Rule, TeamRule
from tests.constraints.agreement import clean
from tests.constraints.drawn import drawn_rota
from tests.constraints.drawn.offers import offered
from tests.constraints.mutants import UNDER_AGREEMENT, forbids_nothing
from tests.constraints.test_contract import RULES

TRIES = 200
#: Seeds known to do, tried first.
SEEDS = {
    "absences": 3,
    "apprentice_training_overlap": 13,
    "apprentices": 13,
    "avg12_44h": 145,
    "binome_size": 1,
    "consecutive_days": 7,
    "daily_max_10h": 4,
    "daily_rest_owed": 1316,
    "daily_span_13h": 4,
    "drivers": 3,
    "eligibility": 8,
    "fixed_pairs": 1,
    "forbidden_pairs": 9,
    "headcount": 5,
    "locks": 11,
    "mandatory": 10,
    "may_first": 12,
    "minor_apprentice_sunday_ban": 5,
    "minor_break_30min": 3,
    "minor_daily_8h": 3,
    "minor_daily_rest_12h": 5,
    "minor_employment_age": 1,
    "minor_night_ban": 1,
    "minor_public_holiday_ban": 11,
    "minor_weekly_35h": 3,
    "minor_weekly_rest_2_days": 7,
    "minutes_in_period": 1,
    "multi_employer_total": 9,
    "night_worker_avg12_40h": 5,
    "night_worker_daily_8h": 3,
    "oncall_rest": 37,
    "one_place": 1,
    "part_time_below_35h": 11,
    "part_time_complementary_cap": 13,
    "part_time_interruptions": 3,
    "part_time_written_distribution": 17,
    "referents": 1,
    "shortest_run": 3,
    "six_days_per_week": 1,
    "slot_count": 6,
    "socle": 11,
    "succession": 2,
    "travel_between_sites": 50,
    "vehicles": 63,
    "weekly_max_48h": 1,
    "weekly_rest_35h": 5,
}
#: Rules that another one implies whatever happens: they are taken away together. An intervention
#: that cuts the rest before work resumes is a short rest like any other. Under a forfait that no
#: agreement allows nobody works, so its number of days bounds nothing.
IMPLIED = {
    "forfait_days_cap": {"forfait_days_agreement"},
    "oncall_rest": {"daily_rest_11h"},
    "apprentice_training_overlap": {"one_place"},
    "delegation_overlap": {"one_place"},
}


def encoded(problem: Problem, without: set[str]) -> RotaModel:
    """The model of a problem by all rules but some."""
    profile = base()
    return build(
        problem,
        replace(
            profile,
            person_rules=tuple(r for r in profile.person_rules if r.id not in without),
            team_rules=tuple(r for r in profile.team_rules if r.id not in without),
        ),
    )


def solved(model: RotaModel, problem: Problem, rng: Random) -> Rota | None:
    """A rota that the model admits, as full as it can be, some posts being dearer than others."""
    table = model.assignment_literals
    worth = [rng.choice((-1, 1, 1, 2)) * problem.slot_of[slot].duty.work for _, slot in table]
    literals = list(table.values())
    model.cp.maximize(cp_model.LinearExpr.weighted_sum(literals, worth))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 2
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    duties = [key for key, lit in model.assignment_literals.items() if solver.boolean_value(lit)]
    return Rota(problem=problem, assignments=frozenset(Assignment(*key) for key in duties))


def admitted(rota: Rota, without: set[str]) -> bool:
    """Whether all rules but some, as encoded, admit exactly this rota."""
    model = encoded(rota.problem, without)
    chosen = {(a.mediator, a.slot) for a in rota.assignments}
    for key, literal in model.assignment_literals.items():
        model.cp.add(literal == (key in chosen))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model.cp) != cp_model.INFEASIBLE


def problem_of(rule: Rule, seed: int) -> Problem:
    """A drawn problem, on the rule's limits or with posts galore."""
    team = 3 if isinstance(rule, TeamRule) else 1
    if seed % 2:
        return offered(rule, seed, team=team)
    problem = drawn_rota(rule, seed, team=team).problem
    return problem if team > 1 else _plain(problem)


def _plain(problem: Problem) -> Problem:
    """Of one person alone, nothing stands in the team's way."""
    slots = tuple(
        replace(
            slot,
            binome=False,
            vehicle=False,
            supervised=False,
            mandatory=False,
            needs=tuple(replace(need, titles=frozenset()) for need in slot.needs[:1]),
        )
        for slot in problem.slots
    )
    return replace(problem, slots=slots, locks=())


def freed(rule: Rule, seed: int) -> Rota | None:
    """A rota that all other encodings admit, and that this rule's and its audit refuse."""
    without = {rule.id} | IMPLIED.get(rule.id, set())
    problem = problem_of(rule, seed)
    rota = solved(encoded(problem, without), problem, Random(seed))
    if rota is None or clean(rule, rota) or admitted(rota, without - {rule.id}):
        return None
    return rota


@pytest.mark.lengthy
@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if not forbids_nothing(rule) and rule.id not in UNDER_AGREEMENT],
    ids=lambda rule: rule.id,
)
def test_without_its_encoding_rotas_are_made_that_its_audit_refuses(rule: Rule) -> None:
    seeds = (SEEDS.get(rule.id, 0), *range(TRIES))
    broken = next((rota for seed in seeds if (rota := freed(rule, seed)) is not None), None)

    assert broken is not None
    without = {rule.id} | IMPLIED.get(rule.id, set())
    assert admitted(broken, without)
    assert not admitted(broken, set())
    assert not clean(rule, broken)


@pytest.mark.long
@pytest.mark.parametrize("rule_id", IMPLIED)
def test_what_is_said_to_be_implied_is_refused_by_the_others_too(rule_id: str) -> None:
    [rule] = [rule for rule in RULES if rule.id == rule_id]
    rotas = [rota for seed in range(40) if (rota := freed(rule, seed)) is not None]

    assert rotas
    assert [rota for rota in rotas if admitted(rota, {rule_id})] == []


@pytest.mark.long
def test_rules_whose_encoding_is_empty_let_everything_pass() -> None:
    rule = next(rule for rule in RULES if rule.id == "night_hours")

    assert forbids_nothing(rule)
    assert [seed for seed in range(20) if freed(rule, seed) is not None] == []
