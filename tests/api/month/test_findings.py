from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from api.data.folder.load import load
from api.database.engine import reading
from api.judging.reaudit import finding_changes, judge_person
from api.ledger.history import whole
from api.month.candidates.service import candidates_for
from api.month.findings import after_edit, findings_of, locked_conflicts, locked_slots
from api.month.frames import Frame, frame_of, framed
from api.month.places.drafts import draft
from scheduler.audit import audit
from scheduler.domain.employment.employer import Employer
from scheduler.domain.problem import Assignment, Lock
from scheduler.finding import Finding
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, MARCH, MONDAY, NOW, TUESDAY, begun, imported

POSTING = "schedule_posting"
FRAME = framed(
    replace(load(PETIT), employer=Employer(declared=True, headcount=60)), MARCH, None, NOW
)
SLOTS = sorted(FRAME.problem.slot_of)


def facts_of(findings: list[Finding]) -> list[tuple[str, str]]:
    return sorted((finding.code, finding.message) for finding in findings)


def test_what_bears_on_the_whole_month_is_judged_again_by_each_edit(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine))
    with reading(sqlite_engine) as session:
        association = replace(whole(session), employer=Employer(declared=True, headcount=60))
        frame = frame_of(association, draft(session, rota), NOW)
    elsa = Assignment("elsa", TUESDAY)
    pair, three = frozenset({ADA, BRICE}), frozenset({ADA, BRICE, elsa})

    first = after_edit(frame, frozenset(), pair)
    second = after_edit(frame, pair, three)

    assert [(item.on.isoformat(), item.measured) for item in first if item.rule == POSTING] == [
        (MONDAY[-10:], 2)
    ]
    assert [item.measured for item in second if item.rule == POSTING] == [3]
    assert facts_of(second) == facts_of(audit(frame.rota(three), frame.profile))


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.long
def test_drawn_edits_change_what_audits_of_all_tell_apart(data: st.DataObject) -> None:
    version = frozenset[Assignment]()
    audited = audit(FRAME.rota(version), FRAME.profile)
    for _ in range(data.draw(st.integers(1, 5), label="edits")):
        slot = data.draw(st.sampled_from(SLOTS[:12]), label="slot")
        holders = sorted(a.mediator for a in version if a.slot == slot)
        leaves = data.draw(st.sampled_from(["", *holders]), label="who leaves")
        if data.draw(st.booleans(), label="candidates are listed first"):
            candidates_for(FRAME, version, slot, instead_of=leaves)
        comes = data.draw(st.sampled_from(sorted(FRAME.posted)), label="who comes")
        after = version - {Assignment(leaves, slot)} | {Assignment(comes, slot)}

        changes = finding_changes(findings_of(FRAME, version), after_edit(FRAME, version, after))

        before, audited = audited, audit(FRAME.rota(after), FRAME.profile)
        known, now = ({finding.code for finding in findings} for findings in (before, audited))
        assert {finding.code for finding in changes.added} == now - known
        assert {finding.code for finding in changes.removed} == known - now
        assert facts_of(after_edit(FRAME, version, after)) == facts_of(audited)
        version = after


def test_a_person_with_the_same_slots_is_judged_once() -> None:
    person, slots = FRAME.problem.mediator_of["ada"], (FRAME.problem.slot_of[MONDAY],)

    findings = FRAME.judged(person, slots)

    assert FRAME.judged(person, slots) is findings
    assert FRAME.judged(person, ()) is not findings
    assert findings == judge_person(FRAME.problem, FRAME.profile, person, slots)


COURSE = "P-J-2026-03-03"
"""A day on which Dorian is at his training centre."""


def locked(*shifts: tuple[str, str]) -> Frame:
    """Return the frame of `petit` in March with locks, made of people and slots."""
    locks = tuple(Lock(mediator=who, slot=slot, by="Elsa", why="Mairie") for who, slot in shifts)
    return framed(replace(load(PETIT), locks=locks), MARCH, None, NOW)


def test_locks_come_by_day() -> None:
    frame = locked(("brice", "P-J-2026-03-10"), ("ada", "P-J-2026-03-09"))

    assert [(lock.mediator, slot.id) for slot, lock in locked_slots(frame)] == [
        ("ada", "P-J-2026-03-09"),
        ("brice", "P-J-2026-03-10"),
    ]
    assert (frame.idle, locked_conflicts(frame)) == ((), ())


def test_a_lock_that_cannot_apply_is_apart() -> None:
    frame = locked(("ada", "P-J-2026-03-08"))  # a Sunday, on which the template makes no slot

    assert locked_slots(frame) == []
    assert [idle.lock.slot for idle in frame.idle] == ["P-J-2026-03-08"]


def test_locks_that_break_a_rule_whatever_else_is_planned_contradict() -> None:
    tuesday = "P-J-2026-03-10"
    others = locked(("ada", COURSE), ("dorian", tuesday))
    conflicts = locked_conflicts(
        locked(("ada", "P-J-2026-03-09"), ("dorian", COURSE), ("dorian", tuesday))
    )

    assert locked_conflicts(others) == ()
    assert {finding.subject for finding in conflicts} == {"dorian"}
    assert all({COURSE, tuesday} & {*finding.evidence} for finding in conflicts)
    (course,) = (f for f in conflicts if f.article.startswith("L6222-24"))
    assert COURSE in course.evidence
