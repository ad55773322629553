"""The service on a database that holds `petit`, and clients with the accounts that tests need."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

import fixtures
from api.access.caller import Caller, Grant, Role
from api.access.secrets.secret import Kind, issue
from api.app import create
from api.database.engine import is_sqlite, writing
from api.database.tables.access import GrantRow, UserRow
from api.month.folder.importing import import_folder
from api.settings import Settings
from fixtures.draw import grow
from tests.api.composed import composed
from tests.api.direct import DirectClient

PETIT = Path(fixtures.__file__).parent / "petit"
LOCAL = Caller(user="0" * 32, name="essai", grants=(Grant(role=Role.ADMIN),), via="local")
NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)

IMPORTED: dict[tuple[Path, bytes], bytes] = {}
"""By folder and what the database was: what it is once the folder is imported."""


@dataclass
class Service:
    """The running app: `client(role)` gives a client with a new account of that role."""

    app: FastAPI
    engine: Engine
    clients: list[TestClient] = field(default_factory=list)

    def client(
        self,
        *roles: str,
        agency: str = "",
        dispositif: str = "",
        person: str = "",
        email: str = "",
    ) -> TestClient:
        """Give a client whose account has these roles there (none: nobody's)."""
        headers = {}
        if roles:
            user, token = account(
                self.engine,
                *roles,
                agency=agency,
                dispositif=dispositif,
                person=person,
                email=email,
            )
            headers = {"Authorization": f"Bearer {token}", "X-Test-User": user}
        made = DirectClient(self.app, headers=headers)
        self.clients.append(made)
        return made


def account(
    engine: Engine,
    *roles: str,
    agency: str = "",
    dispositif: str = "",
    person: str = "",
    email: str = "",
) -> tuple[str, str]:
    """Make an account with an API token: its id and the token."""
    with writing(engine) as session:
        user = UserRow(
            email=email or f"{uuid4().hex}@exemple.org", name="Essai", person=person, made=NOW
        )
        session.add(user)
        session.flush()
        for role in roles:
            session.add(GrantRow(user=user.id, role=role, agency=agency, dispositif=dispositif))
        issued = issue(session, user.id, Kind.API, now=datetime.now(UTC), expires=None)
        return user.id, issued.token


def loaded(engine: Engine, folder: Path = PETIT) -> None:
    """Import an association: once a process into SQLite, of which later tests get a copy."""
    path = engine.url.database or ""
    before = _content(path) if is_sqlite(engine) else b""
    if not before:
        import_folder(engine, LOCAL, folder)
        return
    kept = IMPORTED.get((folder, before))
    if kept is not None:
        engine.dispose()
        Path(path).write_bytes(kept)
        return
    import_folder(engine, LOCAL, folder)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    IMPORTED[folder, before] = Path(path).read_bytes()


def _content(path: str) -> bytes:
    """Return the digest of a database whose file holds all of it (none: some waits beside it)."""
    beside = Path(f"{path}-wal")
    if beside.exists() and beside.stat().st_size:
        return b""
    return sha256(Path(path).read_bytes()).digest()


def serve(engine: Engine, **settings: Any) -> Service:
    """Serve a database: by the app of all tests, or by one of its own where settings are."""
    wanted = Settings(database_url=engine.url.render_as_string(hide_password=False), **settings)
    if settings:
        return Service(create(wanted, engine), engine)
    return Service(composed("usual", wanted, engine, lambda: create(wanted, engine)), engine)


def serving(engine: Engine, folder: Path = PETIT) -> Iterator[Service]:
    """Serve an association, and close the clients that the test has made."""
    loaded(engine, folder)
    made = serve(engine)
    yield made
    for client in made.clients:
        client.close()


@pytest.fixture
def service(sqlite_engine: Engine) -> Iterator[Service]:
    """Serve `petit` from SQLite."""
    yield from serving(sqlite_engine)


@pytest.fixture
def service_on_each(engine: Engine) -> Iterator[Service]:
    """Serve `petit` from each kind of database in turn."""
    yield from serving(engine)


@pytest.fixture(scope="session")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of `petit` with its agency twice."""
    return grow(tmp_path_factory.mktemp("deux") / "deux", 2, 1, PETIT)


@pytest.fixture
def two(sqlite_engine: Engine, twice: Path) -> Iterator[Service]:
    """Serve two agencies that are alike: `ville`, and `001~ville`."""
    yield from serving(sqlite_engine, twice)
