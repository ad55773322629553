from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.month.drafts.service import discard
from api.month.errors import BadRequestError, DiscardedError, StaleVersionError, UnknownDraftError
from api.month.findings import findings_of
from api.month.places.database import DatabasePlace
from api.month.places.drafts import draft
from api.month.places.place import DraftVersion
from api.month.versions.editing import Edit, edit, try_out, undo
from api.month.versions.operations import Operation, Verb
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from tests.api.month.cases import (
    ADA,
    BRICE,
    EVENING,
    FARID,
    MONDAY,
    OTHER,
    SOMEONE,
    TUESDAY,
    add,
    at_once,
    begun,
    frame,
    held_by,
    imported,
    remove,
)


def rules(findings: Any) -> list[tuple[str, str]]:
    return sorted((why.rule, why.subject) for why in findings)


def test_an_edit_makes_the_next_version_and_tells_what_it_adds_and_removes(
    engine: Engine,
) -> None:
    rota = begun(imported(engine), [ADA])

    made = edit(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE)])

    assert (made.number, made.added, made.removed) == (3, (BRICE,), ())
    assert held_by(engine, rota, 3) == {ADA, BRICE}
    assert held_by(engine, rota, 2) == {ADA}
    assert ("binome_size", MONDAY) in rules(made.findings.removed)
    assert not [finding for finding in made.findings.added if finding.blocks]


def test_an_edit_finds_what_an_audit_of_all_finds(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA, FARID])

    made = edit(
        DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE), remove(FARID)]
    )

    whole = frame(sqlite_engine, rota)
    findings = audit(whole.rota({ADA, BRICE}), whole.profile)
    assert sorted(f.code for f in made.findings_after) == sorted(f.code for f in findings)


def test_an_edit_that_isnt_allowed_tells_its_findings_and_is_not_kept(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])

    made = edit(
        DatabasePlace(engine, SOMEONE),
        DraftVersion(rota, 2),
        [add(BRICE)],
        allowed=lambda tried: ("binome_size", MONDAY) not in rules(tried.findings.removed),
    )

    assert (made.number, made.added) == (2, (BRICE,))
    with reading(engine) as session:
        assert draft(session, rota).head == 2


def test_operations_are_all_done_or_none(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])

    with pytest.raises(BadRequestError) as refused:
        edit(
            DatabasePlace(engine, SOMEONE),
            DraftVersion(rota, 2),
            [
                add(BRICE),
                add(Assignment("personne", MONDAY)),
                add(Assignment("brice", "P-J-2026-03-07")),
                remove(FARID),
                add(ADA),
            ],
        )

    assert [(w.field, w.received, w.expected) for w in refused.value.wrong] == [
        (
            "operations.1.person",
            "personne",
            "une personne sous contrat ce mois-ci sur l’un de ces dispositifs",
        ),
        ("operations.2.slot", "P-J-2026-03-07", "un créneau de 03/2026 de ces dispositifs"),
        ("operations.3.person", "farid", f"une personne qui tient le créneau {EVENING}"),
        ("operations.4.person", "ada", f"une personne qui ne tient pas déjà le créneau {MONDAY}"),
    ]
    with reading(engine) as session:
        assert draft(session, rota).head == 2


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        (
            Operation(verb=Verb.MOVE, slot=MONDAY, person="ada", to_slot=TUESDAY),
            {Assignment("ada", TUESDAY), BRICE, FARID},
        ),
        (
            Operation(verb=Verb.GIVE, slot=MONDAY, person="ada", to_person="chloe"),
            {Assignment("chloe", MONDAY), BRICE, FARID},
        ),
        (
            Operation(
                verb=Verb.SWAP, slot=MONDAY, person="ada", to_person="farid", to_slot=EVENING
            ),
            {Assignment("farid", MONDAY), BRICE, Assignment("ada", EVENING)},
        ),
        (Operation(verb=Verb.CLEAR, slot=MONDAY), {FARID}),
    ],
)
def test_each_verb_does_what_it_says(
    sqlite_engine: Engine, operation: Operation, after: set[Assignment]
) -> None:
    rota = begun(imported(sqlite_engine), [ADA, BRICE, FARID])

    made = edit(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), [operation])

    assert held_by(sqlite_engine, rota, made.number) == after


def test_what_a_verb_has_no_use_for_is_refused(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA])
    wrong = Operation(verb=Verb.REMOVE, slot=MONDAY, person="ada", to_person="brice")

    with pytest.raises(BadRequestError, match="« remove » n’en a pas l’usage"):
        edit(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), [wrong])
    with pytest.raises(BadRequestError, match="requis par « move »"):
        edit(
            DatabasePlace(sqlite_engine, SOMEONE),
            DraftVersion(rota, 2),
            [Operation(verb=Verb.MOVE, slot=MONDAY, person="ada")],
        )


def test_an_edit_that_changes_nothing_makes_no_version(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA])

    made = edit(
        DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), [remove(ADA), add(ADA)]
    )

    assert (made.number, made.added, made.removed) == (2, (), ())


def test_whoever_comes_second_is_told_what_the_first_changed(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])
    edit(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE), remove(ADA)])

    with pytest.raises(StaleVersionError) as late:
        edit(DatabasePlace(engine, OTHER), DraftVersion(rota, 2), [add(FARID)])

    assert (late.value.current, late.value.yours) == (3, 2)
    assert (late.value.added, late.value.removed) == ((BRICE,), (ADA,))


def test_of_two_edits_at_once_one_is_refused(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])

    outcomes = at_once(
        lambda: edit(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE)]),
        lambda: edit(DatabasePlace(engine, OTHER), DraftVersion(rota, 2), [add(FARID)]),
    )

    assert sorted(type(why).__name__ for why in outcomes) == ["Edit", "StaleVersionError"]
    made = next(outcome for outcome in outcomes if isinstance(outcome, Edit))
    assert held_by(engine, rota, 3) == {ADA, *made.added}


def test_an_undone_edit_is_a_new_version_equal_to_the_older(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])
    edit(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE)])

    made = undo(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 3), 2)

    assert (made.number, made.removed) == (4, (BRICE,))
    assert held_by(engine, rota, 4) == {ADA}
    with reading(engine) as session:
        deeds = session.scalars(select(TrailRow.action).order_by(TrailRow.id)).all()
    assert deeds[-4:] == ["creer", "modifier", "modifier", "revenir"]


def test_an_edit_tried_out_is_not_written(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA])

    tried = try_out(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE)])

    assert (tried.number, tried.added) == (2, (BRICE,))
    with reading(sqlite_engine) as session:
        assert draft(session, rota).head == 2


def test_what_was_thrown_away_or_never_was_is_not_edited(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA])
    with writing(sqlite_engine) as session:
        discard(session, SOMEONE, rota)

    with pytest.raises(DiscardedError):
        edit(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), [add(BRICE)])
    with pytest.raises(UnknownDraftError):
        edit(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion("0" * 32, 1), [add(BRICE)])


def test_findings_are_judged_once_for_the_same_version(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [ADA])
    there = frame(sqlite_engine, rota)

    first, again = (findings_of(there, frozenset({ADA})) for _ in range(2))

    assert [id(item) for item in again] == [id(item) for item in first]
    assert first
