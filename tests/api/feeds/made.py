"""The small association in a database, publications of it, and subscriptions to feeds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller, Grant, Role
from api.data.stored.association import State, read, remember, state
from api.data.stored.importing import check_folder, put
from api.database.engine import is_sqlite, reading, writing
from api.database.tables.access import GrantRow, UserRow
from api.database.tables.feeds import FeedBytesRow
from api.database.tables.ledger import PublicationRow
from api.feeds.kinds import FeedKind, Key, key_of
from api.feeds.rendering.rendering import ensure, refresh
from api.feeds.subscriptions import create
from tests.api.commands import PETIT
from tests.api.ledger.cases import MARCH, NOW, append_pairs, whole

EVENING = ("farid", "P-S-2026-03-04")


@dataclass(frozen=True)
class Reader:
    """A subscription: its account, id, token and what it shows."""

    caller: Caller
    feed: str
    token: str
    key: Key


_LOADED: list[tuple[bytes, State]] = []
"""An SQLite file with the association, and what is read in it: made once, copied afterwards."""


def loaded(engine: Engine) -> None:
    """Put the association in an empty database."""
    path = Path(engine.url.database or "")
    if is_sqlite(engine) and _LOADED:
        engine.dispose()
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
        content, known = _LOADED[0]
        path.write_bytes(content)
        with reading(engine) as session:
            remember(session, known)
        return
    with writing(engine) as session:
        put(session, check_folder(PETIT))
        known = state(session)
    if is_sqlite(engine):
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        _LOADED.append((path.read_bytes(), known))


def publish(
    engine: Engine, pairs: frozenset[tuple[str, str]], now: datetime = NOW, first: date = MARCH
) -> int:
    """Publish a month in which these people hold these slots, draw feeds; return its number."""
    with writing(engine) as session:
        number = append_only(session, pairs, now, first).number
    refresh(engine, now=now)
    return number


def append_only(
    session: Session, pairs: frozenset[tuple[str, str]], now: datetime, first: date = MARCH
) -> PublicationRow:
    """Publish, and draw no feed."""
    return append_pairs(session, whole(session, read(session)), pairs, now, first=first)


def account(engine: Engine, *grants: Grant, person: str = "") -> Caller:
    with writing(engine) as session:
        user = UserRow(email=f"{person or 'x'}-{len(grants)}-{datetime.now(UTC).timestamp()}@e.fr",
                       name="Essai", person=person, made=NOW)  # fmt: skip
        session.add(user)
        session.flush()
        for grant in grants:
            session.add(GrantRow(user=user.id, role=grant.role, agency=grant.agency,
                                 dispositif=grant.dispositif))  # fmt: skip
        return Caller(user=user.id, person=person, grants=grants)


def worker(engine: Engine, person: str) -> Caller:
    return account(engine, Grant(role=Role.MEDIATEUR, agency="ville"), person=person)


def manager(engine: Engine) -> Caller:
    return account(engine, Grant(role=Role.RESPONSABLE, agency="ville"))


def subscribed(
    engine: Engine, caller: Caller, kind: FeedKind, target: str, alarm: int | None = None
) -> Reader:
    with writing(engine) as session:
        made = create(session, caller, kind, target, now=NOW, alarm=alarm)
    key = key_of(kind, target, alarm)
    ensure(engine, key, now=NOW)
    return Reader(caller=caller, feed=made.row.id, token=made.token, key=key)


def own(engine: Engine, person: str, alarm: int | None = None) -> Reader:
    return subscribed(engine, worker(engine, person), FeedKind.PERSON, person, alarm)


def stored(engine: Engine, key: Key) -> FeedBytesRow:
    with writing(engine) as session:
        row = session.get(FeedBytesRow, (key.kind.value, key.target, key.alarm))
        assert row is not None
        return row
