"""Which feeds a publication may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from api.feeds.kinds import PERSONAL, FeedKind, Key
from api.store.association import read
from api.store.tables.feeds import FeedEventRow
from api.store.tables.ledger import EntryRow, SubjectRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def touched(session: Session, publication: int, keys: Iterable[Key]) -> frozenset[Key]:
    """
    Return those of these feeds that a publication may change.

    By people and places of its entries, and by the places where feeds last showed them: a shift
    that moves leaves one place too. The on-call is always among them: its gaps depend on slots
    that nobody holds.
    """
    mine = EntryRow.publication == publication
    rows = session.execute(
        select(EntryRow.site, EntryRow.dispositif, SubjectRow.mediator)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(mine)
    ).all()
    before = session.execute(
        select(FeedEventRow.site, FeedEventRow.dispositif).where(
            FeedEventRow.uid.in_(select(EntryRow.uid).where(mine))
        )
    ).all()
    people = {row.mediator for row in rows if row.mediator}
    sites = {row.site for row in (*rows, *before)}
    dispositifs = {row.dispositif for row in (*rows, *before)}
    teams = {
        dispositif
        for one in read(session).mediators
        if one.id in people
        for dispositif in one.dispositifs
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
