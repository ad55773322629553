from __future__ import annotations

from typing import Any

import pytest

from constraints.law.break_20min import RULE
from tests.constraints.law.cases import cases, check


@pytest.mark.parametrize("case", cases(RULE.id), ids=lambda c: c["id"])
def test_the_worked_cases_have_their_verdict(case: dict[str, Any]) -> None:
    check(RULE, case)
