"""Judging again what an edit touches comes to the findings of judging everything."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from api.judging.reaudit import reaudit
from api.planning.problem import assemble
from constraints.registry import base
from scheduler.around import rota_around
from scheduler.audit import audit
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, days_span, minute_of
from scheduler.finding import Finding
from tests.api.staffing.proposals.cases import problem_of, slot
from tests.fixtures.association import association

pytestmark = pytest.mark.long

FIRST = date(2026, 11, 9)
EDITS = 6


@pytest.fixture(scope="module")
def fortnight() -> Problem:
    """Two weeks of four dispositifs, nights and supervised ones among them."""
    chosen = frozenset({"1", "11", "19", "24"})
    return assemble(association(), FIRST, FIRST + timedelta(days=13), dispositifs=chosen)


@pytest.fixture(scope="module")
def moved(fortnight: Problem) -> Problem:
    """All but one of each team did their shift already, a day before the hours it now has."""
    kept = {assignment.slot: assignment for assignment in sorted(fortnight.previous)}
    settled = []
    for assignment in fortnight.previous - set(kept.values()):
        duty = fortnight.slot_of[assignment.slot].duty
        before = Span.of_minutes(duty.span.first - 1440, duty.span.last - 1440)
        then = replace(duty, span=before, breaks=(), decided=False)
        settled.append(Worked(mediator=assignment.mediator, duty=then))
    return replace(
        fortnight,
        history=(*fortnight.history, *settled),
        previous=frozenset(kept.values()),
    )


def codes(findings: list[Finding]) -> list[str]:
    return sorted(finding.code + finding.subject for finding in findings)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("described", ["fortnight", "moved"])
def test_random_edits_come_to_the_findings_of_a_whole_audit(
    described: str, seed: int, request: pytest.FixtureRequest
) -> None:
    rng = random.Random(seed)
    problem: Problem = request.getfixturevalue(described)
    rota = Rota(problem=problem, assignments=problem.previous)
    findings = audit(rota, base())
    for _ in range(EDITS):
        gone = rng.choice(sorted(rota.assignments))
        come = Assignment(rng.choice(problem.mediators).id, rng.choice(problem.slots).id)
        touched = {gone, come} if rng.random() < 0.7 else {gone}
        kept = rota.assignments - {gone}
        rota = Rota(problem=problem, assignments=kept | {come} if come in touched else kept)

        findings = reaudit(rota, base(), findings, touched, whole=True)

        assert codes(findings) == codes(audit(rota, base()))


def test_no_two_findings_have_one_code_even_on_a_rota_of_nonsense(fortnight: Problem) -> None:
    rng = random.Random(5)
    anyone = [
        Assignment(who.id, slot.id)
        for slot in fortnight.slots
        for who in rng.sample(fortnight.mediators, 3)
    ]
    rota = Rota(problem=fortnight, assignments=frozenset(anyone))
    findings = audit(rota, base())
    left = Rota(problem=fortnight, assignments=rota.assignments - {anyone[0]})

    again = reaudit(left, base(), findings, {anyone[0]}, whole=True)

    assert len({finding.code for finding in findings}) == len(findings) > 500
    assert len({finding.facts for finding in findings}) < len(findings)
    assert codes(again) == codes(audit(left, base()))


def test_who_did_a_shift_at_other_hours_is_of_its_team_in_what_is_judged_again(
    moved: Problem,
) -> None:
    done = Counter(assignment.slot for assignment in moved.settled)
    gone = min(a for a in moved.previous if moved.slot_of[a.slot].binome and done[a.slot] == 1)
    rota = Rota(problem=moved, assignments=moved.previous)
    after = Rota(problem=moved, assignments=moved.previous - {gone})

    again = reaudit(after, base(), audit(rota, base()), {gone})

    (left,) = (f for f in again if f.rule == "binome_size" and f.subject == gone.slot)
    assert (left.measured, left.inherited) == (1, True)
    assert left in audit(after, base())


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
    whole = {r.id for r in base().team_rules if not r.by_slot}
    before = audit(rota, base())
    nobody = Rota(problem=fortnight, assignments=frozenset())

    carried = reaudit(nobody, base(), before, rota.assignments)
    judged = reaudit(nobody, base(), before, rota.assignments, whole=True)

    assert [f for f in carried if f.rule in whole] == [f for f in before if f.rule in whole]
    assert codes(judged) == codes(audit(nobody, base()))


def test_what_runs_beside_a_slot_is_found_while_the_clock_goes_back() -> None:
    begins = minute_of(datetime(2026, 10, 25, 0, 0, tzinfo=UTC))
    slots = tuple(
        replace(
            slot(name, (2026, 10, 25, 0), (2026, 10, 25, 1)),
            span=Span.of_minutes(begins + first, begins + last),
        )
        # Wall clocks: 2:30 to 2:10 once more, 2:50 to 2:59 before, 2:05 to 2:15 afterwards.
        for name, first, last in (("A", 30, 70), ("B", 65, 75), ("C", 50, 59))
    )
    last_minutes = Span.of_minutes(begins + 71, begins + 74)
    away = Absence(mediator="ada", span=last_minutes, kind=AbsenceKind.LEAVE)
    october = days_span(date(2026, 10, 1), date(2026, 10, 31))
    problem = problem_of(*slots, only=("ada",), absences=(away,), horizon=october)

    part = rota_around(Rota(problem=problem, assignments=frozenset()), slots[:1]).problem

    assert [s.id for s in part.slots] == ["A", "B", "C"]
    assert part.absences == (away,)


def test_who_has_been_on_call_for_days_is_found_beside_a_slot() -> None:
    evening = slot("S-2026-03-10", (2026, 3, 10, 18), (2026, 3, 10, 22))
    week = slot("A-2026-03-04", (2026, 3, 4, 9), (2026, 3, 11, 9)).duty
    problem = problem_of(evening, only=("ada",), history=(Worked(mediator="ada", duty=week),))

    part = rota_around(Rota(problem=problem, assignments=frozenset()), [evening]).problem

    assert part.history == (Worked(mediator="ada", duty=week),)
