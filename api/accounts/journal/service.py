"""Search the journal by author, deed, object and time, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.access import TrailRow, UserRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Search:
    """
    What is looked for (empty or None: anything). `since` is included, `until` is not.

    `agencies`: those whose deeds may be seen (None: all, and what is no agency's).
    """

    user: str = ""
    action: str = ""
    about: str = ""
    object_id: str = ""
    agency: str = ""
    agencies: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One deed; `name` is its author's (empty: no account any more, or the command line)."""

    row: TrailRow
    name: str


def deeds(session: Session, wanted: Search, *, limit: int, before: int | None = None) -> list[Deed]:
    """Return deeds, the newest first, older than the one whose number is `before`."""
    query = (
        select(TrailRow, UserRow.name)
        .outerjoin(UserRow, UserRow.id == TrailRow.user)
        .order_by(TrailRow.id.desc())
        .limit(limit)
    )
    exact = {
        TrailRow.user: wanted.user,
        TrailRow.action: wanted.action,
        TrailRow.about: wanted.about,
        TrailRow.object: wanted.object_id,
        TrailRow.agency: wanted.agency,
    }
    for column, value in exact.items():
        if value:
            query = query.where(column == value)
    if wanted.agencies is not None:
        query = query.where(TrailRow.agency.in_(wanted.agencies), TrailRow.agency != "")
    if wanted.since is not None:
        query = query.where(TrailRow.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(TrailRow.at < wanted.until)
    if before is not None:
        query = query.where(TrailRow.id < before)
    return [Deed(row=row, name=name or "") for row, name in session.execute(query)]
