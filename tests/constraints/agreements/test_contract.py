"""What the rules of agreements owe too: encoding and audit agree on any rota."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.agreements.clause import Clause
from constraints.agreements.clauses import ccn_two_rest_days_incl_sunday as sundays
from constraints.registry import clauses
from tests.constraints.agreement import DRAWN_BY_SEED, check_agreement
from tests.constraints.agreements.scenes import drawn

RULES = [*clauses(), sundays.RegiesRestDays(), sundays.MissionsLocalesRestDays()]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: type(r).__name__)
@DRAWN_BY_SEED
@given(seed=st.integers(0, 2**32 - 1), gated=st.booleans())
def test_encoding_and_audit_agree_on_any_rota(rule: Clause, seed: int, *, gated: bool) -> None:
    check_agreement(rule, drawn(rule, seed), gated=gated)
