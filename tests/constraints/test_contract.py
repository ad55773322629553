"""What every rule owes: its encoding accepts a rota if and only if its audit finds nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

import constraints.house
import constraints.law
from constraints.registry import found
from scheduler.audit import audit
from scheduler.finding import Verdict
from scheduler.model import RotaModel
from scheduler.rule import PersonRule, Profile, Rule, TeamRule
from tests.constraints.drawn import rotas

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "120"))
RULES = [r for r in (*found(constraints.law), *found(constraints.house)) if isinstance(r, Rule)]


def accepts(rule: Rule, rota: Rota, *, gated: bool = False) -> bool:
    """Whether the encoding of this rule alone admits exactly this rota."""
    model = RotaModel(rota.problem, gated=gated)
    if isinstance(rule, PersonRule):
        for person in model.persons.values():
            rule.encode(person)
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
    """Whether the audit of this rule alone finds no violation that this rota decides."""
    profile = Profile(
        name="one",
        person_rules=(rule,) if isinstance(rule, PersonRule) else (),
        team_rules=(rule,) if isinstance(rule, TeamRule) else (),
    )
    return not [
        f for f in audit(rota, profile) if f.verdict is Verdict.VIOLATION and not f.inherited
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
)
@given(data=st.data())
def test_encoding_and_audit_agree_on_any_rota(rule: Rule, data: st.DataObject) -> None:
    team = 3 if isinstance(rule, TeamRule) else 1
    rota = data.draw(rotas(rule, team=team))

    assert accepts(rule, rota, gated=data.draw(st.booleans())) == clean(rule, rota)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rule_has_its_own_test_file(rule: Rule) -> None:
    folder = Path(__file__).parent
    module = type(rule).__module__.split(".")

    assert (folder / module[1] / f"test_{module[2]}.py").exists()


def test_no_two_rules_share_an_id() -> None:
    ids = [rule.id for rule in RULES]

    assert sorted(set(ids)) == sorted(ids)
