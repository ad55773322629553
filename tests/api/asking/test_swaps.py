from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from api.access.caller import Caller
from api.asking.errors import (
    AskingError,
    ConflictError,
    PassedError,
    UnknownError,
    WrongValuesError,
)
from api.asking.exchange import Wanted
from api.asking.swaps import Publishing, accept, approve, ask, decline, try_out, withdraw
from api.asking.swaps_kept import State, get, lapse, of, page, state_of, weighed
from api.ledger.history import whole
from api.rotas.errors import BlockedError
from api.store.engine import reading, writing
from api.store.rows import KINDS, add, change
from api.store.rows import page as rows_page
from api.store.tables.access import TrailRow
from api.store.tables.ledger import PublicationRow
from tests.api.asking.petit import ADA, BEFORE, BRICE, NORA, again, publish, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from api.asking.exchange import Weighed
    from api.store.tables.asking import SwapRow

CHLOE = Caller(user="d" * 32, person="chloe")
MONDAY, TUESDAY, THURSDAY = (f"P-J-2026-03-{day}" for day in ("09", "10", "12"))
HELD = frozenset(
    {
        *(("ada", MONDAY), ("brice", MONDAY), ("brice", TUESDAY), ("chloe", TUESDAY)),
        *(("ada", THURSDAY), ("chloe", THURSDAY)),
    }
)
FOR_TUESDAY = Wanted(gives=MONDAY, other="chloe", takes=TUESDAY, note="Rendez-vous")
NONE = Publishing()


def asked(engine: Engine, wanted: Wanted = FOR_TUESDAY) -> SwapRow:
    start(engine, HELD)
    return ask(engine, ADA, "ada", wanted, BEFORE)


def taken(engine: Engine, row: SwapRow, seen: str = "") -> SwapRow:
    return accept(engine, CHLOE, row.id, row.number, seen=seen, publishing=NONE, now=BEFORE)


def held(engine: Engine) -> set[tuple[str, str]]:
    rows = again(engine).history["2026-03"]
    return {(r.worked.mediator, r.worked.duty.id) for r in rows}


def now(engine: Engine, swap: str, at: datetime = BEFORE) -> State:
    with reading(engine) as session:
        return state_of(get(session, swap), whole(session), at)


def refused(deed: Callable[[], object]) -> ConflictError:
    with pytest.raises(ConflictError) as error:
        deed()
    return error.value


def test_a_swap_is_asked_for_accepted_and_published(engine: Engine) -> None:
    row = asked(engine)
    assert (row.state, row.number, row.note, row.asked) == ("demande", 1, "Rendez-vous", BEFORE)
    assert [(s["person"], s["slot"], s["start"]) for s in row.shifts] == [
        ("ada", MONDAY, "2026-03-09T09:00:00+01:00"),
        ("chloe", TUESDAY, "2026-03-10T09:00:00+01:00"),
    ]
    second = taken(engine, row)
    assert (second.state, second.number, second.answered, second.decided) == (
        *("accepte", 2, BEFORE),
        None,
    )
    assert held(engine) == HELD

    third = approve(engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    assert (third.state, third.number, third.decided_by, third.publication) == (
        *("approuve", 3),
        *(NORA.user, 2),
    )
    assert held(engine) == (HELD - {("ada", MONDAY), ("chloe", TUESDAY)}) | {
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
    row = asked(sqlite_engine, Wanted(gives=MONDAY, other="chloe"))
    taken(sqlite_engine, row)
    approve(sqlite_engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)

    assert held(sqlite_engine) == (HELD - {("ada", MONDAY)}) | {("chloe", MONDAY)}


def test_where_it_is_enough_the_other_s_word_publishes(engine: Engine) -> None:
    row = asked(engine)
    publishing = Publishing(automatic=True)
    made = accept(engine, CHLOE, row.id, 1, seen="", publishing=publishing, now=BEFORE)

    assert (made.state, made.number, made.answered, made.publication) == ("approuve", 2, BEFORE, 2)
    assert ("chloe", MONDAY) in held(engine)


def test_what_would_break_the_asker_s_own_rules_is_refused_at_once_with_its_article(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    wanted = Wanted(gives="P-J-2026-03-05", other="chloe", takes="P-J-2026-03-06")
    error = refused(lambda: ask(sqlite_engine, ADA, "ada", wanted, BEFORE))

    assert error.code == "echange_illegal"
    assert str(error) == (
        "Cet échange est refusé. Ada Lemoine est absent ou absente 7 h 30 pendant son créneau du "
        "06/03/2026. (absences, règle de la maison)"
    )
    with reading(sqlite_engine) as session:
        assert of(session, "ada") == []


def test_what_would_break_the_other_s_rules_is_refused_without_telling_which(
    sqlite_engine: Engine,
) -> None:
    start(sqlite_engine)
    for wanted in (
        Wanted(gives="P-J-2026-03-02", other="dorian"),
        Wanted(gives="P-J-2026-03-04", other="chloe"),
    ):
        error = refused(lambda w=wanted: ask(sqlite_engine, ADA, "ada", w, BEFORE))  # type: ignore[misc]
        assert (error.code, str(error)) == (
            "echange_illegal",
            (
                "Cet échange est refusé : une règle qui ne porte pas sur vos propres heures "
                "l’interdit."
            ),
        )


def test_each_sees_their_own_findings_and_who_decides_sees_both(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    wanted = Wanted(gives="P-J-2026-03-02", other="dorian")
    found = try_out(sqlite_engine, "ada", wanted, BEFORE)

    assert found.of("ada").findings == ()
    assert {f.subject for f in found.of("dorian").findings} == {"dorian"}
    assert {f.rule for f in found.whole().findings} == {
        *("apprentice_training_overlap", "apprentice_training_time", "daily_max_10h"),
        *("legal_35h_overtime", "one_place"),
    }
    assert (found.of("ada").elsewhere, found.whole().elsewhere) == (True, False)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted(gives=TUESDAY, other="chloe"), "gives"),
        (Wanted(gives="rien", other="chloe"), "gives"),
        (Wanted(gives=MONDAY, other="chloe", takes=MONDAY), "takes"),
        (Wanted(gives=MONDAY, other="ada"), "other"),
        (Wanted(gives=MONDAY, other="personne"), "other"),
    ],
)
def test_a_swap_is_of_shifts_that_both_hold(
    sqlite_engine: Engine, wanted: Wanted, field: str
) -> None:
    start(sqlite_engine, HELD)
    with pytest.raises(WrongValuesError) as error:
        ask(sqlite_engine, ADA, "ada", wanted, BEFORE)
    assert [one.field for one in error.value.wrong] == [field]


def test_a_shift_that_has_begun_is_no_longer_swapped(sqlite_engine: Engine) -> None:
    start(sqlite_engine, HELD)
    nine = datetime.fromisoformat("2026-03-09T09:00+01:00")

    with pytest.raises(WrongValuesError):
        ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, nine)
    row = ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, nine - timedelta(minutes=1))
    assert now(sqlite_engine, row.id, nine - timedelta(minutes=1)) is State.ASKED
    assert now(sqlite_engine, row.id, nine) is State.LAPSED
    error = refused(
        lambda: accept(sqlite_engine, CHLOE, row.id, 1, seen="", publishing=NONE, now=nine)
    )
    assert error.code == "echange_caduc"


def test_who_holds_a_slot_already_is_not_given_it(sqlite_engine: Engine) -> None:
    start(sqlite_engine, HELD)
    wanted = Wanted(gives=MONDAY, other="brice")
    error = refused(lambda: ask(sqlite_engine, ADA, "ada", wanted, BEFORE))
    assert error.code == "echange_impossible"


def test_a_swap_lapses_when_a_shift_changes(sqlite_engine: Engine) -> None:
    row = asked(sqlite_engine)
    publish(sqlite_engine, HELD - {("chloe", TUESDAY)}, BEFORE + timedelta(hours=1))

    assert now(sqlite_engine, row.id) is State.LAPSED
    error = refused(lambda: taken(sqlite_engine, row))
    assert error.code == "echange_caduc"
    with writing(sqlite_engine) as session:
        lapse(session, session.get_one(PublicationRow, 2))
    with reading(sqlite_engine) as session:
        kept = get(session, row.id)
        assert (kept.state, kept.number) == ("caduc", 2)


def test_what_a_publication_leaves_as_it_was_stays_open(sqlite_engine: Engine) -> None:
    row = asked(sqlite_engine)
    publish(sqlite_engine, HELD - {("ada", THURSDAY)}, BEFORE + timedelta(hours=1))
    with writing(sqlite_engine) as session:
        lapse(session, session.get_one(PublicationRow, 2))

    assert now(sqlite_engine, row.id) is State.ASKED


def test_of_two_who_accept_one_shift_one_wins(engine: Engine) -> None:
    row = asked(engine, Wanted(gives=MONDAY, other="chloe"))
    other = ask(engine, ADA, "ada", Wanted(gives=MONDAY, other="elsa"), BEFORE)

    def one(swap: str) -> str:
        try:
            accept(engine, CHLOE, swap, 1, seen="", publishing=NONE, now=BEFORE)
        except ConflictError as error:
            return error.code
        return "accepté"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(one, [row.id, other.id]))

    assert outcomes == ["accepté", "service_deja_promis"]


def test_of_two_who_take_one_shift_at_once_one_is_published(engine: Engine) -> None:
    row = asked(engine, Wanted(gives=MONDAY, other="chloe"))
    other = ask(engine, ADA, "ada", Wanted(gives=MONDAY, other="elsa"), BEFORE)
    publishing = Publishing(hooks=(lapse,), automatic=True)

    def one(swap: str) -> str:
        try:
            accept(engine, CHLOE, swap, 1, seen="", publishing=publishing, now=BEFORE)
        except AskingError as error:
            return error.code
        return "publié"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(one, [row.id, other.id]))

    assert max(outcomes) == "publié"
    assert min(outcomes) in {"echange_caduc", "version_depassee"}
    with reading(engine) as session:
        assert sorted(one.state for one in of(session, "ada")) == ["approuve", "caduc"]
        assert len(session.scalars(sa.select(PublicationRow)).all()) == 2
    assert sum(1 for _, slot in held(engine) if slot == MONDAY) == 2


def test_what_fails_after_the_publication_undoes_it(engine: Engine) -> None:
    row = asked(engine)
    taken(engine, row)

    def break_down(*_: object) -> None:
        raise UnknownError

    publishing = Publishing(hooks=(break_down,))
    with pytest.raises(UnknownError):
        approve(engine, NORA, row.id, 2, seen="", publishing=publishing, now=BEFORE)
    assert held(engine) == HELD
    assert now(engine, row.id) is State.ACCEPTED


def longer(engine: Engine) -> SwapRow:
    """Make days of eight hours, so that a fifth one is overtime, and have Ada give one away."""
    start(engine, frozenset())
    with writing(engine) as session:
        day = next(r for r in rows_page(session, KINDS["gabarits"]) if r.values["id"] == "P-J")
        change(session, day.kind, day.key, day.number, {**day.values, "start": "08:00"})
    week = {("elsa", f"P-J-2026-03-{day}") for day in ("10", "11", "12", "13")}
    publish(engine, frozenset({*week, ("ada", MONDAY), ("brice", MONDAY)}))
    return ask(engine, ADA, "ada", Wanted(gives=MONDAY, other="elsa"), BEFORE)


def judged(engine: Engine, row: SwapRow) -> Weighed:
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
    row = asked(sqlite_engine)
    taken(sqlite_engine, row)
    with writing(sqlite_engine) as session:
        day = {"start": "2026-03-10", "end": "2026-03-10", "kind": "conge"}
        add(session, KINDS["absences"], {"mediator": "ada", **day})

    with pytest.raises(BlockedError) as error:
        approve(sqlite_engine, NORA, row.id, 2, seen="", publishing=NONE, now=BEFORE)
    assert [f.rule for f in error.value.findings] == ["absences"]


def test_a_swap_is_refused_or_taken_back_once(sqlite_engine: Engine) -> None:
    row = asked(sqlite_engine)
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
    asked(sqlite_engine)
    error = refused(lambda: ask(sqlite_engine, ADA, "ada", FOR_TUESDAY, BEFORE))
    assert error.code == "echange_deja_demande"


def test_who_starts_from_an_older_state_is_told(sqlite_engine: Engine) -> None:
    row = asked(sqlite_engine)
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


def test_only_what_both_agree_to_is_approved(sqlite_engine: Engine) -> None:
    row = asked(sqlite_engine)
    error = refused(
        lambda: approve(sqlite_engine, NORA, row.id, 1, seen="", publishing=NONE, now=BEFORE)
    )
    assert error.code == "echange_clos"


def test_swaps_are_listed_the_latest_first(sqlite_engine: Engine) -> None:
    row = asked(sqlite_engine)
    later = BEFORE + timedelta(hours=1)
    other = ask(sqlite_engine, ADA, "ada", Wanted(gives=MONDAY, other="elsa"), later)
    with reading(sqlite_engine) as session:
        assert [one.id for one in of(session, "ada")] == [other.id, row.id]
        assert [one.id for one in of(session, "chloe")] == [row.id]
        assert of(session, "brice") == []
        people = ["ada", "chloe", "elsa"]
        first = page(session, people, limit=1)
        rest = page(session, people, after=(first[0].asked, first[0].id))
        assert [one.id for one in (*first, *rest)] == [other.id, row.id]
        assert page(session, ["brice"]) == []
        assert page(session, people, state=State.ACCEPTED) == []
