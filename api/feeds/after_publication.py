"""Write the feeds that a publication changes, in its transaction: both are kept, or neither."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from api.data.folder.history import KIND_NAMES
from api.data.stored.association import read
from api.database.tables.feeds import FeedBytesRow, FeedEventRow
from api.database.tables.ledger import EntryRow, PublishedRow, SubjectRow
from api.feeds.kinds import PERSONAL, FeedKind, Key
from api.feeds.rendering.rendering import apply, live, prepare
from scheduler.domain.duty import DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from api.database.tables.ledger import PublicationRow
    from api.month.places.hooks import Hook
    from api.settings import Settings


def hook(_settings: Settings) -> Hook:
    """Return what runs in the transaction of every publication."""
    return render


def render(session: Session, publication: PublicationRow) -> int:
    """
    Render the feeds that a publication touches; return how many changed.

    Call it once the register holds the publication. All other feeds are marked as showing it too,
    since it changes nothing in them.
    """
    keys = live(session)
    changed = 0
    if keys:
        now = publication.made.astimezone(UTC).replace(microsecond=0)
        made = prepare(session, touched(session, publication.number, keys), now)
        changed = apply(session, made)
    session.execute(update(FeedBytesRow).values(publication=publication.number))
    return changed


def touched(session: Session, publication: int, keys: Iterable[Key]) -> frozenset[Key]:
    """
    Return those of these feeds that a publication may change.

    Feeds are found by the people and the places of the entries, and by the places where feeds last
    showed these shifts, since a shift that moves leaves a place. A shift names the others who hold
    its slot, so their feeds change with it. It names who is on call, so an entry of an on-call duty
    may change any feed. Feeds of on-call duties are always returned: their gaps depend on slots
    that nobody holds.
    """
    mine = EntryRow.publication == publication
    rows = session.execute(
        select(EntryRow.site, EntryRow.dispositif, EntryRow.kind, SubjectRow.mediator)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(mine)
    ).all()
    before = session.execute(
        select(FeedEventRow.site, FeedEventRow.dispositif).where(
            FeedEventRow.uid.in_(select(EntryRow.uid).where(mine))
        )
    ).all()
    if any(row.kind == KIND_NAMES[DutyKind.STANDBY] for row in rows):
        return frozenset(keys)
    partners = session.scalars(
        select(SubjectRow.mediator)
        .join(PublishedRow, PublishedRow.subject == SubjectRow.id)
        .where(PublishedRow.slot.in_(select(EntryRow.slot).where(mine)))
    )
    people = {who for who in (*(row.mediator for row in rows), *partners) if who}
    sites = {row.site for row in (*rows, *before)}
    dispositifs = {row.dispositif for row in (*rows, *before)}
    teams = {
        dispositif
        for person in read(session).mediators
        if person.id in people
        for dispositif in person.dispositifs
    }
    of = {
        FeedKind.SITE: sites,
        FeedKind.DISPOSITIF: dispositifs,
        FeedKind.TEAM: teams,
        **dict.fromkeys(PERSONAL, people),
    }
    return frozenset(
        key for key in keys if key.kind is FeedKind.STANDBY or key.target in of[key.kind]
    )
