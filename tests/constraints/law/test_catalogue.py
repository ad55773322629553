"""Each rule of the catalogue, with its name, strength, effect and articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import constraints.law
from constraints.registry import base, offers
from scheduler.rule import Rule

CATALOGUE: tuple[dict[str, Any], ...] = tuple(
    json.loads(line)
    for line in (Path(__file__).parent / "catalogue.jsonl").read_text("utf-8").splitlines()
)
RULES = {rule.id: rule for rule in base().rules}

#: Rules of their own: one that the catalogue has within another (paid_leave_taking), and one that
#: it has not, though it asks for a finding (L1243-11).
APART = {"paid_leave_date_change", "work_outside_contract"}


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry["id"])
def test_the_rule_is_as_catalogued(entry: dict[str, Any]) -> None:
    rule = RULES[entry["id"]]

    assert rule.title.replace("’", "'") == entry["name"]
    assert rule.severity.value == entry["severity"]
    assert rule.effect.value == entry["effect"]
    assert set(entry["articles"]) <= {source.article for source in rule.sources}


def test_the_law_holds_no_other_rule() -> None:
    ids = {rule.id for rule in offers(constraints.law) if isinstance(rule, Rule)}

    assert ids - APART == {entry["id"] for entry in CATALOGUE}
