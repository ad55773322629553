from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from api.access.errors import UnknownError
from api.asking.errors import AskingError, ConflictError, WrongValuesError
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.asking import SwapState
from api.database.tables.ledger import PublicationRow
from api.settings import Settings
from api.swaps.exchange import SwapRequest
from api.swaps.rows import get, lapse, of
from api.swaps.service import Publishing, accept, approve, ask, try_out
from tests.api.asking.petit import ADA, BEFORE, NORA, publish, start
from tests.api.asking.swapping import (
    CHLOE,
    FOR_TUESDAY,
    HELD,
    MONDAY,
    NONE,
    THURSDAY,
    TUESDAY,
    holders,
    now,
    refused,
    request,
    taken,
)


def test_a_swap_is_asked_for_accepted_and_published(engine: Engine) -> None:
    row = request(engine)
    assert (row.state, row.number, row.note, row.requested) == ("demande", 1, "Rendez-vous", BEFORE)
    assert [(s["person"], s["slot"], s["start"]) for s in row.shifts] == [
        ("ada", MONDAY, "2026-03-09T09:00:00+01:00"),
        ("chloe", TUESDAY, "2026-03-10T09:00:00+01:00"),
    ]
    second = taken(engine, row)
    assert (second.state, second.number, second.answered, second.decided) == (
        *("accepte", 2, BEFORE),
        None,
    )
    assert holders(engine) == HELD

    third = approve(engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    assert (third.state, third.number, third.decided_by, third.publication) == (
        *("approuve", 3),
        *(NORA.user, 2),
    )
    assert holders(engine) == (HELD - {("ada", MONDAY), ("chloe", TUESDAY)}) | {
        ("chloe", MONDAY),
        ("ada", TUESDAY),
    }
    with reading(engine) as session:
        (made,) = session.scalars(sa.select(PublicationRow).where(PublicationRow.number == 2))
        deeds = session.scalars(
            sa.select(TrailRow.action).where(TrailRow.about == "echange").order_by(TrailRow.id)
        )
        assert list(deeds) == ["demander", "accepter", "approuver"]
    assert (made.origin, made.entries, made.agency) == ("echange", 4, "ville")


def test_a_shift_is_given_away(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine, SwapRequest(gives=MONDAY, other="chloe"))
    taken(sqlite_engine, row)
    approve(sqlite_engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)

    assert holders(sqlite_engine) == (HELD - {("ada", MONDAY)}) | {("chloe", MONDAY)}


def test_where_it_is_enough_the_other_s_word_publishes(engine: Engine) -> None:
    row = request(engine)
    publishing = Publishing(settings=Settings(swaps_automatic=True))
    made = accept(engine, CHLOE, row.id, 1, seen="", publishing=publishing, now=BEFORE)

    assert (made.state, made.number, made.answered, made.publication) == ("approuve", 2, BEFORE, 2)
    assert ("chloe", MONDAY) in holders(engine)


def test_what_would_break_the_asker_s_own_rules_is_refused_at_once_with_its_article(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    wanted = SwapRequest(gives="P-J-2026-03-05", other="chloe", takes="P-J-2026-03-06")
    error = refused(lambda: ask(sqlite_engine, ADA, "ada", wanted, BEFORE))

    assert error.code == "echange_illegal"
    assert str(error) == (
        "Cet échange est refusé. Ada Lemoine a 7 h 30 d’absence pendant son créneau du "
        "06/03/2026. (Absences, L3141-1, L1226-1 ou L1225-29)"
    )
    with reading(sqlite_engine) as session:
        assert of(session, "ada") == []


@pytest.mark.parametrize(
    ("gives", "other", "why"),
    [
        # Dorian's course, which is his affair; what colleagues read of his shifts has its names.
        (
            "P-J-2026-03-02",
            "dorian",
            (
                "une règle qui tient à sa situation, « Durée quotidienne maximale », « Un seul "
                "endroit à la fois »"
            ),
        ),
        # Chloé is on leave: neither that nor a rule's name says so.
        ("P-J-2026-03-04", "chloe", "une règle qui tient à sa situation"),
    ],
)
def test_what_breaks_the_other_s_rules_is_named_as_far_as_one_may_know(
    sqlite_engine: Engine, gives: str, other: str, why: str
) -> None:
    start(sqlite_engine)
    wanted = SwapRequest(gives=gives, other=other)

    error = refused(lambda: ask(sqlite_engine, ADA, "ada", wanted, BEFORE))

    assert (error.code, str(error)) == (
        "echange_illegal",
        f"Cet échange est refusé. Ce qui l’interdit pour votre collègue : {why}.",
    )


def test_each_sees_their_own_findings_and_who_decides_sees_both(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    wanted = SwapRequest(gives="P-J-2026-03-02", other="dorian")
    judged = try_out(sqlite_engine, "ada", wanted, BEFORE)

    assert judged.of("ada").findings == ()
    assert {f.subject for f in judged.of("dorian").findings} == {"dorian"}
    assert {f.rule for f in judged.whole().findings} == {
        *("apprentice_training_overlap", "apprentice_training_time", "daily_max_10h"),
        *("legal_35h_overtime", "one_place"),
    }
    assert judged.of("ada").elsewhere.startswith("Ce qui l’interdit pour votre collègue : ")
    assert (judged.of("dorian").elsewhere, judged.whole().elsewhere) == ("", "")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (SwapRequest(gives=TUESDAY, other="chloe"), "gives"),
        (SwapRequest(gives="rien", other="chloe"), "gives"),
        (SwapRequest(gives=MONDAY, other="chloe", takes=MONDAY), "takes"),
        (SwapRequest(gives=MONDAY, other="ada"), "other"),
        (SwapRequest(gives=MONDAY, other="personne"), "other"),
    ],
)
def test_a_swap_is_of_shifts_that_both_hold(
    sqlite_engine: Engine, wanted: SwapRequest, field: str
) -> None:
    start(sqlite_engine, HELD)
    with pytest.raises(WrongValuesError) as error:
        ask(sqlite_engine, ADA, "ada", wanted, BEFORE)
    assert [fault.field for fault in error.value.wrong] == [field]


def test_a_shift_that_has_begun_is_no_longer_swapped(sqlite_engine: Engine) -> None:
    start(sqlite_engine, HELD)
    nine = datetime.fromisoformat("2026-03-09T09:00+01:00")

    with pytest.raises(WrongValuesError):
        ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, nine)
    row = ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, nine - timedelta(minutes=1))
    assert now(sqlite_engine, row.id, nine - timedelta(minutes=1)) is SwapState.ASKED
    assert now(sqlite_engine, row.id, nine) is SwapState.LAPSED
    error = refused(
        lambda: accept(sqlite_engine, CHLOE, row.id, 1, seen="", publishing=NONE, now=nine)
    )
    assert error.code == "echange_caduc"


def test_who_holds_a_slot_already_is_not_given_it(sqlite_engine: Engine) -> None:
    start(sqlite_engine, HELD)
    wanted = SwapRequest(gives=MONDAY, other="brice")
    error = refused(lambda: ask(sqlite_engine, ADA, "ada", wanted, BEFORE))
    assert error.code == "echange_impossible"


def test_a_swap_lapses_when_a_shift_changes(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    publish(sqlite_engine, HELD - {("chloe", TUESDAY)}, BEFORE + timedelta(hours=1))

    assert now(sqlite_engine, row.id) is SwapState.LAPSED
    error = refused(lambda: taken(sqlite_engine, row))
    assert error.code == "echange_caduc"
    with writing(sqlite_engine) as session:
        lapse(session, session.get_one(PublicationRow, 2))
    with reading(sqlite_engine) as session:
        kept = get(session, row.id)
        assert (kept.state, kept.number) == ("caduc", 2)


def test_what_a_publication_leaves_as_it_was_stays_open(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    publish(sqlite_engine, HELD - {("ada", THURSDAY)}, BEFORE + timedelta(hours=1))
    with writing(sqlite_engine) as session:
        lapse(session, session.get_one(PublicationRow, 2))

    assert now(sqlite_engine, row.id) is SwapState.ASKED


def test_of_two_who_accept_one_shift_one_wins(engine: Engine) -> None:
    row = request(engine, SwapRequest(gives=MONDAY, other="chloe"))
    other = ask(engine, ADA, "ada", SwapRequest(gives=MONDAY, other="elsa"), BEFORE)

    def attempt(swap: str) -> str:
        try:
            accept(engine, CHLOE, swap, 1, seen="", publishing=NONE, now=BEFORE)
        except ConflictError as error:
            return error.code
        return "accepté"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, [row.id, other.id]))

    assert outcomes == ["accepté", "service_deja_promis"]


def test_of_two_who_take_one_shift_at_once_one_is_published(engine: Engine) -> None:
    row = request(engine, SwapRequest(gives=MONDAY, other="chloe"))
    other = ask(engine, ADA, "ada", SwapRequest(gives=MONDAY, other="elsa"), BEFORE)
    publishing = Publishing(settings=Settings(swaps_automatic=True))

    def attempt(swap: str) -> str:
        try:
            accept(engine, CHLOE, swap, 1, seen="", publishing=publishing, now=BEFORE)
        except AskingError as error:
            return error.code
        return "publié"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, [row.id, other.id]))

    assert outcomes.count("publié") == 1
    assert set(outcomes) < {"publié", "echange_caduc", "version_depassee"}
    with reading(engine) as session:
        assert sorted(row.state for row in of(session, "ada")) == ["approuve", "caduc"]
        assert len(session.scalars(sa.select(PublicationRow)).all()) == 2
    assert sum(1 for _, slot in holders(engine) if slot == MONDAY) == 2


def test_what_fails_after_the_publication_undoes_it(engine: Engine) -> None:
    row = request(engine)
    taken(engine, row)

    def break_down(*_: object) -> None:
        raise UnknownError

    publishing = Publishing(also=(break_down,))
    with pytest.raises(UnknownError):
        approve(engine, NORA, row.id, 2, seen="", publishing=publishing, now=BEFORE)
    assert holders(engine) == HELD
    assert now(engine, row.id) is SwapState.ACCEPTED
