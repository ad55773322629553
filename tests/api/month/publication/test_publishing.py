import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from api.data.rows.kinds import KINDS
from api.data.stored.rows import Add, apply, change, page
from api.data.stored.rows import add as add_row
from api.database.counters import DATA, raise_number
from api.database.engine import reading, writing
from api.database.tables.ledger import PublicationRow, PublishedSlotRow
from api.ledger.errors import EmptyPublicationError
from api.ledger.history import whole
from api.ledger.notices import changes_to_tell
from api.ledger.verifying import verify_database
from api.month.drafts.service import create
from api.month.errors import BadRequestError, BlockedError, OpenPostsError, StaleVersionError
from api.month.places.database import DatabasePlace
from api.month.places.drafts import draft, seen_by
from api.month.places.place import DraftVersion
from api.month.publication.amending import amend, trial
from api.month.publication.publishing import preview, publish
from api.month.versions.editing import edit
from api.month.versions.operations import Operation, Verb
from scheduler.domain.problem import Assignment
from tests.api.month.cases import (
    ADA,
    BRICE,
    EVENING,
    FARID,
    MARCH,
    MONDAY,
    NOW,
    OTHER,
    QUAY,
    SOMEONE,
    TUESDAY,
    add,
    at_once,
    begun,
    imported,
    remove,
    stands,
)

PAIR = (ADA, BRICE)
CHLOE = Assignment("chloe", MONDAY)
CHLOE_WITH_THEM = Assignment("chloe", TUESDAY)


def publications(engine: Engine) -> int:
    with reading(engine) as session:
        assert verify_database(session).faults == []
        return session.scalar(select(func.count()).select_from(PublicationRow)) or 0


def test_a_dispositif_of_which_nobody_holds_anything_is_not_published_beside_others(
    sqlite_engine: Engine,
) -> None:
    first = begun(imported(sqlite_engine), PAIR)
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(first, 2), now=NOW)
    with writing(sqlite_engine) as session:
        apply(session, [Add(KINDS[name], values) for name, values in QUAY])
        people = KINDS["personnes"]
        ada = next(e for e in page(session, people) if "ada" in e.values.values())
        change(session, people, ada.key, ada.number, {**ada.values, "dispositifs": ["P", "Q"]})
    with writing(sqlite_engine) as session:
        row = create(session, SOMEONE, MARCH, dispositifs=("Q",), now=NOW)

    ready = preview(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(row.id, 1), now=NOW)
    with pytest.raises(EmptyPublicationError, match="n’affecte personne"):
        publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(row.id, 1), now=NOW)

    assert ready.nothing
    assert publications(sqlite_engine) == 1


def test_a_published_version_is_what_stands_and_the_draft_says_which(engine: Engine) -> None:
    rota = begun(imported(engine), [*PAIR, FARID])

    place, version = DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2)
    change = preview(place, version, now=NOW).month_change

    row = publish(place, version, note="mars", now=NOW)

    assert (row.number, row.rota, row.version, row.agency, row.note) == (
        *(1, rota, 2, "ville", "mars"),
    )
    assert stands(engine) == {*PAIR, FARID}
    counts = {who: len(changes) for who, changes in changes_to_tell(change, 48).items()}
    assert counts == {"ada": 1, "brice": 1, "farid": 1}
    with reading(engine) as session:
        there = draft(session, rota)
        assert (there.published, seen_by(session, rota, 2)) == (2, 1)
    assert publications(engine) == 1


def test_hooks_run_in_the_transaction_and_undo_it_when_they_fail(engine: Engine) -> None:
    rota = begun(imported(engine), PAIR)
    seen: list[int] = []

    def fail(session: Session, row: PublicationRow) -> None:
        seen.append(session.scalar(select(func.count()).select_from(PublicationRow)) or 0)
        raise ValueError(f"{row.number}")

    with pytest.raises(ValueError, match="1"):
        publish(DatabasePlace(engine, SOMEONE, also=[fail]), DraftVersion(rota, 2), now=NOW)

    assert (seen, stands(engine), publications(engine)) == ([1], frozenset(), 0)


def test_what_blocks_stops_the_publication_and_names_it(engine: Engine) -> None:
    rota = begun(imported(engine), [ADA])

    with pytest.raises(BlockedError) as stopped:
        publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    assert [f.rule for f in stopped.value.findings] == ["binome_size"]
    assert publications(engine) == 0


def test_a_version_published_twice_is_refused(engine: Engine) -> None:
    rota = begun(imported(engine), PAIR)
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    with pytest.raises(EmptyPublicationError, match="déjà publié tel quel"):
        publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    assert publications(engine) == 1


def test_more_asked_for_of_the_same_slots_is_a_publication_without_entries(
    sqlite_engine: Engine,
) -> None:
    rota = begun(imported(sqlite_engine), PAIR)
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    with writing(sqlite_engine) as session:
        kind = KINDS["besoins"]
        need = next(e for e in page(session, kind) if "P-J" in e.values.values())
        change(session, kind, need.key, need.number, {**need.values, "target": 2})

    row = publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    assert (row.number, row.entries) == (2, 0)
    with reading(sqlite_engine) as session:
        slot = session.get(PublishedSlotRow, MONDAY)
        assert slot is not None
        assert (slot.target, slot.publication) == (2, 2)


@pytest.mark.parametrize(
    ("edits", "opens"),
    [
        ((remove(ADA), add(CHLOE)), False),
        ((add(CHLOE),), False),
        ((remove(FARID),), True),
        ((remove(FARID), add(Assignment("farid", "P-S-2026-03-11"))), True),
        ((remove(CHLOE_WITH_THEM), add(CHLOE)), True),
    ],
    ids=["replaced", "one more", "one fewer", "moved to another day", "taken from another day"],
)
def test_open_posts_are_to_be_accepted_only_if_the_published_month_does_not_leave_them_open(
    engine: Engine, edits: tuple[Operation, ...], opens: bool
) -> None:
    place = DatabasePlace(imported(engine), SOMEONE)
    tuesday = {Assignment(who, TUESDAY) for who in ("ada", "brice")}
    first = begun(engine, [*PAIR, FARID, *tuesday, CHLOE_WITH_THEM])
    with pytest.raises(OpenPostsError):
        publish(place, DraftVersion(first, 2), now=NOW, open_posts=0)
    publish(place, DraftVersion(first, 2), now=NOW)
    edit(place, DraftVersion(first, 2), edits)

    ready = preview(place, DraftVersion(first, 3), now=NOW)

    assert ready.posts.open > 0
    assert ready.opens is opens
    if opens:
        with pytest.raises(OpenPostsError):
            publish(place, DraftVersion(first, 3), now=NOW, open_posts=0)
    publish(place, DraftVersion(first, 3), now=NOW, open_posts=ready.posts.open if opens else 0)
    assert publications(engine) == 2


def test_only_the_head_is_published(engine: Engine) -> None:
    rota = begun(imported(engine), PAIR)
    edit(DatabasePlace(engine, OTHER), DraftVersion(rota, 2), [add(FARID)])

    with pytest.raises(StaleVersionError) as late:
        publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    assert late.value.added == (FARID,)
    assert publications(engine) == 0


def test_of_two_publications_at_once_one_wins_and_the_other_finds_it_done(
    engine: Engine,
) -> None:
    rota = begun(imported(engine), PAIR)

    outcomes = at_once(
        lambda: publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW),
        lambda: publish(DatabasePlace(engine, OTHER), DraftVersion(rota, 2), now=NOW),
    )

    assert sorted(type(why).__name__ for why in outcomes) == [
        "EmptyPublicationError",
        "PublicationRow",
    ]
    assert publications(engine) == 1


@pytest.mark.parametrize("tries", [0, 3])
def test_a_publication_comes_through_while_the_data_move(engine: Engine, tries: int) -> None:
    rota = begun(imported(engine), PAIR)

    def touch() -> None:
        for _ in range(3):
            with writing(engine) as session:
                raise_number(session, DATA)

    outcomes = at_once(
        lambda: publish(
            DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW, tries=tries
        ),
        touch,
    )

    assert isinstance(outcomes[0], PublicationRow)
    assert stands(engine) == {*PAIR}
    assert publications(engine) == 1


def test_an_absence_entered_meanwhile_stops_a_publication(engine: Engine) -> None:
    rota = begun(imported(engine), PAIR)
    with writing(engine) as session:
        add_row(
            session,
            KINDS["absences"],
            {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "conge"},
        )

    with pytest.raises(BlockedError) as stopped:
        publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    assert {f.subject for f in stopped.value.findings} == {"ada"}


def test_a_preview_says_all_and_writes_nothing(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [*PAIR, FARID])

    ready = preview(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)

    assert (ready.stopping, bool(ready.overtaken), ready.empty) == ((), False, False)
    assert [
        (c["change"], c["slot"], c["days"])
        for c in changes_to_tell(ready.month_change, 48)["farid"]
    ] == [("+", EVENING, 22)]
    assert publications(sqlite_engine) == 0


@pytest.mark.parametrize("tries", [0, 3])
def test_a_swap_is_published_without_a_draft(engine: Engine, tries: int) -> None:
    rota = begun(imported(engine), [*PAIR, FARID])
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    give = Operation(verb=Verb.GIVE, slot=MONDAY, person="ada", to_person="chloe")

    row = amend(DatabasePlace(engine, SOMEONE), MARCH, [give], note="échange", now=NOW, tries=tries)

    assert (row.origin, row.entries, row.agency) == ("echange", 2, "ville")
    assert stands(engine) == {CHLOE, BRICE, FARID}
    with pytest.raises(BadRequestError, match="une personne qui tient le créneau"):
        amend(DatabasePlace(engine, SOMEONE), MARCH, [give], now=NOW)


def test_a_swap_that_adds_what_blocks_is_refused(sqlite_engine: Engine) -> None:
    rota = begun(imported(sqlite_engine), [*PAIR, FARID])
    publish(DatabasePlace(sqlite_engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    give = Operation(verb=Verb.GIVE, slot=MONDAY, person="ada", to_person="elsa")
    with reading(sqlite_engine) as session:
        tried = trial(whole(session), MARCH, [give], NOW)

    assert {f.subject for f in tried.stopping} == {"elsa"}
    with pytest.raises(BlockedError):
        amend(DatabasePlace(sqlite_engine, SOMEONE), MARCH, [give], now=NOW)


def test_of_two_swaps_of_one_shift_at_once_one_is_refused(engine: Engine) -> None:
    rota = begun(imported(engine), [*PAIR, FARID])
    publish(DatabasePlace(engine, SOMEONE), DraftVersion(rota, 2), now=NOW)
    give = Operation(verb=Verb.GIVE, slot=MONDAY, person="ada", to_person="chloe")

    outcomes = at_once(
        lambda: amend(DatabasePlace(engine, SOMEONE), MARCH, [give], now=NOW),
        lambda: amend(DatabasePlace(engine, OTHER), MARCH, [give], now=NOW),
    )

    assert sorted(type(why).__name__ for why in outcomes) == ["BadRequestError", "PublicationRow"]
    assert publications(engine) == 2


def test_a_swap_of_no_slot_is_refused(sqlite_engine: Engine) -> None:
    imported(sqlite_engine)

    with pytest.raises(BadRequestError, match="un geste au moins"):
        amend(DatabasePlace(sqlite_engine, SOMEONE), MARCH, [], now=NOW)
    with pytest.raises(BadRequestError, match="un créneau d’un gabarit"):
        amend(
            DatabasePlace(sqlite_engine, SOMEONE),
            MARCH,
            [Operation(verb=Verb.CLEAR, slot="rien-2026-03-02")],
            now=NOW,
        )
