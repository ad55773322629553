"""Real databases for tests: SQLite files and a PostgreSQL server, empty but for the tables."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest
import sqlalchemy as sa

from api.database.engine import connect
from tests.api.own_server import PREFIX, server_in
from tests.api.schema import make_schema

KINDS = ("sqlite", "postgresql")

on_each = pytest.mark.parametrize("sqlite_url", KINDS, indirect=True)
"""Let a test of what a database decides run on each kind, whatever its fixtures serve."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("modele") / "modele.db"
    engine = connect(f"sqlite:///{path}")
    make_schema(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a server, with a database `modele` that has the tables."""
    address = os.environ.get("ROTA_TEST_PG")
    server, folder = None, Path()
    if address is None:
        folder = Path(mkdtemp(prefix=PREFIX))
        server = server_in(folder)
        address = server.get_uri()
    url = "postgresql+psycopg://" + address.partition("://")[2]
    if server is not None:
        forget_power_cuts(url)
    name = f"modele_{uuid4().hex[:8]}"
    with _admin(url) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    template = _named(url, name)
    engine = connect(template)
    make_schema(engine)
    engine.dispose()
    yield template
    if server is not None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of an empty database, on each kind in turn."""
    yield from database(request, request.param)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of an empty SQLite database, or of another kind where a test is `on_each`."""
    yield from database(request, getattr(request, "param", "sqlite"))


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    made = connect(url)
    yield made
    made.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[sa.Engine]:
    made = connect(sqlite_url)
    yield made
    made.dispose()


def database(request: pytest.FixtureRequest, kind: str, path: Path | None = None) -> Iterator[str]:
    """Copy the template with the tables, to `path` for SQLite, and take it away afterwards."""
    if kind == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        path = path or request.getfixturevalue("tmp_path") / "roulement.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres")
    name = f"essai_{uuid4().hex[:12]}"
    with _admin(template) as connection:
        # By file, without its log: the twelve megabytes of a template in half the time.
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE {sa.make_url(template).database} STRATEGY FILE_COPY"
        )
    yield _named(template, name)
    with _admin(template) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def forget_power_cuts(url: str) -> None:
    """
    Let a server that serves tests alone no longer wait for the disk.

    A killed process loses nothing by it: what it wrote is the system's. Only a machine that stops
    would lose it, and no test stops one.
    """
    with _admin(url) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")


def _named(url: str, name: str) -> str:
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


def _admin(url: str) -> sa.Connection:
    engine = sa.create_engine(
        _named(url, "postgres"),
        execution_options={"isolation_level": "AUTOCOMMIT"},
        poolclass=sa.NullPool,
    )
    return engine.connect()
