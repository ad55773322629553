from dataclasses import replace

import pytest

from api.data.folder.load import load
from api.month.candidates.service import candidates_for
from api.month.errors import BadRequestError
from api.month.findings import findings_of, judge
from api.month.frames import framed
from api.month.versions.compare import compare
from api.planning.names import Names, Place, names_of
from api.staffing.trial import reasons
from scheduler.domain.problem import Assignment, may_hold
from tests.api.commands import PETIT
from tests.api.month.cases import ADA, BRICE, EVENING, FARID, MARCH, MONDAY, TUESDAY

FRAME = framed(load(PETIT), MARCH, None)


def test_whoever_breaks_least_then_lacks_most_hours_comes_first() -> None:
    assignments = frozenset({ADA, BRICE, Assignment("brice", TUESDAY), Assignment("ada", TUESDAY)})

    candidates = candidates_for(FRAME, assignments, "P-J-2026-03-09")

    assert [
        (eligible.mediator.id, eligible.cost.breaches, eligible.cost.planned - eligible.cost.due)
        for eligible in candidates.eligible
    ] == [
        ("brice", 1, -7980),
        ("ada", 1, -7560),
        ("elsa", 1, -6720),
        ("chloe", 2, -7140),
        ("dorian", 3, -6720),
    ]


def test_what_a_candidate_would_add_is_what_an_audit_of_all_finds() -> None:
    assignments = frozenset({ADA})
    candidates = candidates_for(FRAME, assignments, MONDAY)

    before = {f.code for f in findings_of(FRAME, assignments)}
    for stopped in candidates.stopped:
        after = findings_of(FRAME, assignments | {Assignment(stopped.mediator.id, MONDAY)})
        added = {f.code for f in after if f.code not in before and f.blocks}
        assert {f.code for f in stopped.findings} == added


def test_a_full_slot_stops_everybody() -> None:
    full = frozenset(Assignment(who, MONDAY) for who in ("ada", "brice", "chloe"))

    candidates = candidates_for(FRAME, full, MONDAY)

    assert candidates.eligible == ()
    assert all("headcount" in {f.rule for f in stopped.findings} for stopped in candidates.stopped)


def test_an_empty_binome_stops_nobody() -> None:
    candidates = candidates_for(FRAME, frozenset(), TUESDAY)

    assert {eligible.mediator.id for eligible in candidates.eligible} == {"ada", "brice", "chloe"}
    assert {stopped.mediator.id for stopped in candidates.stopped} == {"dorian", "elsa"}


def test_reasons_say_all_that_keeps_a_post_from_somebody() -> None:
    slot, people = FRAME.problem.slot_of[EVENING], FRAME.problem.mediator_of
    names = names_of(FRAME.association)

    assert list(reasons(people["ada"], slot, names)) == [
        ("role", "le créneau ne demande pas de médiateur")
    ]
    assert list(reasons(people["farid"], slot, names)) == []
    for who in people.values():
        codes = [code for code, _ in reasons(who, slot, names) if code != "titre"]
        assert may_hold(who, slot) is not bool(codes)


def test_reasons_name_dispositif_and_site_as_people_do() -> None:
    slot = replace(FRAME.problem.slot_of[MONDAY], site="marche")
    ada = replace(
        FRAME.problem.mediator_of["ada"],
        dispositifs=frozenset({"Q"}),
        sites=frozenset({"ailleurs"}),
    )
    names = Names(dispositifs={"P": "Places"}, sites={"marche": Place(name="Place du Marché")})

    assert [words for _, words in reasons(ada, slot, names)] == [
        "pas en poste sur « Places »",
        "pas en poste sur le site « Place du Marché »",
    ]


def test_a_slot_that_is_not_there_has_no_candidate() -> None:
    with pytest.raises(BadRequestError, match="un créneau de 03/2026"):
        candidates_for(FRAME, frozenset(), "P-J-2026-03-07")


def test_who_changes_slot_on_a_day_moved_and_is_neither_added_nor_removed() -> None:
    before = frozenset({ADA, BRICE})
    after = frozenset({ADA, Assignment("brice", TUESDAY), FARID})

    result = compare(FRAME, before, after)

    assert (result.added, result.removed, result.moved) == (
        (Assignment("brice", TUESDAY), FARID),
        (BRICE,),
        (),
    )
    assert [(h.person, h.before, h.after) for h in result.hours] == [("farid", 0, 240)]
    (posts,) = result.coverage
    assert (posts.before.have, posts.after.have) == (2, 3)
    assert {f.rule for f in result.findings.added} == {"binome_size"}


def test_a_rota_compared_to_itself_differs_in_nothing() -> None:
    assignments = frozenset({ADA, BRICE})

    result = compare(FRAME, assignments, assignments)

    assert (result.added, result.removed, result.moved, result.hours, result.coverage) == (
        *((), (), ()),
        *((), ()),
    )
    assert (result.findings.added, result.findings.removed) == ((), ())


def test_a_judged_version_says_what_stops_it() -> None:
    made = judge(FRAME, {ADA})

    assert [f.rule for f in made.stopping] == ["binome_size"]
    assert made.rota.assignments == {ADA}
