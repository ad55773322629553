"""Judging again what an edit touches comes to the findings of judging everything."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import fixtures
from api.auditing.again import BY_SLOT, merged, reaudit
from api.files.load import load
from api.planning import assemble
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, instant_of

if TYPE_CHECKING:
    from scheduler.finding import Finding

ASSOCIATION = Path(fixtures.__file__).parent / "association"
FIRST = date(2026, 11, 9)
EDITS = 6


@pytest.fixture(scope="module")
def fortnight() -> Problem:
    """Two weeks of four dispositifs, nights and supervised ones among them."""
    chosen = frozenset({"1", "11", "19", "24"})
    return assemble(load(ASSOCIATION), FIRST, FIRST + timedelta(days=13), dispositifs=chosen)


def codes(findings: list[Finding]) -> list[str]:
    return sorted(one.code + one.subject for one in findings)


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_come_to_the_findings_of_a_whole_audit(fortnight: Problem, seed: int) -> None:
    rng = random.Random(seed)
    rota = Rota(problem=fortnight, assignments=fortnight.previous)
    findings = audit(rota, base())
    for _ in range(EDITS):
        gone = rng.choice(sorted(rota.assignments))
        come = Assignment(rng.choice(fortnight.mediators).id, rng.choice(fortnight.slots).id)
        touched = {gone, come} if rng.random() < 0.7 else {gone}
        kept = rota.assignments - {gone}
        rota = Rota(problem=fortnight, assignments=kept | {come} if come in touched else kept)

        findings = reaudit(rota, base(), findings, touched, whole=True)

        assert codes(findings) == codes(audit(rota, base()))


def test_people_come_in_the_order_of_a_whole_audit(fortnight: Problem) -> None:
    rota = Rota(problem=fortnight, assignments=fortnight.previous)
    gone = min(rota.assignments)
    after = Rota(problem=fortnight, assignments=rota.assignments - {gone})
    own = {rule.id for rule in base().person_rules}

    again = reaudit(after, base(), audit(rota, base()), {gone})

    assert [f.code for f in again if f.rule in own] == [
        f.code for f in audit(after, base()) if f.rule in own
    ]


def test_what_bears_on_the_whole_rota_is_carried_over_unless_asked(fortnight: Problem) -> None:
    rota = Rota(problem=fortnight, assignments=fortnight.previous)
    whole = {r.id for r in base().team_rules} - BY_SLOT
    before = audit(rota, base())
    nobody = Rota(problem=fortnight, assignments=frozenset())

    carried = reaudit(nobody, base(), before, rota.assignments)
    judged = reaudit(nobody, base(), before, rota.assignments, whole=True)

    assert [f for f in carried if f.rule in whole] == [f for f in before if f.rule in whole]
    assert codes(judged) == codes(audit(nobody, base()))


def test_every_rule_by_slot_is_a_rule() -> None:
    assert BY_SLOT - {rule.id for rule in base().team_rules} == set()


def test_spans_that_touch_are_one_stretch() -> None:
    def stretch(first: int, last: int) -> Span:
        return Span(instant_of(first), instant_of(last))

    assert merged([stretch(50, 60), stretch(10, 20), stretch(20, 30)]) == [(10, 30), (50, 60)]
    assert merged([stretch(10, 60), stretch(20, 30)]) == [(10, 60)]
    assert merged([]) == []
