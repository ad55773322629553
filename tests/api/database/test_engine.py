import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, StatementError

from api.database.counters import DATA, number, raise_number
from api.database.engine import COMMITTED, connect, database_now, once, reading, version_of, writing
from api.database.tables.state import StateRow
from api.web.refusing.failures import AWAY, refusal_for

NOW = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))


def raised(engine: Engine) -> None:
    with writing(engine) as session:
        row = session.get(StateRow, "data")
        assert row is not None
        row.number += 1


def test_an_instant_comes_back_as_the_same_instant_in_utc(engine: Engine) -> None:
    second_passage = NOW.replace(fold=1)

    with writing(engine) as session:
        session.add(StateRow(name="data", changed=second_passage))

    with reading(engine) as session:
        row = session.get(StateRow, "data")
        assert row is not None
        assert row.changed == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        assert row.changed.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="instant sans fuseau"), writing(engine) as session:
        session.add(StateRow(name="data", changed=NOW.replace(tzinfo=None)))


def test_an_exception_undoes_the_whole_transaction(engine: Engine) -> None:
    def half_done() -> None:
        with writing(engine) as session:
            session.add(StateRow(name="data", changed=NOW))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()

    with reading(engine) as session:
        assert session.get(StateRow, "data") is None


def test_a_trial_that_its_caller_undoes_writes_nothing_and_is_no_commit(engine: Engine) -> None:
    committed = threading.Event()
    token = COMMITTED.set(committed)
    with writing(engine) as session:
        session.add(StateRow(name="data", changed=NOW))
        session.flush()
        session.rollback()
    tried = committed.is_set()
    with writing(engine) as session:
        session.add(StateRow(name="data", changed=NOW))
    COMMITTED.reset(token)

    assert (tried, committed.is_set()) == (False, True)


def test_a_new_sqlite_file_that_another_program_writes_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "neuve.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE t (a)")
        end = threading.Timer(0.3, writer.execute, ["COMMIT"])
        end.start()
        engine = connect(f"sqlite:///{path}")
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        engine.dispose()
        end.join()

    assert mode == "wal"


def test_a_new_sqlite_file_that_stays_busy_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.database.engine.BUSY_MS", 100)
    path = tmp_path / "neuve.db"
    engine = connect(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE t (a)")
        with pytest.raises(OperationalError, match="database is locked"):
            engine.connect()
    engine.dispose()


def test_writers_wait_for_each_other_and_lose_nothing(engine: Engine) -> None:
    def five_times() -> None:
        for _ in range(5):
            raised(engine)

    with writing(engine) as session:
        session.add(StateRow(name="data", changed=NOW))
    threads = [threading.Thread(target=five_times) for _ in "abcd"]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading(engine) as session:
        row = session.get(StateRow, "data")
        assert row is not None
        assert row.number == 20


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_writer_that_is_frozen_lets_the_next_one_write(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as session:
        session.add(StateRow(name="data", changed=NOW, number=0))
    monkeypatch.setattr("api.database.engine.FROZEN_SECONDS", 1)

    def frozen() -> None:
        with writing(engine) as session:
            session.add(StateRow(name="autre", changed=NOW))
            session.flush()
            # This thread says nothing more until another one has written.
            raised(engine)

    with pytest.raises(OperationalError, match="idle-in-transaction") as raised_there:
        frozen()
    assert refusal_for(raised_there.value) is AWAY

    with reading(engine) as session:
        assert session.get(StateRow, "autre") is None
        row = session.get(StateRow, "data")
        assert row is not None
        assert row.number == 1


def test_a_reader_sees_one_state_while_others_write(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(StateRow(name="data", changed=NOW))

    with reading(engine) as session:
        before = session.get(StateRow, "data")
        raised(engine)
        session.expire_all()
        after = session.get(StateRow, "data")

        assert before is not None
        assert after is not None
        assert after.number == 0


def test_who_reads_reads_a_thing_once_and_who_writes_reads_it_anew(engine: Engine) -> None:
    read: list[str] = []

    def count() -> int:
        read.append("read")
        return len(read)

    with reading(engine) as session:
        assert [once(session, "a", count), once(session, "a", count)] == [1, 1]
        assert once(session, "b", count) == 2
    with reading(engine) as session:
        assert once(session, "a", count) == 3
    with writing(engine) as session:
        assert [once(session, "a", count), once(session, "a", count)] == [4, 5]


def test_who_raises_a_counter_sees_it(engine: Engine) -> None:
    with writing(engine) as session:
        before = number(session, DATA)
        raise_number(session, DATA)
        assert number(session, DATA) == before + 1


def test_the_database_says_what_it_is(engine: Engine) -> None:
    assert version_of(engine).split()[0] in {"SQLite", "PostgreSQL"}


def test_a_new_file_is_its_owners_alone_to_read(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'neuf.db'}")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        rights = {p.name: oct(p.stat().st_mode & 0o777) for p in tmp_path.iterdir()}
    engine.dispose()

    assert rights == {"neuf.db": "0o600", "neuf.db-wal": "0o600", "neuf.db-shm": "0o600"}


def test_the_clock_of_the_database_tells_an_instant_of_now(engine: Engine) -> None:
    with reading(engine) as session:
        now = database_now(session)

    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
