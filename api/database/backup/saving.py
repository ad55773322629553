"""
Save a whole database to one file, while it is in use.

A SQLite database is copied by its own means, and may be opened as it is. The portable form, which
is PostgreSQL's, is an archive of lines of JSON, the same from both databases: it needs no client
program, and is restored to either kind. Both bear a manifest: digests and numbers of rows, table by
table.
"""

import base64
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    LargeBinary,
    MetaData,
    NullPool,
    Table,
    Text,
    Time,
    create_engine,
    insert,
    select,
)
from sqlalchemy.types import TypeDecorator

from api.database.base import Instant, every_table
from api.database.engine import is_sqlite, reading
from api.database.errors import BadBackupError, NotEmptyError, SchemaError
from api.database.migrating import current, head
from api.database.safeguard import copy_sqlite, written_aside

AT_ONCE = 1000
"""Rows read or written together."""


@dataclass(frozen=True)
class TableSum:
    """What a backup says of a table: its columns, how many rows, and the digest of its lines."""

    columns: tuple[str, ...]
    rows: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self) | {"columns": list(self.columns)}


@cache
def plain_tables() -> tuple[Table, ...]:
    """Return our tables with plain SQL types, each after those that it refers to."""
    return tuple(
        Table(
            table.name,
            MetaData(),
            *(Column(c.name, _plain(c.type), primary_key=c.primary_key) for c in table.columns),
        )
        for table in every_table().sorted_tables
    )


def _plain(kind: Any) -> Any:
    """Return the type of a column's values as they are stored; instants keep their own type."""
    if isinstance(kind, TypeDecorator) and not isinstance(kind, Instant):
        return kind.impl_instance
    return kind


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield a table's rows as lines, in the order of its keys."""
    query = select(*table.columns).order_by(*table.primary_key.columns)
    rows = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for row in rows:
        text = json.dumps([_as_json(cell) for cell in row], ensure_ascii=False, allow_nan=False)
        yield text.encode() + b"\n"


def summed(table: Table, lines: Iterable[bytes]) -> TableSum:
    """Return the columns, the number and the digest of a table's lines."""
    digest, count = sha256(), 0
    for line in lines:
        digest.update(line)
        count += 1
    return TableSum(tuple(table.columns.keys()), count, digest.hexdigest())


def row_of(line: bytes, readers: list[tuple[str, Callable[[Any], Any]]]) -> dict[str, Any]:
    """Read a line as a row (see `readers_of`)."""
    return {
        name: None if cell is None else read(cell)
        for (name, read), cell in zip(readers, json.loads(line), strict=True)
    }


def readers_of(table: Table) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return how the cells of a table's lines are read, by column."""
    return [(column.name, _reader(column.type)) for column in table.columns]


def _as_json(cell: Any) -> Any:
    if isinstance(cell, (date, time)):  # a datetime is a date
        return cell.isoformat()
    if isinstance(cell, (bytes, memoryview)):
        return base64.b64encode(cell).decode()
    return cell


def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, Instant):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Time):
        return time.fromisoformat
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    return _same


def _same(cell: Any) -> Any:
    return cell


FORMAT = "roulement-sauvegarde-1"
MANIFEST = "manifeste.json"
MANIFESTS = Table("backup_manifest", MetaData(), Column("content", Text, nullable=False))
ENDING = ".jsonl"


def back_up(
    engine: Engine, path: Path, *, portable: bool = False, replace: bool = False
) -> dict[str, Any]:
    """
    Write a backup, whole or not at all, readable by its owner alone, and return its manifest.

    Raises
    ------
    NotEmptyError
        The file is there already, and is not to be replaced.
    SchemaError
        The database isn't of the program's version.
    BadBackupError
        The copy isn't sound: the database itself may be damaged.
    """
    if path.exists() and not replace:
        raise NotEmptyError(f"le fichier {path} existe déjà : ajoutez --remplacer")
    if current(engine) != head():
        raise SchemaError("cette base n’est pas à la version du programme : rota upgrade d’abord")
    with written_aside(path) as file:
        if is_sqlite(engine) and not portable:
            return _copy(Path(str(engine.url.database)), file)
        return _archive(engine, file)


def _copy(database: Path, path: Path) -> dict[str, Any]:
    copy_sqlite(database, path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    with raw_connection(path) as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        if sound != "ok":
            raise BadBackupError(f"la base est abîmée : {sound}")
        tables = {t.name: summed(t, lines_of(connection, t)) for t in plain_tables()}
    manifest = _manifest("sqlite", tables)
    with raw_connection(path, mode="rw") as connection:
        MANIFESTS.create(connection)
        connection.execute(insert(MANIFESTS).values(content=json.dumps(manifest)))
        connection.commit()
    return manifest


def _archive(engine: Engine, path: Path) -> dict[str, Any]:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        reading(engine) as session,
    ):
        connection = session.connection()
        tables = {
            table.name: summed(table, _through(archive, table.name, lines_of(connection, table)))
            for table in plain_tables()
        }
        manifest = _manifest(engine.dialect.name, tables)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def _through(archive: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines while writing them to a file of the archive."""
    with archive.open(f"{name}{ENDING}", "w", force_zip64=True) as file:
        for line in lines:
            file.write(line)
            yield line


def _manifest(kind: str, tables: dict[str, TableSum]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": head(),
        "database": kind,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": {name: table.as_json() for name, table in tables.items()},
    }


@contextmanager
def raw_connection(path: Path, mode: str = "ro") -> Iterator[Connection]:
    """Yield a connection to a SQLite file that changes no setting and writes no log."""
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool
    )
    with engine.connect() as connection:
        yield connection
