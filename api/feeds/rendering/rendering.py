"""
Write the bytes of feeds, and keep them.

A publication writes those that it changes (`api.feeds.after_publication`). Those that the
association's data change (an absence, a site's new name) are written by `refresh`, which runs each
minute while something changed; it prepares outside any write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update

from api.database.counters import DATA, LEDGER, number, raise_number
from api.database.engine import reading, writing
from api.database.tables.feeds import FeedBytesRow, FeedEventRow, FeedRow
from api.database.tables.ledger import PublicationRow
from api.feeds.kinds import NO_ALARM, PERSONAL, FeedKind, Key, key_of
from api.feeds.rendering.revisions import SECOND, RevisedEvents, known, revised, write
from api.feeds.rendering.sources import Sources, sources
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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.feeds.rendering.sources import Item

FEEDS = "feeds"
"""Counter of renderings: one that was prepared before the counter rose is prepared again."""

TRIES = 3
"""How often bytes are prepared outside a write; after that, they are prepared inside one."""

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


def refresh(engine: Engine, now: datetime | None = None) -> int:
    """
    Render again what changed since feeds were rendered; return how many changed.

    Bytes that no subscription shows any more are deleted, and so are events that ended long ago.
    """
    return _render(engine, live, now, clean=True)


def ensure(engine: Engine, key: Key, now: datetime | None = None) -> None:
    """Render one feed, unless its bytes are there."""
    name = (key.kind.value, key.target, key.alarm)
    _render(
        engine,
        lambda session: () if session.get(FeedBytesRow, name) is not None else (key,),
        now,
    )


def _render(
    engine: Engine,
    keys: Callable[[Session], Collection[Key]],
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
            made = prepare(session, wanted, moment)
        with writing(engine) as session:
            if numbers(session) == made.numbers:
                return _keep(session, made, clean=clean)
    with writing(engine) as session:
        return _keep(session, prepare(session, keys(session), moment), clean=clean)


def _keep(session: Session, made: PreparedFeeds, *, clean: bool) -> int:
    changed = apply(session, made)
    if clean:
        _clean(session, made.sources)
    return changed


def numbers(session: Session) -> tuple[int, int, int]:
    """Return the counters that tell whether something changed: data, ledger, renderings."""
    return number(session, DATA), number(session, LEDGER), number(session, FEEDS)


def stale(session: Session) -> bool:
    """Whether some bytes are out of date: data changed since, or a publication was imported."""
    data, ledger, _ = numbers(session)
    late = or_(FeedBytesRow.data != data, FeedBytesRow.publication != ledger)
    return session.execute(select(FeedBytesRow.kind).where(late).limit(1)).first() is not None


def prepare(session: Session, keys: Collection[Key], now: datetime) -> PreparedFeeds:
    """Make the bytes of feeds as a session sees the database; nothing is written."""
    made_from = numbers(session)
    last = session.scalar(
        select(PublicationRow.made).order_by(PublicationRow.number.desc()).limit(1)
    )
    there = sources(session, last or now)
    shown = {key: there.items(key) for key in sorted(keys)}
    items = (item for mine in shown.values() for item in mine)
    lives = revised(items, known(session, there), there, now, owners(keys))
    content = {key: draw(key, mine, lives.events, there) for key, mine in shown.items()}
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


def apply(session: Session, made: PreparedFeeds) -> int:
    """Write what was prepared, in a `writing` session; return how many feeds changed."""
    columns = FeedBytesRow.__table__.columns
    rows = session.execute(
        select(columns.kind, columns.target, columns.alarm, columns.etag, columns.changed)
    )
    old = {(row.kind, row.target, row.alarm): (row.etag, row.changed) for row in rows}
    data, ledger, _ = made.numbers
    fresh: list[dict[str, Any]] = []
    same, changed = [], 0
    for key, content in made.content.items():
        name = (key.kind.value, key.target, key.alarm)
        etag = hashlib.sha256(content).hexdigest()
        before = old.get(name)
        if before is not None and before[0] == etag:
            same.append(key)
            continue
        when = made.now if before is None else max(made.now, before[1] + SECOND)
        row = dict(zip(("kind", "target", "alarm"), name, strict=True))
        values = {"content": content, "etag": etag, "changed": when, "data": data}
        if before is None:
            fresh.append({**row, **values, "publication": ledger})
        else:
            changed += 1
            session.execute(_update_of(key).values(**values, publication=ledger))
    for key in same:
        session.execute(_update_of(key).values(data=data, publication=ledger))
    if fresh:
        session.execute(insert(FeedBytesRow), fresh)
    write(session, made.lives)
    raise_number(session, FEEDS)
    return changed + len(fresh)


def _update_of(key: Key) -> Any:
    return update(FeedBytesRow).where(
        FeedBytesRow.kind == key.kind.value,
        FeedBytesRow.target == key.target,
        FeedBytesRow.alarm == key.alarm,
    )


def _clean(session: Session, there: Sources) -> None:
    wanted = {(key.kind.value, key.target, key.alarm) for key in live(session)}
    kept = session.execute(select(FeedBytesRow.kind, FeedBytesRow.target, FeedBytesRow.alarm))
    for row in [tuple(row) for row in kept if tuple(row) not in wanted]:
        kind, target, alarm = row
        session.execute(
            delete(FeedBytesRow).where(
                FeedBytesRow.kind == kind,
                FeedBytesRow.target == target,
                FeedBytesRow.alarm == alarm,
            )
        )
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
            alarm = None if key.alarm == NO_ALARM else key.alarm
            return person_feed(of, shown, names=names, people=people, since=since, alarm=alarm)
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
