from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.cli.month import problem_of
from api.files import load
from api.profile import profile_for
from api.untenable import untenable
from tests.api.commands import FIXTURES, PETIT

MONTHS = {"petit": date(2026, 3, 1), "saison": date(2026, 7, 1), "association": date(2026, 12, 1)}


@pytest.mark.parametrize("name", MONTHS)
def test_lawful_templates_are_told_nothing(name: str) -> None:
    association = load(FIXTURES / name)
    problem = problem_of(association, MONTHS[name])

    assert list(untenable(problem, profile_for(association))) == []


def test_a_long_slot_without_its_break_is_told_once_by_the_rule_itself() -> None:
    association = load(Path(PETIT))
    problem = problem_of(association, MONTHS["petit"])
    bare = replace(problem, slots=tuple(replace(s, breaks=()) for s in problem.slots))
    found = list(untenable(bare, profile_for(association)))

    assert found
    assert {finding.rule for _, finding in found} == {"break_20min"}
    shapes = [(s.span.start.time(), s.span.end.time(), s.kind, s.agency) for s, _ in found]
    assert len(shapes) == len(set(shapes))
