"""
Connect to SQLite or PostgreSQL, with one transaction a request.

Both databases let one writer in at a time: SQLite by its nature (`BEGIN IMMEDIATE`), PostgreSQL by
an advisory lock held until the transaction ends. So what a writer has read still holds when it
commits, with the same code on both; writes are short, and readers never wait for them.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Event
from typing import Any, TypeGuard, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

Value = TypeVar("Value")

BUSY_MS = 30_000
"""Milliseconds that a SQLite writer waits for another one."""

LOOK = 0.02
"""Seconds between two tries to turn a SQLite file to its write-ahead log."""

CONNECT_SECONDS = 5
"""Seconds that a PostgreSQL server may take to accept a connection."""

CONNECTIONS = 30
"""The most connections that a process has at once."""

POOL = {"pool_size": 10, "max_overflow": CONNECTIONS - 10}
"""How many connections a process keeps open, and how many it may open besides."""

LOOK_MS = 1000
"""Milliseconds after which a command says that it waits, and at most goes on past its patience."""

WRITERS = 7_214_001
"""Key of PostgreSQL's advisory lock of those who write."""

FROZEN_SECONDS = 120
"""
Seconds that PostgreSQL waits for a writer to say something before it undoes what it wrote.

A machine that is paused in the middle of a write would keep all others from writing for ever. The
longest that one of ours thinks between two statements is about two seconds of processor.
"""

FROZEN = "25P03"
"""SQLSTATE `idle_in_transaction_session_timeout` of PostgreSQL."""

IMMEDIATE = "roulement_immediate"

COMMITTED: ContextVar[Event | None] = ContextVar("committed", default=None)
"""What a request is given to know, if it fails later, whether a write of its own was committed."""


class UnconfirmedError(OperationalError):
    """The connection was lost while a transaction ended: what it wrote is there, or it isn't."""


@dataclass(frozen=True)
class Patience:
    """How long a writer waits for another one of a SQLite file, and what it does when it begins."""

    seconds: float
    tell: Callable[[], None]


def connect(url: str, patience: Patience | None = None) -> Engine:
    """
    Return an engine for `sqlite:///file.db` or `postgresql+psycopg://…`.

    SQLite: write-ahead log, full synchronisation (an acknowledged write survives a power cut),
    foreign keys on; a new file is its owner's alone to read. A plain `postgresql://` URL gets the
    driver. Neither log nor error holds the values bound to a statement. `patience`: that of a
    command, which may wait for longer than a request.
    """
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"connect_timeout": CONNECT_SECONDS},
            **POOL,
        )
    engine = create_engine(
        url,
        hide_parameters=True,
        connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        # A database in memory is that of one connection: it has no pool to size.
        **(POOL if _is_file(make_url(url).database) else {}),
    )
    event.listen(engine, "do_connect", _keep_private)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", partial(_begin_sqlite, patience=patience))
    return engine


def _keep_private(_dialect: Any, _record: Any, arguments: Any, _named: Any) -> None:
    """Make the file, for its owner alone, at the first connection and not before."""
    keep_private(arguments[0] if arguments else None)


def _is_file(path: str | None) -> TypeGuard[str]:
    """Whether a SQLite database lies in a file, not in memory."""
    return bool(path) and path != ":memory:"


def keep_private(path: str | None) -> None:
    """
    Create a SQLite file for its owner alone: the driver would let everybody read it.

    The files of its log and its shared memory get the same rights. If the file can't be made,
    nothing is raised here: the driver says so later.
    """
    if _is_file(path):
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Start transactions ourselves: the driver would start them too late."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    _use_log(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _use_log(connection: sqlite3.Connection) -> None:
    """
    Turn a file to its write-ahead log, and wait for those who write to a file that has none yet.

    `busy_timeout` is no help here: this pragma reads before it writes, and SQLite never waits for a
    lock while it holds another one (two who wait for each other would wait for ever).
    sqlite3.OperationalError: the file was busy for `BUSY_MS`, or it can't be opened.
    """
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(LOOK)
        else:
            return


def _begin_sqlite(connection: Any, patience: Patience | None) -> None:
    if not connection.get_execution_options().get(IMMEDIATE):
        connection.exec_driver_sql("BEGIN")
        return
    if patience is None or not _has_begun(connection.connection.dbapi_connection, patience):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _has_begun(connection: sqlite3.Connection, patience: Patience) -> bool:
    """Begin once nobody else writes; return whether that was before the patience ended."""
    deadline = time.monotonic() + patience.seconds
    waits = False
    connection.execute(f"PRAGMA busy_timeout={LOOK_MS}")
    while time.monotonic() < deadline:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            if not waits:
                patience.tell()
            waits = True
        else:
            return True
    return False


SEEN = "seen"
"""Where a session for reading keeps what it has read once."""


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Yield a session for reading, which sees one state of the database."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with (
        engine.connect().execution_options(**level) as connection,
        Session(connection, expire_on_commit=False, autoflush=False, info={SEEN: {}}) as session,
    ):
        yield session


def once(session: Session, key: Hashable, read: Callable[[], Value]) -> Value:
    """
    Return what `read` returns, by one call for each key where nothing can change meanwhile.

    A session for reading sees one state of the database. One that writes changes it: it reads anew.
    """
    seen = session.info.get(SEEN)
    if seen is None:
        return read()
    if key not in seen:
        seen[key] = read()
    value: Value = seen[key]
    return value


@contextmanager
def writing(engine: Engine, *, alone: bool = True) -> Iterator[Session]:
    """
    Yield a session whose transaction is committed at the end, or undone by an exception.

    A caller that undoes it (`Session.rollback`) writes nothing. `alone`: no other such session
    writes meanwhile. If it is false, PostgreSQL lets others write too: use that for a change of one
    row alone (a token's last use, a heartbeat). Raises UnconfirmedError: PostgreSQL was told to
    commit, and its answer was lost.
    """
    sqlite = engine.dialect.name == "sqlite"
    options = {IMMEDIATE: True} if sqlite else {}
    with (
        _frozen_is_away(),
        engine.connect().execution_options(**options) as connection,
        connection.begin() as transaction,
    ):
        if not sqlite:
            # Asked for together: a write costs no more messages than before it was limited.
            limit = f"set_config('idle_in_transaction_session_timeout', '{FROZEN_SECONDS}s', true)"
            lock = f", pg_advisory_xact_lock({WRITERS})" if alone else ""
            connection.execute(text(f"SELECT {limit}{lock}"))
        with Session(connection, expire_on_commit=False) as session:
            yield session
            session.flush()
        if not transaction.is_active:
            # The caller undid it: a trial writes nothing.
            return
        with _lost_is_unconfirmed():
            transaction.commit()
    if alone and (committed := COMMITTED.get()) is not None:
        committed.set()


@contextmanager
def _frozen_is_away() -> Iterator[None]:
    """Raise what a lost connection raises where PostgreSQL has ended one that was silent."""
    try:
        yield
    except (InternalError, OperationalError) as error:
        if error.orig is None or getattr(error.orig, "sqlstate", None) != FROZEN:
            raise
        raise OperationalError(None, None, error.orig, hide_parameters=True) from error


@contextmanager
def _lost_is_unconfirmed() -> Iterator[None]:
    """Raise what says so where a commit lost its connection, and PostgreSQL said nothing more."""
    try:
        yield
    except (InternalError, OperationalError) as error:
        state = getattr(error.orig, "sqlstate", None)
        if error.orig is None or not error.connection_invalidated or state is not None:
            raise
        raise UnconfirmedError(None, None, error.orig, hide_parameters=True) from error


def database_now(session: Session) -> datetime:
    """
    Return the time of the database's clock, on which machines whose own clocks differ agree.

    For SQLite this is the clock of this machine, the only one that writes to the file.
    """
    if session.get_bind().dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return now.astimezone(UTC)


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine is SQLite's."""
    return engine.dialect.name == "sqlite"


def version_of(engine: Engine) -> str:
    """Return the database's name and version, for those who look after it."""
    if is_sqlite(engine):
        return f"SQLite {sqlite3.sqlite_version}"
    with engine.connect() as connection:
        return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"
