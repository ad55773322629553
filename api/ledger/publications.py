"""Read publications: by number, by page, and whom each notified of what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.errors import UnknownError
from api.data.rows.types import MOST
from api.database.tables.ledger import EntryRow, PublicationRow, ReceiptRow, SubjectRow
from api.ledger.subjects import at_once


def publication(session: Session, number: int) -> PublicationRow:
    """
    Return a publication.

    Raises `UnknownError`: no publication has this number.
    """
    row = session.get(PublicationRow, number) if number <= MOST else None
    if row is None:
        raise UnknownError
    return row


def publications(
    session: Session,
    *,
    month: date | None = None,
    before: int | None = None,
    after: int = 0,
    limit: int,
) -> list[PublicationRow]:
    """Return publications (of a month), the latest first, between those of two numbers."""
    query = select(PublicationRow).order_by(PublicationRow.number.desc()).limit(limit)
    if month is not None:
        query = query.where(PublicationRow.month == month)
    if before is not None:
        query = query.where(PublicationRow.number < before)
    return list(session.scalars(query.where(PublicationRow.number > after)))


def publications_notifying(
    session: Session, numbers: Sequence[int], people: Collection[str]
) -> frozenset[int]:
    """Return those of these publications that notified one of these people."""
    publications: set[int] = set()
    for some in at_once(sorted(people)):
        publications |= set(
            session.scalars(
                select(ReceiptRow.publication)
                .join(SubjectRow, SubjectRow.id == ReceiptRow.subject)
                .where(ReceiptRow.publication.in_(numbers), SubjectRow.mediator.in_(some))
                .distinct()
            )
        )
    return frozenset(publications)


def notified_changes(session: Session, number: int) -> dict[str, list[dict[str, Any]]]:
    """Return the changes that a publication notified, by person; without those erased since."""
    rows = session.execute(
        select(SubjectRow.mediator, ReceiptRow.changes)
        .join(SubjectRow, SubjectRow.id == ReceiptRow.subject)
        .where(ReceiptRow.publication == number, SubjectRow.mediator.is_not(None))
        .order_by(SubjectRow.mediator)
    )
    return {person or "": changes for person, changes in rows}


def entries_of(session: Session, number: int) -> Sequence[Any]:
    """Return the entries of a publication, in their order."""
    columns = EntryRow.__table__.columns
    query = select(*columns).where(EntryRow.publication == number).order_by(EntryRow.position)
    return session.execute(query).all()
