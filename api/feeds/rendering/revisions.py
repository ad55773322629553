"""
Give each event of a feed its revision: a new one where what is shown has changed.

The register counts the changes of a shift's hours and place. A calendar shows more (names of
sites, breaks, the post's kind), and trusts a change by its number and date alone: so feeds keep
the life of each event of their own, by a digest of all that is shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from api.database.tables.feeds import FeedEventRow
from api.feeds.rendering.sources import Item, Sources
from api.ledger.subjects import at_once
from calendars.appearance import appearance, short_name
from calendars.events import Event, key_of, new_uid
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import midnight

SECOND = timedelta(seconds=1)
FREE = {SlotKind.STANDBY: "disponible"}
"""What is shown of an event beside its texts: it leaves one free."""

COLUMNS = tuple(column.name for column in FeedEventRow.__table__.columns)


@dataclass(frozen=True, kw_only=True)
class RevisedEvents:
    """Events by what they are about, the `rows` to write, and the uids of events that are gone."""

    events: Mapping[tuple[str, str, str], Event]
    rows: tuple[Mapping[str, Any], ...] = ()
    gone: tuple[str, ...] = field(default=())


def known(session: Session, sources: Sources) -> dict[str, Mapping[str, Any]]:
    """Return the kept revisions of the events in the window, by uid."""
    columns = FeedEventRow.__table__.columns
    rows = session.execute(select(*columns).where(columns.ends > midnight(sources.since)))
    return {row["uid"]: dict(row) for row in rows.mappings()}


def revised(
    items: Iterable[Item],
    lives: Mapping[str, Mapping[str, Any]],
    sources: Sources,
    now: datetime,
    owners: Collection[tuple[str, str]] = frozenset(),
) -> RevisedEvents:
    """
    Give each item its revision at `now`: the one that it had, unless what is shown has changed.

    A shift that is no longer published is gone. So is any other event of one of `owners` (a
    person's training, for example) that isn't among the items: the items hold all events of these
    owners.
    """
    events: dict[tuple[str, str, str], Event] = {}
    named = {(life["owner"], life["kind"], life["about"]): uid for uid, life in lives.items()}
    rows, uids, joined = [], set[str](), set[str]()
    for item in items:
        key = key_of(item.owner, item.what)
        if key in events:
            continue
        event, row = _revision(item, key, lives, sources, now, known_as=named.get(key))
        events[key] = event
        uids.add(event.uid)
        joined.update(row_.uid for row_ in item.rows)
        if row is not None:
            rows.append(row)
    shown = {row.uid for item in sources.shifts for row in item.rows}
    shown -= joined - uids
    gone = tuple(
        uid
        for uid, life in lives.items()
        if not life["gone"]
        and uid not in uids
        and (
            uid not in shown if life["kind"] == "poste" else (life["owner"], life["kind"]) in owners
        )
    )
    return RevisedEvents(events=events, rows=tuple(rows), gone=gone)


def _revision(
    item: Item,
    key: tuple[str, str, str],
    lives: Mapping[str, Mapping[str, Any]],
    sources: Sources,
    now: datetime,
    *,
    known_as: str | None,
) -> tuple[Event, dict[str, Any] | None]:
    what, look = item.what, appearance(item.what, names=sources.names)
    beside = list(item.company.lines(sources.people))
    if isinstance(what, Slot):
        beside += [word for word in (sources.public_url, FREE.get(what.kind)) if word]
    shown = look.digest(short_name(sources.people.get(item.owner, item.owner)), *beside)
    if item.rows:
        # A day that goes on being an event keeps its uid, whatever is joined to it.
        alive = (row for row in item.rows if row.uid in lives and not lives[row.uid]["gone"])
        published = next(alive, item.rows[0])
        uid, sequence = published.uid, max(row.sequence for row in item.rows)
        created = published.created or now
        changed = max(created, *(row.changed or created for row in item.rows))
    else:
        # Drawn, not derived: from a person and a day, anyone could guess where someone is.
        uid = known_as or sources.uids.get(key) or new_uid()
        sequence, created, changed = 0, now, now
    life = lives.get(uid)
    if life is not None:
        created = life["created"]
        if life["shown"] == shown and not life["gone"]:
            sequence, changed = life["sequence"], life["changed"]
        else:
            sequence = max(life["sequence"] + 1, sequence)
            changed = max(life["changed"] + SECOND, now)
    event = Event(
        uid=uid,
        mediator=item.owner,
        what=what,
        sequence=sequence,
        created=created,
        modified=changed,
        shown=shown,
        company=item.company,
    )
    if life is not None and (life["sequence"], life["shown"], life["gone"]) == (
        sequence,
        shown,
        False,
    ):
        return event, None
    row = {
        "uid": uid,
        "owner": key[0],
        "kind": key[1],
        "about": key[2],
        "ends": look.span.end,
        "sequence": sequence,
        "created": created,
        "changed": changed,
        "shown": shown,
        "gone": False,
    }
    return event, row


def write(session: Session, revised: RevisedEvents) -> None:
    """Write the new revisions, and mark the events that are gone."""
    table = FeedEventRow
    for some in at_once([row["uid"] for row in revised.rows]):
        session.execute(delete(table).where(table.uid.in_(some)))
    if revised.rows:
        session.execute(insert(table), list(revised.rows))
    for some in at_once(revised.gone):
        session.execute(
            update(table).where(table.uid.in_(some)).values(gone=True),
            execution_options={"synchronize_session": False},
        )
