from __future__ import annotations

import pytest

from api.data.folder.load import load
from api.month.candidates.service import candidates_for
from api.month.errors import BadRequestError
from api.month.findings import findings_of
from api.month.frames import framed
from api.month.judging import counters, judge
from api.month.versions.compare import compare
from api.staffing.trial import reasons
from scheduler.domain.problem import Assignment, may_hold
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, FARID, MARCH, MONDAY, TUESDAY

FRAME = framed(load(PETIT), MARCH, None)


def test_whoever_breaks_least_then_lacks_most_hours_comes_first() -> None:
    held = frozenset({ADA, BRICE, Assignment("brice", TUESDAY), Assignment("ada", TUESDAY)})

    found = candidates_for(FRAME, held, "P-J-2026-03-09")

    assert [
        (one.mediator.id, one.cost.breaches, one.cost.planned - one.cost.due)
        for one in found.eligible
    ] == [
        ("brice", 1, -7980),
        ("ada", 1, -7560),
        ("elsa", 1, -6720),
        ("chloe", 2, -7140),
        ("dorian", 3, -6720),
    ]


def test_what_a_candidate_would_add_is_what_an_audit_of_all_finds() -> None:
    held = frozenset({ADA})
    found = candidates_for(FRAME, held, MONDAY)

    before = {f.code for f in findings_of(FRAME, held)}
    for one in found.stopped:
        after = findings_of(FRAME, held | {Assignment(one.mediator.id, MONDAY)})
        added = {f.code for f in after if f.code not in before and f.blocks}
        assert {f.code for f in one.findings} == added


def test_a_full_slot_stops_everybody() -> None:
    full = frozenset(Assignment(who, MONDAY) for who in ("ada", "brice", "chloe"))

    found = candidates_for(FRAME, full, MONDAY)

    assert found.eligible == ()
    assert all("headcount" in {f.rule for f in one.findings} for one in found.stopped)


def test_an_empty_binome_stops_nobody() -> None:
    found = candidates_for(FRAME, frozenset(), TUESDAY)

    assert {one.mediator.id for one in found.eligible} == {"ada", "brice", "chloe"}
    assert {one.mediator.id for one in found.stopped} == {"dorian", "elsa"}


def test_reasons_say_all_that_keeps_a_post_from_somebody() -> None:
    slot, people = FRAME.problem.slot_of[EVENING], FRAME.problem.mediator_of

    assert list(reasons(people["ada"], slot)) == [
        ("role", "le créneau ne demande pas de mediateur")
    ]
    assert list(reasons(people["farid"], slot)) == []
    for who in people.values():
        told = [code for code, _ in reasons(who, slot) if code != "titre"]
        assert may_hold(who, slot) is not bool(told)


def test_a_slot_that_is_not_there_has_no_candidate() -> None:
    with pytest.raises(BadRequestError, match="un créneau de 03/2026"):
        candidates_for(FRAME, frozenset(), "P-J-2026-03-07")


def test_who_changes_slot_on_a_day_moved_and_is_neither_added_nor_removed() -> None:
    before = frozenset({ADA, BRICE})
    after = frozenset({ADA, Assignment("brice", TUESDAY), FARID})

    found = compare(FRAME, before, after)

    assert (found.added, found.removed, found.moved) == (
        (Assignment("brice", TUESDAY), FARID),
        (BRICE,),
        (),
    )
    assert [(h.person, h.before, h.after) for h in found.hours] == [("farid", 0, 240)]
    assert [(c.before, c.after, c.vital_before, c.vital_after) for c in found.coverage] == [
        (2, 3, 25, 25)
    ]
    assert {f.rule for f in found.findings.added} == {"binome_size"}


def test_a_rota_compared_to_itself_differs_in_nothing() -> None:
    held = frozenset({ADA, BRICE})

    found = compare(FRAME, held, held)

    assert (found.added, found.removed, found.moved, found.hours, found.coverage) == (
        *((), (), ()),
        *((), ()),
    )
    assert (found.findings.added, found.findings.removed) == ((), ())


def test_a_judged_version_says_what_stops_it() -> None:
    made = judge(FRAME, {ADA})

    assert [f.rule for f in made.stopping] == ["binome_size"]
    assert made.rota.assignments == {ADA}
    assert {c.mediator.id: c.planned for c in counters(FRAME, {ADA})} == {
        "ada": 420,
        "brice": 0,
        "chloe": 0,
        "dorian": 2100,
        "elsa": 0,
        "farid": 0,
    }
