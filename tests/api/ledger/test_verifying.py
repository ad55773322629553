import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, inspect, select, update
from sqlalchemy.orm import Session

from api.database.base import Base, canonical
from api.database.engine import reading, writing
from api.database.tables.ledger import (
    EntryRow,
    PublicationRow,
    PublishedRow,
    PublishedSlotRow,
    ReceiptRow,
    SubjectRow,
)
from api.ledger.chain import GENESIS, chained
from api.ledger.verifying import (
    Fault,
    Verification,
    WrittenPublication,
    read_register,
    register,
    verify,
    verify_database,
    write_register,
)
from tests.api.ledger.cases import BASE, LATER, LATEST, MORE, publish


@pytest.fixture
def three(sqlite_engine: Engine) -> Engine:
    """Publish a month three times."""
    publish(sqlite_engine, BASE)
    publish(sqlite_engine, MORE, LATER)
    publish(sqlite_engine, MORE - {("ada", "P-J-2026-03-02")}, LATEST)
    return sqlite_engine


def written(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [publication.text + "\n" for publication in register(session)]


def checked(lines: list[str], head: str = "") -> Verification:
    faults: list[Fault] = []
    checked_ = verify(read_register(lines, faults), head)
    checked_.faults[:0] = faults
    return checked_


def in_database(engine: Engine, head: str = "") -> Verification:
    with reading(engine) as session:
        return verify_database(session, head)


def test_a_register_that_nobody_touched_is_sound(three: Engine, tmp_path: Path) -> None:
    with reading(three) as session:
        assert write_register(session, tmp_path / "registre.jsonl") == 3
    lines = (tmp_path / "registre.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)

    result = checked(lines)

    assert lines == written(three)
    assert (result.sound, result.count) == (True, 3)
    assert in_database(three).faults == []


def test_an_empty_register_is_sound_and_has_the_first_head(sqlite_engine: Engine) -> None:
    result = in_database(sqlite_engine, GENESIS)

    assert (result.sound, result.count, result.head) == (True, 0, GENESIS)


def test_a_head_given_before_the_last_publications_is_found_on_the_way(three: Engine) -> None:
    lines = written(three)

    result = checked(lines, json.loads(lines[1])["hash"])

    assert (result.sound, result.matched, result.count) == (True, 2, 3)


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_cut_tail_shows_by_the_head_alone(three: Engine, kept: int) -> None:
    lines = written(three)
    head = json.loads(lines[-1])["hash"]

    assert checked(lines[:kept]).sound
    assert not checked(lines[:kept], head).sound
    assert checked(lines, head).sound


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 1, 1, 2), (0, 2), (1, 2)])
def test_publications_moved_doubled_or_lost_are_found(
    three: Engine, order: tuple[int, ...]
) -> None:
    lines = written(three)

    assert not checked([lines[n] for n in order]).sound


def test_a_register_written_anew_shows_by_the_head_alone(three: Engine) -> None:
    lines = written(three)
    head = json.loads(lines[-1])["hash"]
    forged, previous = [], GENESIS
    for line in lines:
        values = json.loads(line)
        values["head"]["note"] = "une autre histoire"
        values["previous"] = previous
        previous = values["hash"] = chained(previous, values["head"], values["entries"])
        forged.append(canonical(values) + "\n")

    assert checked(forged).sound
    assert [f.number for f in checked(forged, head).faults] == [0]


@given(data=st.data())
@settings(max_examples=60)
def test_any_byte_changed_in_a_written_register_is_found(data: st.DataObject) -> None:
    lines = list(LINES)
    which = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[which]) - 1))
    other = data.draw(st.sampled_from('0a"{}:, é+~-\n'))
    if lines[which][place] == other:
        return
    lines[which] = lines[which][:place] + other + lines[which][place + 1 :]
    text = "".join(lines)

    result = checked(text.splitlines(keepends=True), HEAD)

    assert not result.sound


def _lines() -> tuple[list[str], str]:
    """Write a register of two publications without a database."""
    made, previous = [], GENESIS
    for number in (1, 2):
        head = {
            "number": number,
            "id": f"{number:032x}",
            "month": "2026-03-01",
            "agency": "",
            "dispositifs": ["P"],
            "rota": None,
            "version": None,
            "origin": "publication",
            "made_by": "a" * 32,
            "made": "2026-02-10T08:00:00.000000+00:00",
            "note": "",
            "fingerprint": "f" * 64,
            "entries": 1,
        }
        entry = {
            "position": 0,
            "change": "+",
            "uid": f"uid-{number}",
            "subject": "b" * 32,
            "slot": "P-J-2026-03-02",
            "dispositif": "P",
            "agency": "ville",
            "site": "place",
            "kind": "travail",
            "start": "2026-03-02T09:00+01:00",
            "breaks": "",
            "end": "2026-03-02T16:30+01:00",
            "sequence": 0,
            "created": "",
            "changed": "",
        }
        digest = chained(previous, head, [entry])
        written = WrittenPublication(head=head, entries=(entry,), previous=previous, hash=digest)
        made.append(written.text + "\n")
        previous = digest
    return made, previous


LINES, HEAD = _lines()


def test_lines_that_are_no_register_are_told_by_number() -> None:
    result = checked([LINES[0], "rien\n", '{"head": 1}\n', "[" * 100_000 + "\n"])

    assert [f.number for f in result.faults] == [2, 3, 4]
    assert result.faults[0].message == (
        "ligne 2 : ce n’est pas une ligne écrite par « rota ledger export » (reçu « rien »)"
    )


#: Every column that says what was published, who is meant and what stands.
COLUMNS = [
    (table, column.key)
    for table in (PublicationRow, EntryRow, PublishedRow, SubjectRow)
    for column in table.__table__.columns
]


@pytest.mark.long
@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{t.__tablename__}.{c}" for t, c in COLUMNS]
)
def test_a_change_in_any_column_of_the_database_is_found(
    three: Engine, table: type[Base], column: str
) -> None:
    keys = inspect(table).primary_key
    with reading(three) as session:
        row = session.scalars(select(table).order_by(*keys)).first()
        value = getattr(row, column)
        where = [key == getattr(row, str(key.key)) for key in keys]
    with three.connect() as raw, raw.begin():
        unguarded(raw)
        raw.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        raw.execute(update(table.__table__).where(*where).values({column: other(value)}))  # type: ignore[arg-type]
        changed = _faults_within(raw)

    assert changed


def unguarded(raw: Any) -> None:
    """Take away what keeps anybody from changing the register, as whoever tampers would."""
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in raw.exec_driver_sql(triggers).all():
        raw.exec_driver_sql(f'DROP TRIGGER "{name}"')
    raw.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def _faults_within(raw: Any) -> list[str]:
    """Verify inside a transaction, then undo it: foreign keys would refuse some changes."""
    with Session(raw) as session:
        messages = [fault.message for fault in verify_database(session).faults]
    raw.get_transaction().rollback()
    return messages


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    match value:
        case None:
            return 1
        case str():
            return ("0" if value[:1] != "0" else "1") + value[1:]
        case int():
            return value + 77
        case datetime():
            return value + timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
        case tuple():
            return (*value, "autre")
    raise TypeError(value)


@pytest.mark.parametrize("table", [EntryRow, PublishedRow, SubjectRow, PublicationRow])
def test_a_row_taken_out_of_the_database_is_found(three: Engine, table: type[Base]) -> None:
    keys = inspect(table).primary_key
    with reading(three) as session:
        row = session.scalars(select(table).order_by(*keys)).first()
        where = [key == getattr(row, str(key.key)) for key in keys]
    with three.connect() as raw, raw.begin():
        unguarded(raw)
        raw.execute(delete(table.__table__).where(*where))  # type: ignore[arg-type]

        assert _faults_within(raw)


def test_two_people_exchanged_behind_their_subjects_are_found(three: Engine) -> None:
    with writing(three) as session:
        ada, brice = (
            session.scalars(select(SubjectRow).where(SubjectRow.mediator == who)).one()
            for who in ("ada", "brice")
        )
        ada.mediator, ada.salt = None, None
        session.flush()
        brice.mediator = "ada"

    assert [f.number for f in in_database(three).faults] == [0]


def test_the_last_publication_taken_out_of_the_database_shows_by_its_head(three: Engine) -> None:
    head = in_database(three).head
    with writing(three) as session:
        unguarded(session.connection())
        session.execute(delete(EntryRow).where(EntryRow.publication == 3))
        for table in (PublishedRow, PublishedSlotRow, ReceiptRow):
            moved = update(table).where(table.publication == 3).values(publication=2)
            session.execute(moved if table is not ReceiptRow else delete(table))
        session.execute(delete(PublicationRow).where(PublicationRow.number == 3))

    assert not in_database(three, head).sound
