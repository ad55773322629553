from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.asking.errors import AskingError, ConflictError, PassedError, WrongValuesError
from api.database.engine import reading, writing
from api.database.tables.access import TrailRow
from api.database.tables.asking import WorkedRow
from api.hours.entry import Entry
from api.hours.service import (
    cancel,
    confirm,
    confirm_several,
    confirmed,
    correct,
    count_waiting,
    current_entries,
    enter,
    log,
    waiting,
)
from api.hours.worked import Kind, apply, done_of
from api.month.errors import Wrong
from scheduler.domain.duty import Break
from tests.api.asking.petit import ADA, AFTER, NORA, again, start, uid

MONDAY = "P-J-2026-03-02"
LAST_TRAIL = sa.select(TrailRow).order_by(TrailRow.id.desc()).limit(1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+01:00")


LATE = {"kind": Kind.WORK, "start": at("03-02T09:00"), "end": at("03-02T17:15")}


def say(engine: Engine, deed: Callable[[Session], WorkedRow]) -> WorkedRow:
    with writing(engine) as session:
        return deed(session)


def entered(engine: Engine) -> tuple[WorkedRow, str]:
    """Have Ada say that she ended late on Monday: the line, and the shift's uid."""
    mine = uid(start(engine), "ada", MONDAY)
    entry = Entry(uid=mine, why="Incident au marché", **LATE)  # type: ignore[arg-type]
    return say(engine, lambda s: enter(s, ADA, "ada", entry, now=AFTER)), mine


def test_what_is_entered_stands_with_who_said_it_and_when(engine: Engine) -> None:
    row, mine = entered(engine)

    with reading(engine) as session:
        (line,) = current_entries(session, months=["2026-03"], people=["ada"])
        assert current_entries(session, people=["brice"]) == []
        assert current_entries(session, months=["2026-02"]) == []
        trail = [(t.action, t.about, t.object, t.agency) for t in session.scalars(LAST_TRAIL)]
    assert (line.root, line.number, line.uid, line.duty) == (row.id, 1, mine, MONDAY)
    assert (line.start, line.end) == (at("03-02T09:00"), at("03-02T17:15"))
    assert (line.kind, line.nature, line.month, line.site) == (
        *("travail", "work", "2026-03"),
        "place",
    )
    assert (line.why, line.entered_by, line.entered, line.confirmed_by) == (
        *("Incident au marché", ADA.user, AFTER),
        "",
    )
    assert trail == [("saisir", "heures", row.id, "ville")]


def test_worked_hours_change_the_months_that_counters_read(sqlite_engine: Engine) -> None:
    entered(sqlite_engine)
    with reading(sqlite_engine) as session:
        said = [done_of(row) for row in current_entries(session)]
    plan = again(sqlite_engine).history
    worked = apply(plan, said)

    assert sum(r.worked.duty.work for r in worked["2026-03"]) == 45 + sum(
        r.worked.duty.work for r in plan["2026-03"]
    )


def test_corrections_are_other_lines_and_the_log_shows_them_all(engine: Engine) -> None:
    row, mine = entered(engine)
    less = Entry(kind=Kind.WORK, uid=mine, start=at("03-02T09:00"), end=at("03-02T17:05"))
    second = say(engine, lambda s: correct(s, ADA, row.root, 1, less, now=AFTER))
    third = say(engine, lambda s: confirm(s, NORA, row.root, 2, AFTER))

    with reading(engine) as session:
        lines = log(session, row.root)
        (last,) = current_entries(session)
        actions = list(
            session.scalars(sa.select(TrailRow.action).where(TrailRow.about == "heures"))
        )
    assert [(x.id, x.number, x.replaces, x.end) for x in lines] == [
        (row.id, 1, None, at("03-02T17:15")),
        (second.id, 2, row.id, at("03-02T17:05")),
        (third.id, 3, second.id, at("03-02T17:05")),
    ]
    assert [x.confirmed_by for x in lines] == ["", "", NORA.user]
    assert (last.id, sorted(actions)) == (third.id, ["confirmer", "corriger", "saisir"])


def test_who_starts_from_an_older_line_is_told_which_one_stands(sqlite_engine: Engine) -> None:
    row, mine = entered(sqlite_engine)
    away = Entry(kind=Kind.ABSENT, uid=mine)
    say(sqlite_engine, lambda s: correct(s, ADA, row.root, 1, away, now=AFTER))

    for deed in (
        lambda s: correct(s, NORA, row.root, 1, away, confirmed=True, now=AFTER),
        lambda s: confirm(s, NORA, row.root, 1, AFTER),
        lambda s: cancel(s, ADA, row.root, 1, now=AFTER),
    ):
        with pytest.raises(PassedError) as error:
            say(sqlite_engine, deed)
        assert (error.value.current, error.value.yours) == (2, 1)


def test_of_two_corrections_at_once_one_is_written(engine: Engine) -> None:
    row, mine = entered(engine)

    def attempt(minute: int) -> str:
        end = at(f"03-02T17:{minute:02}")
        entry = Entry(kind=Kind.WORK, uid=mine, start=at("03-02T09:00"), end=end)
        try:
            say(engine, lambda s: correct(s, ADA, row.root, 1, entry, now=AFTER))
        except PassedError:
            return "dépassée"
        return "écrite"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(attempt, range(4)))

    assert outcomes == ["dépassée"] * 3 + ["écrite"]


def test_of_two_entries_at_once_for_one_shift_one_is_written(engine: Engine) -> None:
    mine = uid(start(engine), "ada", MONDAY)
    entry = Entry(kind=Kind.AS_PLANNED, uid=mine)

    def attempt(_: int) -> str:
        try:
            say(engine, lambda s: enter(s, ADA, "ada", entry, now=AFTER))
        except ConflictError as error:
            return error.code
        return "écrite"

    with ThreadPoolExecutor(3) as pool:
        outcomes = sorted(pool.map(attempt, range(3)))

    assert outcomes == ["heures_deja_saisies", "heures_deja_saisies", "écrite"]


def test_what_was_confirmed_is_a_responsable_s_to_correct(sqlite_engine: Engine) -> None:
    row, mine = entered(sqlite_engine)
    say(sqlite_engine, lambda s: confirm(s, NORA, row.root, 1, AFTER))
    away = Entry(kind=Kind.ABSENT, uid=mine)

    for deed in (
        lambda s: correct(s, ADA, row.root, 2, away, now=AFTER),
        lambda s: cancel(s, ADA, row.root, 2, now=AFTER),
        lambda s: confirm(s, NORA, row.root, 2, AFTER),
    ):
        with pytest.raises(ConflictError) as error:
            say(sqlite_engine, deed)
        assert error.value.code == "heures_confirmees"
    third = say(
        sqlite_engine,
        lambda s: correct(s, NORA, row.root, 2, away, confirmed=True, now=AFTER),
    )
    assert (third.number, third.confirmed_by, third.kind) == (3, NORA.user, "absent")


def test_what_is_taken_back_leaves_the_plan_and_may_be_said_again(sqlite_engine: Engine) -> None:
    row, mine = entered(sqlite_engine)
    taken = say(sqlite_engine, lambda s: cancel(s, ADA, row.root, 1, now=AFTER))
    assert (taken.number, taken.kind, taken.why) == (2, "annule", "")

    for deed in (
        lambda s: cancel(s, ADA, row.root, 2, now=AFTER),
        lambda s: confirm(s, NORA, row.root, 2, AFTER),
    ):
        with pytest.raises(ConflictError) as error:
            say(sqlite_engine, deed)
        assert error.value.code == "heures_annulees"
    entry = Entry(kind=Kind.AS_PLANNED, uid=mine)
    third = say(sqlite_engine, lambda s: enter(s, ADA, "ada", entry, now=AFTER))
    assert (third.root, third.number) == (row.root, 3)


def test_a_replacement_is_entered_corrected_and_taken_back(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    friday = Entry(
        kind=Kind.WORK,
        slot="P-J-2026-03-06",
        start=at("03-06T09:00"),
        end=at("03-06T13:00"),
        breaks=(Break(minutes=20),),
    )
    row = say(sqlite_engine, lambda s: enter(s, ADA, "ada", friday, now=AFTER))
    assert (row.uid, row.duty, row.dispositif, row.breaks) == (
        *("", "P-J-2026-03-06", "P"),
        [{"minutes": 20, "start": None, "kind": "unpaid"}],
    )
    # The line that is corrected doesn't stand in its own way.
    longer = replace(friday, end=at("03-06T14:00"))
    second = say(sqlite_engine, lambda s: correct(s, ADA, row.root, 1, longer, now=AFTER))
    assert second.number == 2
    with pytest.raises(WrongValuesError) as error:
        say(sqlite_engine, lambda s: enter(s, ADA, "ada", friday, now=AFTER))
    assert [fault.field for fault in error.value.wrong] == ["start"]
    say(sqlite_engine, lambda s: cancel(s, ADA, row.root, 2, now=AFTER))
    say(sqlite_engine, lambda s: enter(s, ADA, "ada", friday, now=AFTER))


def test_a_plan_that_overlaps_other_hours_does_not_come_back(sqlite_engine: Engine) -> None:
    mine = uid(start(sqlite_engine), "ada", MONDAY)
    away = Entry(kind=Kind.ABSENT, uid=mine)
    row = say(sqlite_engine, lambda s: enter(s, ADA, "ada", away, now=AFTER))
    other = Entry(kind=Kind.WORK, dispositif="P", start=at("03-02T10:00"), end=at("03-02T12:00"))
    say(sqlite_engine, lambda s: enter(s, ADA, "ada", other, now=AFTER))

    with pytest.raises(ConflictError) as error:
        say(sqlite_engine, lambda s: cancel(s, ADA, row.root, 1, now=AFTER))
    assert error.value.code == "heures_en_conflit"


def test_a_line_stays_of_its_own_shift(sqlite_engine: Engine) -> None:
    row, mine = entered(sqlite_engine)
    tuesday = uid(again(sqlite_engine), "ada", "P-J-2026-03-03")

    for other in (tuesday, ""):
        entry = Entry(kind=Kind.WORK, uid=other, start=at("03-03T09:00"), end=at("03-03T10:00"))
        with pytest.raises(WrongValuesError) as error:
            say(sqlite_engine, lambda s, e=entry: correct(s, ADA, row.root, 1, e, now=AFTER))  # type: ignore[misc]
        assert error.value.wrong == (Wrong(field="uid", received=other, expected=mine),)


def test_nothing_is_taken_back_before_it_is_said(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    with pytest.raises(WrongValuesError) as error:
        say(sqlite_engine, lambda s: enter(s, ADA, "ada", Entry(kind=Kind.CANCELLED), now=AFTER))
    assert [(fault.field, fault.received) for fault in error.value.wrong] == [("kind", "annule")]
    with pytest.raises(UnknownError):
        say(sqlite_engine, lambda s: cancel(s, ADA, "0" * 32, 1, now=AFTER))


def test_what_is_refused_writes_nothing(sqlite_engine: Engine) -> None:
    mine = uid(start(sqlite_engine), "ada", MONDAY)
    entry = Entry(kind=Kind.WORK, uid=mine, start=at("03-02T09:00"), end=at("03-02T08:00"))
    with pytest.raises(AskingError) as error:
        say(sqlite_engine, lambda s: enter(s, ADA, "ada", entry, now=AFTER))

    assert str(error.value) == "1\u00a0valeur refusée."
    with reading(sqlite_engine) as session:
        assert current_entries(session) == []


MINE = Reach(NORA, OVERSEERS)
ELSEWHERE = Reach(Caller(user="e" * 32, grants=(Grant(role=Role.RH, agency="mer"),)), OVERSEERS)


def listed(engine: Engine, reach: Reach = MINE) -> tuple[list[str], int, list[str]]:
    """Return the ids of what waits, how many, and of what was confirmed."""
    association = again(engine)
    with reading(engine) as session:
        waits = [row.root for row in waiting(session, reach, association)]
        number = count_waiting(session, reach.caller, AFTER)
        return waits, number, [row.root for row in confirmed(session, reach, association, 5)]


def test_hours_wait_until_somebody_who_answers_for_them_confirms_them(engine: Engine) -> None:
    row, _ = entered(engine)
    assert listed(engine) == ([row.root], 1, [])
    assert listed(engine, ELSEWHERE) == ([], 0, [])

    with writing(engine) as session:
        confirm(session, NORA, row.root, 1, AFTER)
    assert listed(engine) == ([], 0, [row.root])


def test_hours_that_were_taken_back_wait_for_nobody(sqlite_engine: Engine) -> None:
    row, _ = entered(sqlite_engine)
    with writing(sqlite_engine) as session:
        cancel(session, ADA, row.root, 1, now=AFTER)

    assert listed(sqlite_engine) == ([], 0, [])


def test_what_changed_meanwhile_is_left_when_several_are_confirmed(sqlite_engine: Engine) -> None:
    row, _ = entered(sqlite_engine)
    with writing(sqlite_engine) as session:
        done = confirm_several(session, NORA, [(row.root, 7)], AFTER)
    assert done.rows == ()
    assert [(line.number, why[:14]) for line, why in done.left] == [(1, "Quelqu’un d’au")]

    with writing(sqlite_engine) as session:
        both = confirm_several(session, NORA, [(row.root, 1), (row.root, 1)], AFTER)
    assert [line.number for line in both.rows] == [2]
    assert both.left == ()
