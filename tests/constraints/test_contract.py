"""What every rule owes: its encoding accepts a rota if and only if its audit finds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import constraints.house
import constraints.law
from constraints.law.hours.daily_max_10h import RULE as DAILY
from constraints.law.hours.daily_max_10h import DailyMax
from constraints.registry import offers
from scheduler.model import PersonModel
from scheduler.rule import Rule, TeamRule
from tests.constraints.agreement import DRAWN_BY_SEED, accepts, check_agreement, clean
from tests.constraints.drawn import drawn_rota, settled

RULES = [r for r in (*offers(constraints.law), *offers(constraints.house)) if isinstance(r, Rule)]
TEAM_RULES = [r for r in RULES if isinstance(r, TeamRule)]


@pytest.mark.long
@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
@DRAWN_BY_SEED
@given(seed=st.integers(0, 2**32 - 1), gated=st.booleans())
def test_encoding_and_audit_agree_on_any_rota(rule: Rule, seed: int, *, gated: bool) -> None:
    team = 3 if isinstance(rule, TeamRule) else 1

    check_agreement(rule, drawn_rota(rule, seed, team=team), gated=gated)


@pytest.mark.parametrize("rule", TEAM_RULES, ids=lambda r: r.id)
@DRAWN_BY_SEED
@given(seed=st.integers(0, 2**32 - 1))
def test_they_agree_where_some_hold_slots_whatever_is_decided(rule: Rule, seed: int) -> None:
    check_agreement(rule, settled(drawn_rota(rule, seed, team=3), seed))


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
