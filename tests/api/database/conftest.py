"""Databases without any table, and PostgreSQL's programs, for migrations and backups."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.api.databases import KINDS, _admin, _named
from tests.api.own_server import with_own_clients


@pytest.fixture(params=KINDS)
def blank_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of a database without tables, on each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'vide.db'}"
        return
    template = request.getfixturevalue("postgres")
    name = f"vide_{uuid4().hex[:12]}"
    with _admin(template) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield _named(template, name)
    with _admin(template) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put PostgreSQL's own pg_dump first."""
    monkeypatch.setenv("PATH", with_own_clients())
