"""
Fixtures of all that needs a database.

Tests on PostgreSQL are marked `postgresql`: most are twins of a test on SQLite, and only CI
runs them unasked (`make test ARGS="-m postgresql"`). Those marked `long` kill processes or wait for
them.
"""

import pytest

import tests.api.statements  # noqa: F401 - listens to all engines
from tests.api.databases import (
    engine,
    postgres,
    sqlite_engine,
    sqlite_template,
    sqlite_url,
    url,
)
from tests.api.service import service, service_on_each, twice, two

__all__ = [
    "engine",
    "postgres",
    "service",
    "service_on_each",
    "sqlite_engine",
    "sqlite_template",
    "sqlite_url",
    "twice",
    "two",
    "url",
]

SERVERS = frozenset({"postgres", "postgres_petit"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        values = getattr(getattr(item, "callspec", None), "params", {}).values()
        if "postgresql" in values or not SERVERS.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.postgresql)
