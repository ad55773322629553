"""Whether a rule's encoding, and its audit, admit a rota: what the contract compares."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from ortools.sat.python import cp_model

from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.finding import Finding, Verdict
from scheduler.model import RotaModel
from scheduler.rule import PersonRule, Profile, Rule, TeamRule, post
from tests.constraints.drawn import smallest
from tests.constraints.mutants import forbids_nothing

EXAMPLES = os.environ.get("CONTRACT_EXAMPLES", "")
"""How many rotas are drawn for each rule, by chance: without it, the same few in each run."""

DRAWN_BY_SEED = settings(
    max_examples=int(EXAMPLES or 50),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=not EXAMPLES,
    # A seed has no smaller one: `smallest` cuts the rota down instead.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def check_agreement(rule: Rule, rota: Rota, *, gated: bool = False) -> None:
    """Fail, with the smallest such rota, if encoding and audit of a rule disagree on a rota."""

    def disagree(rota: Rota) -> bool:
        return accepts(rule, rota, gated=gated) != clean(rule, rota)

    if disagree(rota):
        least = smallest(rota, disagree)
        pytest.fail(f"encoding accepts: {not clean(rule, least)}, audit the contrary: {least}")


def accepts(rule: Rule, rota: Rota, *, gated: bool = False) -> bool:
    """Whether the encoding of this rule alone admits exactly this rota."""
    model = RotaModel(rota.problem, gated=gated)
    if isinstance(rule, PersonRule):
        for person in model.persons.values():
            post(rule, person)
    else:
        assert isinstance(rule, TeamRule)
        rule.encode(model)
    model.seal()
    chosen = {(a.mediator, a.slot) for a in rota.assignments}
    for key, literal in model.assignment_literals.items():
        model.cp.add(literal == (1 if key in chosen else 0))
    for gate in model.gates.values():
        model.cp.add(gate == 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    status = solver.solve(model.cp)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


def clean(rule: Rule, rota: Rota) -> bool:
    """
    Whether the audit of this rule alone finds nothing that its encoding forbids.

    That is a violation that this rota decides; what is to be confirmed too, where the rule says
    that the plan avoids it. A rule that forbids nothing may judge what no rota decides (leave, a
    contract): of its findings those count that would not be there if nobody held any post.
    """
    conflict = _refused(rule, rota)
    if conflict and forbids_nothing(rule):
        anyway = _refused(rule, Rota(problem=rota.problem, assignments=frozenset()))
        return all(finding in anyway for finding in conflict)
    return not conflict


def _refused(rule: Rule, rota: Rota) -> list[Finding]:
    verdicts = {Verdict.VIOLATION, *((Verdict.TO_CONFIRM,) if rule.avoids_unsettled else ())}
    profile = Profile(
        name="one",
        person_rules=(rule,) if isinstance(rule, PersonRule) else (),
        team_rules=(rule,) if isinstance(rule, TeamRule) else (),
    )
    return [f for f in audit(rota, profile) if f.verdict in verdicts and not f.inherited]
