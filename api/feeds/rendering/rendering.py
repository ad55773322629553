"""
Write the bytes of feeds, and keep them with what they were made from.

The register and the association's data are the truth; bytes are kept of it. A reading that finds
bytes made from something older has them rendered first (`ensure`), so that nobody is ever given
what was before a publication or a change. `refresh` renders all others each minute, so that few
readings wait for it. Both prepare outside any write.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from importlib.metadata import version
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, not_, select, update
from sqlalchemy.orm import Session

from api.database.counters import DATA, LEDGER, number, raise_number, stamp
from api.database.engine import reading, writing
from api.database.tables.feeds import FeedBytesRow, FeedEventRow, FeedRow
from api.database.tables.ledger import PublicationRow
from api.feeds.kinds import NO_ALARM, PERSONAL, FeedKind, Key, key_of
from api.feeds.rendering.revisions import SECOND, RevisedEvents, known, revised, write
from api.feeds.rendering.sources import Item, Sources, sources
from api.feeds.subscriptions import shift_page
from calendars.events import Event
from calendars.events import key_of as event_key
from calendars.ical.feeds import (
    busy_feed,
    dispositif_feed,
    person_feed,
    site_feed,
    standby_feed,
    team_feed,
)
from scheduler.domain.time import midnight

FEEDS = "feeds"
"""Counter of renderings: one that was prepared before the counter rose is prepared again."""

TRIES = 3
"""How often bytes are prepared outside a write; after that, they are prepared inside one."""

NAME = (FeedBytesRow.kind, FeedBytesRow.target, FeedBytesRow.alarm)
"""What a row of bytes is known by."""

FORGOTTEN = timedelta(days=60)
"""How long the life of an event is kept after it has left the window."""


@dataclass(frozen=True, kw_only=True)
class PreparedFeeds:
    """Bytes not written yet; `numbers`: of the data, ledger and renderings they are made from."""

    numbers: tuple[int, int, int]
    lives: RevisedEvents
    content: Mapping[Key, bytes]
    now: datetime
    sources: Sources


def live(session: Session) -> frozenset[Key]:
    """Return what the open subscriptions show."""
    rows = session.execute(
        select(FeedRow.kind, FeedRow.target, FeedRow.alarm)
        .where(FeedRow.revoked.is_(None), FeedRow.closing.is_(None))
        .distinct()
    )
    return frozenset(key_of(*row) for row in rows)


def refresh(engine: Engine, public_url: str = "", now: datetime | None = None) -> int:
    """
    Render what was made from something older; return how many feeds changed.

    `public_url`: the service's public address (empty: unknown). Bytes that no subscription shows
    any more are deleted, and so are events that ended long ago.
    """
    return _render(
        engine,
        lambda session: live(session) - current(session, public_url),
        public_url,
        now,
        clean=True,
    )


def ensure(engine: Engine, key: Key, public_url: str = "", now: datetime | None = None) -> None:
    """Render one feed, unless its bytes are those of now."""
    _render(engine, lambda session: {key} - current(session, public_url), public_url, now)


def _render(
    engine: Engine,
    keys: Callable[[Session], Collection[Key]],
    public_url: str,
    now: datetime | None,
    *,
    clean: bool = False,
) -> int:
    """
    Prepare feeds outside any transaction, and write them if the data didn't change meanwhile.

    After some tries they are prepared inside the writing transaction, so that it always ends.
    """
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    for _ in range(TRIES):
        with reading(engine) as session:
            wanted = keys(session)
            if not wanted and not clean:
                return 0
            prepared = prepare(session, wanted, moment, public_url)
        with writing(engine) as session:
            if numbers(session) == prepared.numbers:
                return _keep(session, prepared, clean=clean)
    with writing(engine) as session:
        return _keep(session, prepare(session, keys(session), moment, public_url), clean=clean)


def _keep(session: Session, prepared: PreparedFeeds, *, clean: bool) -> int:
    changed = apply(session, prepared)
    if clean:
        _clean(session, prepared.sources)
    return changed


def numbers(session: Session) -> tuple[int, int, int]:
    """Return the counters that show whether something changed: data, ledger, renderings."""
    return number(session, DATA), number(session, LEDGER), number(session, FEEDS)


@cache
def drawn_by(public_url: str) -> str:
    """Return what draws bytes here: this release, for a service of that public address."""
    return hashlib.sha256(f"{version('roulement')} {public_url}".encode()).hexdigest()


def _of_now(session: Session, public_url: str) -> ColumnElement[bool]:
    data, ledger, _ = numbers(session)
    return and_(
        FeedBytesRow.data == data,
        FeedBytesRow.publication == ledger,
        FeedBytesRow.drawn == drawn_by(public_url),
    )


def current(session: Session, public_url: str) -> frozenset[Key]:
    """Return the feeds whose bytes are made from the data and the register of now."""
    rows = session.execute(select(*NAME).where(_of_now(session, public_url)))
    return frozenset(Key(FeedKind(kind), target, alarm) for kind, target, alarm in rows)


def stale(session: Session, public_url: str = "") -> bool:
    """Whether some bytes are made from something older."""
    late = select(FeedBytesRow.kind).where(not_(_of_now(session, public_url))).limit(1)
    return session.execute(late).first() is not None


def prepare(
    session: Session, keys: Collection[Key], now: datetime, public_url: str = ""
) -> PreparedFeeds:
    """
    Make the bytes of feeds as a session sees the database; nothing is written.

    What they show depends on what is stored alone; `now` dates what has changed of it.
    """
    made_from = numbers(session)
    last = session.scalar(
        select(PublicationRow.made).order_by(PublicationRow.number.desc()).limit(1)
    )
    there = sources(session, last or stamp(session, DATA)[1] or now, public_url)
    shown = {key: there.items(key) for key in sorted(keys)}
    items = (item for some in shown.values() for item in some)
    lives = revised(items, known(session, there), there, now, owners(keys))
    content = {key: draw(key, some, lives.events, there) for key, some in shown.items()}
    return PreparedFeeds(numbers=made_from, lives=lives, content=content, now=now, sources=there)


def owners(keys: Iterable[Key]) -> frozenset[tuple[str, str]]:
    """Return each owner and kind of event (training, absence, gap) that feeds show in full."""
    pairs = set()
    for key in keys:
        if key.kind in PERSONAL:
            pairs |= {(key.target, "formation"), (key.target, "absence")}
        elif key.kind is FeedKind.STANDBY:
            pairs.add((key.target, "trou"))
    return frozenset(pairs)


def apply(session: Session, prepared: PreparedFeeds) -> int:
    """Write what was prepared, in a `writing` session; return how many feeds changed."""
    columns = FeedBytesRow.__table__.columns
    rows = session.execute(select(*NAME, columns.etag, columns.changed))
    old = {(row.kind, row.target, row.alarm): (row.etag, row.changed) for row in rows}
    data, ledger, _ = prepared.numbers
    stamps = {"data": data, "publication": ledger, "drawn": drawn_by(prepared.sources.public_url)}
    fresh: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    for key, content in prepared.content.items():
        name = (key.kind.value, key.target, key.alarm)
        row = {"kind": name[0], "target": name[1], "alarm": name[2], **stamps}
        etag = hashlib.sha256(content).hexdigest()
        before = old.get(name)
        if before is not None and before[0] == etag:
            same.append(row)
            continue
        when = prepared.now if before is None else max(prepared.now, before[1] + SECOND)
        row |= {"content": content, "etag": etag, "changed": when}
        (fresh if before is None else changed).append(row)
    for some in (same, changed):
        if some:
            session.execute(update(FeedBytesRow), some)
    if fresh:
        session.execute(insert(FeedBytesRow), fresh)
    write(session, prepared.lives)
    raise_number(session, FEEDS)
    return len(changed) + len(fresh)


def _clean(session: Session, there: Sources) -> None:
    wanted = {(key.kind.value, key.target, key.alarm) for key in live(session)}
    for row in session.execute(select(*NAME)).all():
        if tuple(row) not in wanted:
            name = (column == value for column, value in zip(NAME, row, strict=True))
            session.execute(delete(FeedBytesRow).where(*name))
    long_past = midnight(there.since) - FORGOTTEN
    session.execute(delete(FeedEventRow).where(FeedEventRow.ends < long_past))


def draw(
    key: Key,
    items: Iterable[Item],
    events: Mapping[tuple[str, str, str], Event],
    sources: Sources,
) -> bytes:
    """Write the bytes of a feed from its items, each with its revision."""
    shown = [events[event_key(item.owner, item.what)] for item in items]
    names, people, since, of = sources.names, sources.people, sources.since, key.target
    match key.kind:
        case FeedKind.PERSON:
            return person_feed(
                of,
                shown,
                names=names,
                people=people,
                since=since,
                alarm=None if key.alarm == NO_ALARM else key.alarm,
                page=partial(shift_page, sources.public_url) if sources.public_url else None,
            )
        case FeedKind.BUSY:
            return busy_feed(of, shown, names=names, people=people, since=since)
        case FeedKind.SITE:
            return site_feed(of, shown, names=names, people=people, since=since)
        case FeedKind.DISPOSITIF:
            return dispositif_feed(of, shown, names=names, people=people, since=since)
        case FeedKind.TEAM:
            team = sources.team(of)
            shown = [replace(event, company=event.company.among(team)) for event in shown]
            return team_feed(of, team, shown, names=names, people=people, since=since)
        case FeedKind.STANDBY:
            return standby_feed(of, shown, names=names, people=people, since=since)
