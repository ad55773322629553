"""What the rules of agreements owe too: encoding and audit agree on any rota."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from constraints.agreements.clauses import ccn_two_rest_days_incl_sunday as sundays
from constraints.registry import clauses
from tests.constraints.agreement import accepts, clean
from tests.constraints.agreements.scenes import drawn
from tests.constraints.drawn import smallest

if TYPE_CHECKING:
    from constraints.agreements.clause import Clause
    from scheduler.domain.rota import Rota

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "50"))
RULES = [*clauses(), sundays.RegiesRestDays(), sundays.MissionsLocalesRestDays()]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: type(r).__name__)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(seed=st.integers(0, 2**32 - 1), gated=st.booleans())
def test_encoding_and_audit_agree_on_any_rota(rule: Clause, seed: int, *, gated: bool) -> None:
    def disagree(rota: Rota) -> bool:
        return accepts(rule, rota, gated=gated) != clean(rule, rota)

    rota = drawn(rule, seed)

    if disagree(rota):
        least = smallest(rota, disagree)
        pytest.fail(f"encoding accepts: {not clean(rule, least)}, audit the contrary: {least}")
