"""
Save a whole database to one file, while it is in use.

A SQLite database is copied by its own means, and may be opened as it is. The portable form, which
is PostgreSQL's, is an archive of lines of JSON: it needs no client program, and is restored to
either kind of database. Both bear a manifest: digests and numbers of rows, table by table.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    NullPool,
    Table,
    Text,
    create_engine,
    insert,
)

from api.database.backup.rows import TableSum, lines_of, plain_tables, summed
from api.database.engine import is_sqlite, reading
from api.database.errors import BadBackupError, NotEmptyError, SchemaError
from api.database.migrating import current, head
from api.database.safeguard import copy_sqlite, written_aside

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
