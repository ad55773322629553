"""Journal read: the newest first, by who, what, on what and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.access import TrailRow, UserRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    What is looked for (empty or None: anything). `since` is included, `until` is not.

    `agencies`: those whose deeds may be seen (None: all, and what is no agency's).
    """

    user: str = ""
    action: str = ""
    about: str = ""
    thing: str = ""
    agency: str = ""
    agencies: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One deed; `name` is its author's (empty: no account any more, or the command line)."""

    row: TrailRow
    name: str


def deeds(session: Session, asked: Asked, *, limit: int, before: int | None = None) -> list[Deed]:
    """Return deeds, the newest first, older than the one whose number is `before`."""
    found = (
        select(TrailRow, UserRow.name)
        .outerjoin(UserRow, UserRow.id == TrailRow.user)
        .order_by(TrailRow.id.desc())
        .limit(limit)
    )
    exact = {
        TrailRow.user: asked.user,
        TrailRow.action: asked.action,
        TrailRow.about: asked.about,
        TrailRow.object: asked.thing,
        TrailRow.agency: asked.agency,
    }
    for column, value in exact.items():
        if value:
            found = found.where(column == value)
    if asked.agencies is not None:
        found = found.where(TrailRow.agency.in_(asked.agencies), TrailRow.agency != "")
    if asked.since is not None:
        found = found.where(TrailRow.at >= asked.since)
    if asked.until is not None:
        found = found.where(TrailRow.at < asked.until)
    if before is not None:
        found = found.where(TrailRow.id < before)
    return [Deed(row=row, name=name or "") for row, name in session.execute(found)]
