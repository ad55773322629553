"""
Read which published shifts were taken away or changed, and keep those that folders list.

The register's own removals are its entries; an import notifies nobody.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Result, Table, func, insert, select
from sqlalchemy.orm import Session

from api.data.association import Removal, RemovalCause
from api.data.folder.history import utc_text
from api.database.tables.ledger import EntryRow, PublicationRow, RemovalRow, SubjectRow
from api.ledger.chain import ADDED, CHANGED, REMOVED
from api.ledger.lines import Months, shift_cells
from api.ledger.subjects import at_once, subjects_of

IMPORT = "import"
"""The origin of publications that a folder's months became."""

SWAP = "echange"
"""The origin of publications that carry out a swap that two people agreed on."""


def removals_since(
    session: Session, number: int, *, before: int | None = None
) -> Iterator[Removal]:
    """
    Yield what publications after that of a number took away or changed; without the forgotten.

    `before`: only earlier ones than that of this number (None: all).
    """
    later = (
        EntryRow.publication > number,
        *(() if before is None else (EntryRow.publication < before,)),
        PublicationRow.origin != IMPORT,
    )
    handed_over = _handed_over(session, later)
    reader = Months()
    for row in _entries(session, *later, EntryRow.change == REMOVED):
        swapped = (row.publication, row.slot) in handed_over
        cause = RemovalCause.SWAP if swapped else RemovalCause.TAKEN
        yield from _before_start(reader.removal(row, row.mediator, row.made, cause))
    changed = {row.uid for row in _entries(session, *later, EntryRow.change == CHANGED)}
    for uids in at_once(sorted(changed)):
        yield from _changed(session, uids, number, before)


def _entries(session: Session, *where: ColumnElement[bool]) -> Result[Any]:
    """Return the entries that fulfil conditions, with their person and publication, in order."""
    return session.execute(
        select(
            *EntryRow.__table__.columns,
            SubjectRow.mediator,
            PublicationRow.made,
            PublicationRow.origin,
        )
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .join(PublicationRow, PublicationRow.number == EntryRow.publication)
        .where(*where, SubjectRow.mediator.is_not(None))
        .order_by(EntryRow.publication, EntryRow.position)
    )


def _handed_over(session: Session, later: Iterable[ColumnElement[bool]]) -> set[tuple[int, str]]:
    """Return the slots that swaps gave to somebody, with the numbers of their publications."""
    rows = session.execute(
        select(EntryRow.publication, EntryRow.slot)
        .join(PublicationRow, PublicationRow.number == EntryRow.publication)
        .where(*later, EntryRow.change == ADDED, PublicationRow.origin == SWAP)
    )
    return {(row.publication, row.slot) for row in rows}


def _changed(
    session: Session, uids: Collection[str], number: int, before: int | None
) -> Iterator[Removal]:
    """Yield the shifts as they were until a publication changed their hours or place."""
    reader = Months()
    row_of: dict[str, Any] = {}
    for row in _entries(session, EntryRow.uid.in_(uids)):
        old = row_of.get(row.uid)
        if (
            row.change == CHANGED
            and row.origin != IMPORT
            and number < row.publication < (before or row.publication + 1)
            and old is not None
            and row.sequence > old.sequence
        ):
            cause = RemovalCause.CHANGED
            yield from _before_start(reader.removal(old, row.mediator, row.made, cause))
        row_of[row.uid] = row


def _before_start(removal: Removal) -> Iterator[Removal]:
    """Yield a removal if it precedes the shift: later ones say what was done."""
    if removal.removed < removal.worked.duty.span.start:
        yield removal


def imported_removals(session: Session) -> Iterator[Removal]:
    """Yield the removals that imported folders listed; the forgotten are left out."""
    rows = session.execute(
        select(*RemovalRow.__table__.columns, SubjectRow.mediator)
        .join(SubjectRow, SubjectRow.id == RemovalRow.subject)
        .where(SubjectRow.mediator.is_not(None))
    )
    reader = Months()
    for row in rows:
        yield reader.removal(row, row.mediator, row.removed, RemovalCause(row.cause))


def removals_before(session: Session, number: int, now: datetime) -> tuple[Removal, ...]:
    """
    Return what was taken away as it was known before a publication, at `now`, in order.

    Of the register, what earlier publications took away. When a folder was imported isn't known:
    of what they say, all until `now`.
    """
    own = removals_since(session, 0, before=number)
    imported = (removal for removal in imported_removals(session) if removal.removed <= now)
    return tuple(sorted({*own, *imported}, key=lambda removal: removal.order))


def number_imported(session: Session) -> int:
    """Return how many removals imported folders listed."""
    return session.scalar(select(func.count()).select_from(RemovalRow)) or 0


def new_removals(session: Session, removals: Iterable[Removal]) -> list[Removal]:
    """
    Return the removals that a folder lists and the database doesn't have, in order.

    One that is known is the same, even if the folder now has another place for it.
    """
    registered = {
        each.key
        for some in (removals_since(session, 0), imported_removals(session))
        for each in some
    }
    new = {removal.key: removal for removal in removals if removal.key not in registered}
    return sorted(new.values(), key=lambda removal: removal.order)


def keep_removals(session: Session, removals: Iterable[Removal]) -> None:
    """Keep the removals that a folder lists and the database doesn't have."""
    new = new_removals(session, removals)
    subjects = subjects_of(session, (removal.worked.mediator for removal in new))
    rows = [
        {
            "subject": subjects[removal.worked.mediator],
            "removed": removal.removed,
            "created": utc_text(removal.created),
            "changed": utc_text(removal.changed),
            "cause": removal.cause.value,
            **shift_cells(removal.worked),
        }
        for removal in new
    ]
    if rows:
        session.execute(insert(cast("Table", RemovalRow.__table__)), rows)
