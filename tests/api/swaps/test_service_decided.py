from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy import Engine

from api.access.errors import UnknownError
from api.asking.errors import AskingError, PassedError
from api.data.stored.rows import KINDS, add, change
from api.data.stored.rows import page as rows_page
from api.database.engine import reading, writing
from api.database.tables.asking import SwapRow, SwapState
from api.ledger.history import whole
from api.month.errors import BlockedError
from api.swaps.exchange import JudgedSwap, SwapRequest
from api.swaps.rows import of, page, weighed
from api.swaps.service import Publishing, accept, approve, ask, decline, withdraw
from tests.api.asking.petit import ADA, BEFORE, BRICE, NORA, publish, start
from tests.api.asking.swapping import (
    CHLOE,
    FOR_TUESDAY,
    MONDAY,
    NONE,
    refused,
    request,
    taken,
)


def longer(engine: Engine) -> SwapRow:
    """Make days of eight hours, so that a fifth one is overtime, and have Ada give one away."""
    start(engine, frozenset())
    with writing(engine) as session:
        day = next(r for r in rows_page(session, KINDS["gabarits"]) if r.values["id"] == "P-J")
        change(session, day.kind, day.key, day.number, {**day.values, "start": "08:00"})
    week = {("elsa", f"P-J-2026-03-{day}") for day in ("10", "11", "12", "13")}
    publish(engine, frozenset({*week, ("ada", MONDAY), ("brice", MONDAY)}))
    return ask(engine, ADA, "ada", SwapRequest(gives=MONDAY, other="elsa"), BEFORE)


def judged(engine: Engine, row: SwapRow) -> JudgedSwap:
    with reading(engine) as session:
        return weighed(whole(session), row, BEFORE)


def test_nobody_agrees_to_findings_that_they_have_not_seen(sqlite_engine: Engine) -> None:
    row = longer(sqlite_engine)
    view = judged(sqlite_engine, row).of("elsa")
    assert [f.rule for f in view.findings] == ["legal_35h_overtime"]
    assert len(view.seen) == 16

    for seen in ("", "0" * 16):
        error = refused(lambda s=seen: taken(sqlite_engine, row, s))  # type: ignore[misc]
        assert error.code == "constats_a_lire"
        # A program that has no page to read them on finds them in the refusal.
        assert error.current["seen"] == view.seen
        assert [f["rule_id"] for f in error.current["findings"]] == ["legal_35h_overtime"]
    made = taken(sqlite_engine, row, view.seen)
    assert made.findings == {"demande": "", "accepte": view.seen}

    whole_view = judged(sqlite_engine, row).whole()
    error = refused(
        lambda: approve(sqlite_engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    )
    assert error.code == "constats_a_lire"
    seen = whole_view.seen
    done = approve(sqlite_engine, NORA, row.id, 2, seen=seen, publishing=NONE, now=BEFORE)
    assert done.state == "approuve"


def test_findings_that_came_since_are_shown_again(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    taken(sqlite_engine, row)
    with writing(sqlite_engine) as session:
        day = {"start": "2026-03-10", "end": "2026-03-10", "kind": "conge"}
        add(session, KINDS["absences"], {"mediator": "ada", **day})

    with pytest.raises(BlockedError) as error:
        approve(sqlite_engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    assert [f.rule for f in error.value.findings] == ["absences"]


def test_a_swap_is_refused_or_taken_back_once(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    with writing(sqlite_engine) as session:
        made = decline(session, CHLOE, row.id, 1, answer=" Je ne peux pas. ", now=BEFORE)
        assert (made.state, made.answer, made.decided) == ("refuse", "Je ne peux pas.", BEFORE)
    with writing(sqlite_engine) as session:
        assert refused(lambda: withdraw(session, ADA, row.id, 2, BEFORE)).code == "echange_clos"
    assert refused(lambda: taken(sqlite_engine, made)).code == "echange_clos"
    again_ = ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, BEFORE)
    taken(sqlite_engine, again_)
    with writing(sqlite_engine) as session:
        assert withdraw(session, ADA, again_.id, 2, BEFORE).state == "retire"


def test_a_swap_is_asked_for_once(sqlite_engine: Engine) -> None:
    request(sqlite_engine)
    error = refused(lambda: ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, BEFORE))
    assert error.code == "echange_deja_demande"


def test_who_starts_from_an_older_state_is_told(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    taken(sqlite_engine, row)
    with pytest.raises(PassedError) as error:
        taken(sqlite_engine, row)
    assert (error.value.current, error.value.yours) == (2, 1)
    with pytest.raises(UnknownError):
        accept(sqlite_engine, BRICE, "0" * 32, 1, seen="", publishing=NONE, now=BEFORE)
    error2 = refused(
        lambda: accept(sqlite_engine, CHLOE, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    )
    assert error2.code == "echange_clos"


def test_of_two_who_approve_at_once_the_second_reads_that_it_was_answered(engine: Engine) -> None:
    row = request(engine)
    taken(engine, row)
    slow = Publishing(also=(lambda *_: sleep(0.3),))

    def attempt(_: int) -> str:
        try:
            approve(engine, NORA, row.id, 2, seen="", publishing=slow, now=BEFORE)
        except AskingError as error:
            return error.code
        return "approuvé"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == ["approuvé", "version_depassee"]


def test_only_what_both_agree_to_is_approved(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    error = refused(
        lambda: approve(sqlite_engine, NORA, row.id, 1, seen="", publishing=NONE, now=BEFORE)
    )
    assert error.code == "echange_clos"


def test_swaps_are_listed_the_latest_first(sqlite_engine: Engine) -> None:
    row = request(sqlite_engine)
    later = BEFORE + timedelta(hours=1)
    other = ask(sqlite_engine, ADA, "ada", SwapRequest(gives=MONDAY, other="elsa"), later)
    with reading(sqlite_engine) as session:
        assert [row.id for row in of(session, "ada")] == [other.id, row.id]
        assert [row.id for row in of(session, "chloe")] == [row.id]
        assert of(session, "brice") == []
        people = ["ada", "chloe", "elsa"]
        first = page(session, people, limit=1)
        rest = page(session, people, after=(first[0].requested, first[0].id))
        assert [row.id for row in (*first, *rest)] == [other.id, row.id]
        assert page(session, ["brice"]) == []
        assert page(session, people, state=SwapState.ACCEPTED) == []
