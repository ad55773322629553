from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from constraints.law.daily_rest_11h import RULE
from tests.constraints.law.cases import cases, check


@pytest.mark.parametrize("case", cases(RULE.id), ids=lambda c: c["id"])
def test_the_worked_cases_have_their_verdict(case: dict[str, Any]) -> None:
    check(RULE, case)


def test_an_agreement_may_go_down_to_nine_hours_and_no_further() -> None:
    rest = RULE.rest.derogate(9 * 60, date(2026, 1, 1), RULE.sources[0])

    assert rest.on(date(2026, 1, 1)) == 9 * 60
    assert rest.on(date(2025, 12, 31)) == 11 * 60
