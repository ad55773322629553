"""Keep the revisions of trainings and absences as calendar events."""

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
    old = {revision.key: revision for revision in standing}
    new = [revision for revision in coming if old.get(revision.key) != revision]
    replaced = [old[revision.key].uid for revision in new if revision.key in old]
    for some in at_once([*replaced, *(revision.uid for revision in new)]):
        session.execute(delete(CalendarRevisionRow).where(CalendarRevisionRow.uid.in_(some)))
    if new:
        rows = [
            {
                "uid": revision.uid,
                "mediator": revision.mediator,
                "kind": revision.kind,
                "about": revision.about,
                "sequence": revision.sequence,
                "created": revision.created,
                "changed": revision.changed,
                "shown": revision.shown,
            }
            for revision in new
        ]
        session.execute(insert(CalendarRevisionRow), rows)
