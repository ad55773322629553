"""Read the published months as they stood before a publication, from the entries of the others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from api.database.tables.ledger import EntryRow, SubjectRow
from api.ledger.chain import REMOVED
from api.ledger.lines import Months

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.data.association import Published


def months_before(session: Session, number: int) -> dict[str, tuple[Published, ...]]:
    """Return the months by label, as they were before a publication; the forgotten are left out."""
    columns = (*EntryRow.__table__.columns, SubjectRow.mediator)
    rows = session.execute(
        select(*columns)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(EntryRow.publication < number)
        .order_by(EntryRow.publication, EntryRow.position)
    )
    there: dict[str, Any] = {}
    for row in rows:
        if row.change == REMOVED:
            there.pop(row.uid, None)
        else:
            there[row.uid] = row
    reader = Months()
    months: dict[str, list[Published]] = defaultdict(list)
    for row in there.values():
        if row.mediator is not None:
            months[row.start[:7]].append(reader.row(row, row.mediator))
    return {label: tuple(sorted(months[label], key=lambda p: p.order)) for label in sorted(months)}
