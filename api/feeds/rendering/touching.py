"""Tell which feeds a publication may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from api.data.folder.history import KIND_NAMES
from api.data.stored.association import read
from api.database.tables.feeds import FeedEventRow
from api.database.tables.ledger import EntryRow, StandingRow, SubjectRow
from api.feeds.kinds import PERSONAL, FeedKind, Key
from scheduler.domain.duty import DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def touched(session: Session, publication: int, keys: Iterable[Key]) -> frozenset[Key]:
    """
    Return those of these feeds that a publication may change.

    By people and places of its entries, and by the places where feeds last showed them: a shift
    that moves leaves one place too. A shift names those who hold it too, so theirs change with it;
    it names who is on call, so an entry of the on-call may change any. The on-call is always among
    them: its gaps depend on slots that nobody holds.
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
        .join(StandingRow, StandingRow.subject == SubjectRow.id)
        .where(StandingRow.slot.in_(select(EntryRow.slot).where(mine)))
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
