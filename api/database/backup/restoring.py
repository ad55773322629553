"""Restore a backup into a database of either kind, verified first, all or nothing."""

from __future__ import annotations

import json
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, inspect, select, text
from sqlalchemy.exc import DatabaseError

from api.database.backup.saving import (
    AT_ONCE,
    ENDING,
    FORMAT,
    MANIFEST,
    MANIFESTS,
    lines_of,
    plain_tables,
    raw_connection,
    readers_of,
    row_of,
    summed,
)
from api.database.engine import writing
from api.database.errors import BadBackupError, NotEmptyError
from api.database.migrating import head, is_empty, upgrade
from api.database.triggers import triggers_lifted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

    Lines = Callable[[Table], Iterator[bytes]]

SQLITE = b"SQLite format 3\0"
ZIP = b"PK"
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    DatabaseError,
    KeyError,
    TypeError,
    ValueError,
    EOFError,
    AttributeError,
)
"""What reading a damaged file may raise."""


def restore(
    engine: Engine, path: Path, *, replace: bool = False, backups: Path | None = None
) -> dict[str, Any]:
    """
    Put a backup's rows in place of a database's, and return the backup's manifest.

    Every digest is verified before anything is written. All is written in one transaction: if the
    process is killed, the database is unchanged. A database without tables gets them first, and one
    of an older version is brought up to date (see `upgrade` for `backups`).

    Raises
    ------
    BadBackupError
        The file is no backup, or has changed since it was written.
    NotEmptyError
        The database holds rows, and they are not to be replaced.
    SchemaError
        The database can't be brought to the program's version.
    """
    with ExitStack() as stack:
        with _damage_refused(path):
            manifest, lines = stack.enter_context(opened(path))
            verify(manifest, lines)
        upgrade(engine, backups=backups)
        with writing(engine) as session:
            connection = session.connection()
            if not replace and not is_empty(connection):
                raise NotEmptyError(
                    "cette base n’est pas vide : ajoutez --remplacer pour mettre la sauvegarde à "
                    "la place de tout ce qu’elle contient"
                )
            _replace(connection, lines)
        return manifest


def verify(manifest: dict[str, Any], lines: Lines) -> None:
    """
    Compare every table with the manifest.

    BadBackupError: a table is missing or unknown, or has changed since the backup was written.
    """
    if manifest.get("format") != FORMAT:
        raise BadBackupError("ce fichier n’est pas une sauvegarde de ce programme")
    if manifest.get("schema") != head():
        raise BadBackupError(
            f"cette sauvegarde est de la version {manifest.get('schema')} des tables, le programme "
            f"de la version {head()} : restaurez-la avec le programme d’alors, puis mettez à jour"
        )
    tables, sums = plain_tables(), manifest["tables"]
    for name in sorted({t.name for t in tables} ^ set(sums)):
        raise BadBackupError(f"la table « {name} » n’est pas à la fois sauvegardée et connue")
    for table in tables:
        summed_up = summed(table, lines(table)).as_json()
        if summed_up != sums[table.name]:
            what = next(key for key in summed_up if summed_up[key] != sums[table.name].get(key))
            raise BadBackupError(
                f"la sauvegarde est abîmée, table « {table.name} » : {what} {summed_up[what]}, "
                f"attendu {sums[table.name].get(what)}"
            )


@contextmanager
def opened(path: Path) -> Iterator[tuple[dict[str, Any], Lines]]:
    """
    Open a backup; yield its manifest, and the function that gives a table's lines.

    BadBackupError: the file isn't one of ours.
    """
    with path.open("rb") as file:
        start = file.read(len(SQLITE))
    if start == SQLITE:
        with _sqlite(path) as content:
            yield content
    elif start.startswith(ZIP):
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            yield manifest, lambda table: iter(archive.open(f"{table.name}{ENDING}"))
    else:
        raise BadBackupError(f"{path.name} n’est pas une sauvegarde (ni SQLite, ni archive)")


@contextmanager
def _damage_refused(path: Path) -> Iterator[None]:
    """Turn any error of reading into one message: the file is damaged."""
    try:
        yield
    except DAMAGE as error:
        raise BadBackupError(f"{path.name} est abîmé ou incomplet ({error})") from None


@contextmanager
def _sqlite(path: Path) -> Iterator[tuple[dict[str, Any], Lines]]:
    with raw_connection(path) as connection:
        if MANIFESTS.name not in inspect(connection).get_table_names():
            raise BadBackupError(
                f"{path.name} est une base sans manifeste : une copie d’avant mise à jour se remet "
                "à la place de la base, le service arrêté, avec le programme d’alors"
            )
        size, pages = (
            int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
            for name in ("page_size", "page_count")
        )
        if path.stat().st_size != size * pages:
            raise BadBackupError(f"{path.name} est abîmé ou incomplet (longueur)")
        content = connection.execute(select(MANIFESTS.c.content)).scalar_one()
        yield json.loads(content), lambda table: lines_of(connection, table)


def _replace(connection: Connection, lines: Lines) -> None:
    tables = plain_tables()
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    else:
        names = ", ".join(f'"{table.name}"' for table in tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    with triggers_lifted(connection):
        for table in reversed(tables):
            connection.execute(delete(table))
        for table in tables:
            readers = readers_of(table)
            rows = (row_of(line, readers) for line in lines(table))
            while some := list(islice(rows, AT_ONCE)):
                connection.execute(insert(table), some)
            if not sqlite:
                _go_on(connection, table)


def _go_on(connection: Connection, table: Table) -> None:
    """Make PostgreSQL's sequences continue after the highest restored key."""
    for column in table.primary_key.columns:
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": f'"{table.name}"', "column": column.name},
        ).scalar_one()
        if sequence is not None:
            highest = connection.execute(select(func.max(column))).scalar_one()
            connection.execute(select(func.setval(sequence, highest)))
