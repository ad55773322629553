"""What every rule owes: its encoding accepts a rota if and only if its audit finds nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import constraints.house
import constraints.law
from constraints.law.daily_max_10h import RULE as DAILY
from constraints.law.daily_max_10h import DailyMax
from constraints.registry import offers
from scheduler.rule import Rule, TeamRule
from tests.constraints.agreement import accepts, clean
from tests.constraints.drawn import drawn_rota, settled, smallest

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel

__all__ = ["RULES", "accepts", "clean"]

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "50"))
RULES = [r for r in (*offers(constraints.law), *offers(constraints.house)) if isinstance(r, Rule)]
TEAM_RULES = [r for r in RULES if isinstance(r, TeamRule)]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
    # A seed has no smaller one: `smallest` cuts the rota down instead.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(seed=st.integers(0, 2**32 - 1), gated=st.booleans())
def test_encoding_and_audit_agree_on_any_rota(rule: Rule, seed: int, *, gated: bool) -> None:
    def disagree(rota: Rota) -> bool:
        return accepts(rule, rota, gated=gated) != clean(rule, rota)

    rota = drawn_rota(rule, seed, team=3 if isinstance(rule, TeamRule) else 1)

    if disagree(rota):
        least = smallest(rota, disagree)
        pytest.fail(f"encoding accepts: {not clean(rule, least)}, audit the contrary: {least}")


@pytest.mark.parametrize("rule", TEAM_RULES, ids=lambda r: r.id)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(seed=st.integers(0, 2**32 - 1))
def test_they_agree_where_some_hold_slots_whatever_is_decided(rule: Rule, seed: int) -> None:
    def disagree(rota: Rota) -> bool:
        return accepts(rule, rota) != clean(rule, rota)

    rota = settled(drawn_rota(rule, seed, team=3), seed)

    if disagree(rota):
        least = smallest(rota, disagree)
        pytest.fail(f"encoding accepts: {not clean(rule, least)}, audit the contrary: {least}")


class _Forgotten(DailyMax):
    """A limit that its encoding doesn't post."""

    def encode(self, model: PersonModel) -> None:
        """Post nothing."""


def test_what_a_rota_makes_unlawful_is_not_clean_by_a_rule_that_forbids_nothing() -> None:
    rule = _Forgotten()
    rotas = [drawn_rota(DAILY, seed) for seed in range(20)]
    refused = [rota for rota in rotas if not clean(DAILY, rota)]

    assert refused
    assert [rota for rota in rotas if not clean(rule, rota)] == refused
    assert all(accepts(rule, rota) for rota in refused)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rule_has_its_own_test_file(rule: Rule) -> None:
    folder = Path(__file__).parent
    module = type(rule).__module__.split(".")

    assert (folder / module[1] / f"test_{module[2]}.py").exists()


def test_no_two_rules_share_an_id() -> None:
    ids = [rule.id for rule in RULES]

    assert sorted(set(ids)) == sorted(ids)
