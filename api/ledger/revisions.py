"""Révisions: the life as calendar events of trainings and absences, kept with a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from api.database.tables.ledger import CalendarRevisionRow
from api.ledger.subjects import at_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from api.data.association import Revision


def write_revisions(
    session: Session, standing: Iterable[Revision], coming: Iterable[Revision]
) -> None:
    """Keep the revisions to come; those that stand of other events stay."""
    old = {one.key: one for one in standing}
    new = [one for one in coming if old.get(one.key) != one]
    replaced = [old[one.key].uid for one in new if one.key in old]
    for some in at_once([*replaced, *(one.uid for one in new)]):
        session.execute(delete(CalendarRevisionRow).where(CalendarRevisionRow.uid.in_(some)))
    if new:
        rows = [
            {
                "uid": one.uid,
                "mediator": one.mediator,
                "kind": one.kind,
                "about": one.about,
                "sequence": one.sequence,
                "created": one.created,
                "changed": one.changed,
                "shown": one.shown,
            }
            for one in new
        ]
        session.execute(insert(CalendarRevisionRow), rows)
