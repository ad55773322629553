"""Each rule of the catalogue, with its name, strength, effect and articles."""

import json
from pathlib import Path
from typing import Any

import pytest

from constraints.registry import base

CATALOGUE: tuple[dict[str, Any], ...] = tuple(
    json.loads(line)
    for line in (Path(__file__).parent / "catalogue.jsonl").read_text("utf-8").splitlines()
)
RULES = {rule.id: rule for rule in base().rules}


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry["id"])
def test_the_rule_is_as_catalogued(entry: dict[str, Any]) -> None:
    rule = RULES[entry["id"]]

    assert rule.title.replace("’", "'") == entry["name"]
    assert rule.severity.value == entry["severity"]
    assert rule.effect.value == entry["effect"]
    assert set(entry["articles"]) <= {source.article for source in rule.sources}
