"""Bring a database's tables to the version that the program knows, backup first."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text

from api.database import triggers
from api.database.base import Base, every_table
from api.database.engine import IMMEDIATE, connect, is_sqlite
from api.database.errors import SchemaError
from api.database.safeguard import safeguard

FOLDER = Path(__file__).parent / "migrations"
VERSIONS = "schema_version"
"""The table that says at which version a database is."""

MIGRATORS = 7_214_002
"""Key of PostgreSQL's advisory lock of those who migrate."""

OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        "target_metadata": every_table(),
        "version_table": VERSIONS,
        "render_as_batch": True,
        "compare_type": True,
    }
)


def upgrade(
    database: Engine | str, *, backups: Path | None = None, without_backup: bool = False
) -> Path | None:
    """
    Bring a database to the program's version, all or nothing, and return the backup's path.

    A database that isn't empty is backed up first, in the folder `backups` or beside a SQLite file.
    The path is None if there was nothing to upgrade, or no data to back up. Of two processes that
    start at once, one waits for the other and finds the work done. SchemaError: the database isn't
    ours, or is of a version that the program doesn't know, or its backup couldn't be made.
    """
    with _engine(database) as engine:
        # Most often nothing is to do: nobody who writes is waited for.
        return None if current(engine) == head() else _upgrade(engine, backups, without_backup)


def _upgrade(engine: Engine, backups: Path | None, without_backup: bool) -> Path | None:
    with _alone(engine) as connection:
        version = _current(connection)
        if version == head():
            return None
        _check_known(connection, version)
        kept = None
        if not without_backup and version is not None and not is_empty(connection):
            kept = safeguard(engine, f"avant-{head()}", backups)
        command.upgrade(_config(connection), "head")
        return kept


def current(database: Engine | str) -> str | None:
    """Return a database's version (None: it has no tables of ours)."""
    with _engine(database) as engine, engine.connect() as connection:
        return _current(connection)


def head() -> str:
    """Return the version that the program knows."""
    version = ScriptDirectory(str(FOLDER)).get_current_head()
    if version is None:
        raise SchemaError("aucune version du schéma n’accompagne le programme")
    return version


def check(database: Engine | str) -> list[str]:
    """Return how a database's tables differ from those that the program knows (nothing: equal)."""
    with _engine(database) as engine, engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=dict(OPTIONS))
        differences = [str(difference) for difference in compare_metadata(context, Base.metadata)]
        there, wanted = triggers.names_present(connection), triggers.names(connection.dialect.name)
        return differences + [f"trigger : {name}" for name in sorted(there ^ wanted)]


def is_empty(connection: Connection) -> bool:
    """Whether no table of ours holds a row."""
    there = set(inspect(connection).get_table_names())
    return not any(
        connection.execute(select(text("1")).select_from(table).limit(1)).first()
        for table in Base.metadata.sorted_tables
        if table.name in there
    )


def _check_known(connection: Connection, version: str | None) -> None:
    """Refuse a database that isn't one of ours, or is of a version that we don't know."""
    if version is None:
        there = sorted(set(inspect(connection).get_table_names()) & set(Base.metadata.tables))
        if there:
            raise SchemaError(
                f"cette base contient des tables sans version (« {there[0]} »…) : elle n’a pas "
                "été faite par ce programme"
            )
    elif version not in {
        script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()
    }:
        raise SchemaError(
            f"cette base est à la version {version}, que ce programme ne connaît pas (il connaît "
            f"{head()}) : mettez le programme à jour, ou, si elle date d’avant la première version "
            "publiée, exportez-la avec le programme d’alors et importez ses fichiers"
        )


def _current(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
    return context.get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _engine(database: Engine | str) -> Iterator[Engine]:
    """Yield an engine; close it at the end if it was made for a URL."""
    if isinstance(database, Engine):
        yield database
        return
    connected = connect(database)
    try:
        yield connected
    finally:
        connected.dispose()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Yield a transaction in which nobody else migrates; check foreign keys at its end."""
    sqlite = is_sqlite(engine)
    options = {IMMEDIATE: True} if sqlite else {}
    with engine.connect().execution_options(**options) as connection:
        raw: Any = connection.connection.dbapi_connection
        if sqlite:  # a table remade in a transaction would drop what refers to it
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATORS})"))
                yield connection
                if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise SchemaError("la migration laisserait des lignes sans ce qu’elles citent")
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")
