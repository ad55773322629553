"""Databases that hold `petit`, whose only answer is known, or a month that is impossible."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from api.database.engine import connect
from tests.api.databases import database
from tests.api.jobs.asked import Office, office


@pytest.fixture
def petit(engine: Engine) -> Office:
    """Give `petit` on each kind of database in turn."""
    return office(engine, "petit")


@pytest.fixture
def sqlite_petit(sqlite_engine: Engine) -> Office:
    return office(sqlite_engine, "petit")


@pytest.fixture
def postgres_petit(request: pytest.FixtureRequest) -> Iterator[Office]:
    for url in database(request, "postgresql"):
        engine = connect(url)
        yield office(engine, "petit")
        engine.dispose()


@pytest.fixture
def impossible(sqlite_engine: Engine) -> Office:
    """Give two locks with less than a daily rest between them."""
    return office(sqlite_engine, "impossible/verrous")
