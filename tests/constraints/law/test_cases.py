"""Every worked case, one by one: those given with the rules, and further ones of their form."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.constraints.law.cases import CASES, check, rule_of

MORE: tuple[dict[str, Any], ...] = tuple(
    json.loads(line)
    for name in ("more_cases.jsonl", "inspector_cases.jsonl", "crossed_cases.jsonl")
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
)
EVERY = [
    pytest.param(case, id=f"{case['id']}-{case['rule']}-{case['expected']}")
    for case in (*CASES, *MORE)
]


@pytest.mark.parametrize("case", EVERY)
def test_the_audit_gives_the_verdict_of_the_case(case: dict[str, Any]) -> None:
    check(rule_of(case), case)


def test_no_two_cases_have_the_same_id() -> None:
    ids = [case["id"] for case in (*CASES, *MORE)]

    assert len(ids) == len(set(ids))


def test_a_context_that_the_harness_does_not_know_is_an_error() -> None:
    case = {**CASES[0], "context": {"moon": "full"}}

    with pytest.raises(ValueError, match="moon"):
        check(rule_of(case), case)
