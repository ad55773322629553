"""Note which publication each subscription was given, and list who has not seen one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import Engine, PoolProxiedConnection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.database.engine import is_sqlite
from api.database.tables.access import UserRow
from api.database.tables.feeds import FeedReadRow, FeedRow
from api.feeds.kinds import PERSONAL
from api.ledger.subjects import at_once

SQLITE, POSTGRESQL = "PRAGMA data_version", "SELECT pg_current_snapshot()::text"
"""
What changes with each commit of another connexion.

SQLite counts them. PostgreSQL's snapshot names the transactions that it sees and those under way:
two are equal only if none that wrote ended in between.
"""


class Watch:
    """
    A connexion of its own, outside any transaction and any pool.

    `quick`: whether it asks no other machine, so that an event loop may wait for it.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.quick = is_sqlite(engine)
        self._lock = Lock()
        self._line: PoolProxiedConnection | None = None
        self._lines = 0

    def version(self) -> str | None:
        """Return a text that changes with each commit of another connexion (None: unknown now)."""
        with self._lock:
            try:
                if self._line is None:
                    self._line = self._open()
                cursor = self._line.cursor()
                try:
                    cursor.execute(SQLITE if self.quick else POSTGRESQL)
                    # SQLite counts by connexion: two counts compare on one alone.
                    return f"{self._lines} {cursor.fetchone()}"
                finally:
                    cursor.close()
            except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error):
                self._close()
                return None

    def close(self) -> None:
        """Give the connexion back."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _open(self) -> PoolProxiedConnection:
        line = self.engine.raw_connection()
        line.detach()
        self._lines += 1
        if not self.quick:
            line.dbapi_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's own
        return line


PROGRAMS = (
    ("google-calendar", "Google Agenda"),
    ("googlebot", "Google Agenda"),
    ("thunderbird", "Thunderbird"),
    ("dataaccessd", "Calendrier (iPhone)"),
    ("ios/", "Calendrier (iPhone)"),
    ("calendaragent", "Calendrier (Mac)"),
    ("macos", "Calendrier (Mac)"),
    ("outlook", "Outlook"),
    ("microsoft", "Outlook"),
    ("evolution", "GNOME"),
    ("gnome", "GNOME"),
    ("akonadi", "KDE"),
    ("icsx5", "ICSx⁵"),
    ("davx5", "DAVx⁵"),
    ("nextcloud", "Nextcloud"),
    ("home-assistant", "Home Assistant"),
    ("homeassistant", "Home Assistant"),
    ("vdirsyncer", "vdirsyncer"),
    ("mozilla", "un navigateur"),
)
"""Parts of what programs say of themselves, in the order in which they are looked for."""

OTHER = "un autre programme"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._ -]{0,23}")
"""The name of another program; a longer word may be anything, even a secret."""


@dataclass(frozen=True, kw_only=True)
class FeedReading:
    """A reading not written to the database yet: when, and by which program."""

    at: datetime
    reader: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """
    Whether a calendar of a person has fetched a publication that concerns them.

    `feeds`: their open subscriptions to their own feed (0: no calendar will ever inform them).
    `seen`: when one of them was first given the publication, or a later one (None: not yet).
    """

    mediator: str
    feeds: int
    seen: datetime | None


@lru_cache(maxsize=256)
def program(agent: str) -> str:
    """Return the usual name of the program that reads, from its User-Agent and nothing else."""
    low = agent.lower()
    for part, name in PROGRAMS:
        if part in low:
            return name
    match = _NAME.fullmatch(agent.partition("/")[0].strip())
    return match.group() if match else OTHER


def first_read(session: Session, feed: str, publication: int, seen: FeedReading) -> bool:
    """Note that a subscription was given a publication; return whether for the first time."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # Several readings of one address may be the first at once.
    done = session.execute(
        insert(FeedReadRow)
        .values(feed=feed, publication=publication, at=seen.at)
        .on_conflict_do_nothing()
        .returning(FeedReadRow.feed)
    )
    new = done.first() is not None
    session.execute(
        update(FeedRow)
        .where(FeedRow.id == feed)
        .values(read=seen.at, reader=seen.reader, read_publication=publication)
    )
    return new


def note_reads(session: Session, reads: Mapping[str, FeedReading]) -> None:
    """Note the last reads of subscriptions, gathered over a minute, in the order of ids."""
    for feed, seen in sorted(reads.items()):
        session.execute(
            update(FeedRow).where(FeedRow.id == feed).values(read=seen.at, reader=seen.reader)
        )


def receipts_of(
    session: Session, people: Iterable[str], publication: int | None = None
) -> tuple[Receipt, ...]:
    """
    Return for each of some people whether a calendar was given a publication, by id.

    `publication` None: of one that isn't made yet, which nobody was given.
    """
    wanted = sorted(set(people))
    own: dict[str, set[str]] = {}
    firsts: dict[str, datetime] = {}
    for some in at_once(wanted):
        open_feeds = (
            select(FeedRow.target, FeedRow.id)
            .join(UserRow, UserRow.id == FeedRow.user)
            .where(
                FeedRow.kind.in_(sorted(kind.value for kind in PERSONAL)),
                FeedRow.target == UserRow.person,
                FeedRow.target.in_(some),
                FeedRow.revoked.is_(None),
                FeedRow.closing.is_(None),
                UserRow.closed.is_(None),
            )
        )
        for target, feed in session.execute(open_feeds):
            own.setdefault(target, set()).add(feed)
        if publication is None:
            continue
        reads = (
            select(FeedReadRow.feed, func.min(FeedReadRow.at))
            .where(
                FeedReadRow.publication >= publication,
                FeedReadRow.feed.in_(select(FeedRow.id).where(FeedRow.target.in_(some))),
            )
            .group_by(FeedReadRow.feed)
        )
        firsts |= {row[0]: row[1] for row in session.execute(reads)}
    return tuple(
        Receipt(
            mediator=who,
            feeds=len(own.get(who, ())),
            seen=min((firsts[feed] for feed in own.get(who, ()) if feed in firsts), default=None),
        )
        for who in wanted
    )
