"""What was done of published posts: what was confirmed, and nothing else."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from api.coverage.service import Done, done_in
from api.data.rows.kinds import KINDS
from api.data.stored.rows import add, change, page
from api.database.engine import reading, writing
from api.hours.entry import Entry
from api.hours.service import confirm, enter
from api.hours.worked import Kind
from api.ledger.history import whole
from tests.api.asking.petit import ADA, AFTER, BEFORE, NORA, start, uid

MONDAY = "P-J-2026-03-02"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+01:00")


def count(engine: Engine, now: datetime = AFTER, *dispositifs: str) -> Done:
    with reading(engine) as session:
        return sum(done_in(session, "2026-03", dispositifs or ("P",), now).values(), Done())


def enter_and_confirm(engine: Engine, entry: Entry) -> None:
    with writing(engine) as session:
        row = enter(session, ADA, "ada", entry, now=AFTER)
        confirm(session, NORA, row.root, row.number, now=AFTER)


def test_posts_count_as_over_once_they_are_past_and_confirmed_by_somebody_only(
    sqlite_engine: Engine,
) -> None:
    ada = uid(start(sqlite_engine), "ada", MONDAY)
    assert count(sqlite_engine, BEFORE) == Done()
    over = count(sqlite_engine)
    assert over.over > 0
    assert over == Done(over=over.over)

    late = Entry(uid=ada, kind=Kind.WORK, start=at("03-02T09:00"), end=at("03-02T17:15"))
    with writing(sqlite_engine) as session:
        row = enter(session, ADA, "ada", late, now=AFTER)
    assert count(sqlite_engine) == over
    with writing(sqlite_engine) as session:
        confirm(session, NORA, row.root, row.number, now=AFTER)

    done = count(sqlite_engine)
    assert (done.over, done.confirmed, done.worked) == (over.over, 1, 1)
    assert done.minutes_done - done.minutes_planned == 45


def test_a_post_that_nobody_worked_is_confirmed_and_not_done(sqlite_engine: Engine) -> None:
    ada = uid(start(sqlite_engine), "ada", MONDAY)
    absent = Entry(uid=ada, kind=Kind.ABSENT, start=at("03-02T09:00"), end=at("03-02T16:30"))

    enter_and_confirm(sqlite_engine, absent)

    done = count(sqlite_engine)
    assert (done.confirmed, done.worked, done.minutes_done) == (1, 0, 0)
    assert done.minutes_planned == 420


def test_a_post_whose_person_is_absent_or_has_left_is_vacant_unless_it_was_worked(
    sqlite_engine: Engine,
) -> None:
    ada = uid(start(sqlite_engine), "ada", MONDAY)
    with writing(sqlite_engine) as session:
        away = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "maladie"}
        add(session, KINDS["absences"], away)
        [contract] = (
            entry
            for entry in page(session, KINDS["contrats"])
            if entry.values["mediator"] == "brice"
        )
        ended = {**contract.values, "end": "2026-03-03"}
        change(session, KINDS["contrats"], contract.key, contract.number, ended)
    with reading(sqlite_engine) as session:
        rows = whole(session).history["2026-03"]
    days = [row.worked.duty.span.day.day for row in rows if row.worked.mediator == "brice"]

    vacant = 1 + sum(day > 3 for day in days)
    assert count(sqlite_engine, BEFORE) == Done(vacant=vacant)
    assert min(days) <= 3 < max(days)

    worked = Entry(uid=ada, kind=Kind.WORK, start=at("03-02T09:00"), end=at("03-02T16:30"))
    enter_and_confirm(sqlite_engine, worked)
    assert count(sqlite_engine).vacant == vacant - 1


def test_work_that_wasnt_planned_adds_its_hours_and_no_post(sqlite_engine: Engine) -> None:
    start(sqlite_engine)
    before = count(sqlite_engine)
    extra = Entry(
        kind=Kind.WORK,
        start=at("03-01T10:00"),
        end=at("03-01T12:00"),
        dispositif="P",
    )

    enter_and_confirm(sqlite_engine, extra)

    assert count(sqlite_engine) == replace(before, minutes_done=120)


def test_another_dispositif_counts_none_of_it(sqlite_engine: Engine) -> None:
    start(sqlite_engine)

    assert count(sqlite_engine, AFTER, "Q") == Done()
