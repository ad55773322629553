"""
Read the published months, once for each publication.

The process keeps them by the register's head: after a publication only its own month is read again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.errors import UnknownError
from api.data.association import Association, Published, Removal, Revision
from api.data.rows.types import MOST
from api.data.stored.association import read
from api.database.engine import once
from api.database.memory import Memory, Same
from api.database.tables.ledger import (
    CalendarRevisionRow,
    EntryRow,
    PublicationRow,
    PublishedRow,
    ReceiptRow,
    SubjectRow,
)
from api.ledger.chain import GENESIS, REMOVED
from api.ledger.lines import Months
from api.ledger.removals import imported_removals, number_imported, removals_since
from api.ledger.subjects import at_once, forgotten
from scheduler.domain.duty import Duty


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


@dataclass(frozen=True, kw_only=True)
class Head:
    """The register's last publication: its number (0: none yet) and its hash."""

    number: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class LedgerState:
    """
    The published months at a head of the register, and the subjects forgotten by then.

    `removals`: what was taken away before it began, by then; `own`: those of the register itself;
    `imported`: how many came with folders.
    """

    head: Head
    forgotten: frozenset[str]
    months: Mapping[str, tuple[Published, ...]]
    own: frozenset[Removal]
    imported: int
    removals: tuple[Removal, ...]
    revisions: tuple[Revision, ...]


_KNOWN = Memory[tuple[LedgerState, ...]](8)
"""The last states read of each database."""

_WHOLE = Memory[Association](6)
"""Associations with their published months, by the association and the state that made them."""

KEPT = 4
"""States kept of a database: a reader that began before a publication still finds its own."""


def head(session: Session) -> Head:
    """Return the register's head."""
    row = session.execute(
        select(PublicationRow.number, PublicationRow.hash)
        .order_by(PublicationRow.number.desc())
        .limit(1)
    ).first()
    return Head(number=0, hash=GENESIS) if row is None else Head(number=row[0], hash=row[1])


def history_of(session: Session) -> Mapping[str, tuple[Published, ...]]:
    """Return the published months by label (`2026-12`): by start, slot and person."""
    return known(session).months


def months_kept(session: Session) -> Mapping[str, tuple[Published, ...]]:
    """Return the published months as their table has them, read anew to check it."""
    labels = session.scalars(select(PublishedRow.month).distinct())
    return _read(session, sorted(labels))


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


def removals_of(session: Session) -> tuple[Removal, ...]:
    """Return the published shifts that were taken away before they began, in order."""
    return known(session).removals


def revisions_of(session: Session) -> tuple[Revision, ...]:
    """Return the calendar revisions of trainings and absences, by person and event."""
    return known(session).revisions


def known(session: Session) -> LedgerState:
    """Return all that is published, reading only what changed since it was last read."""
    return once(session, LedgerState, lambda: _looked_up(session))


def _looked_up(session: Session) -> LedgerState:
    place = str(session.get_bind().engine.url)
    now, gone, imported = head(session), forgotten(session), number_imported(session)
    state = _known_state(place, now, gone, imported)
    if state is None:
        with _KNOWN.turn(place):
            state = _known_state(place, now, gone, imported)
            state = state or _read_anew(session, place, now, gone, imported)
    return state


def _known_state(place: str, now: Head, gone: frozenset[str], imported: int) -> LedgerState | None:
    kept = _KNOWN.find(place) or ()
    wanted = now, gone, imported
    return next((old for old in kept if (old.head, old.forgotten, old.imported) == wanted), None)


def _read_anew(
    session: Session, place: str, now: Head, gone: frozenset[str], imported: int
) -> LedgerState:
    """Read what changed since the last head that the register still has."""
    olds = _KNOWN.find(place) or ()
    base = next((o for o in olds if o.forgotten == gone and _holds(session, o.head)), None)
    months = {} if base is None else base.months
    since = 0 if base is None else base.head.number
    changed = _months_changed(session, since)
    own = frozenset({*(() if base is None else base.own), *removals_since(session, since)})
    of_folders = imported_removals(session)
    fresh = LedgerState(
        head=now,
        forgotten=gone,
        months=MappingProxyType(dict(sorted({**months, **_read(session, changed)}.items()))),
        own=own,
        imported=imported,
        removals=tuple(sorted({*own, *of_folders}, key=lambda removal: removal.order)),
        revisions=_revisions(session),
    )
    _KNOWN.keep(place, (fresh, *olds)[:KEPT])
    return fresh


def _holds(session: Session, old: Head) -> bool:
    """Whether the register still has that publication: it wasn't restored, nor undone."""
    hash_ = session.scalar(select(PublicationRow.hash).where(PublicationRow.number == old.number))
    return hash_ == old.hash


def _months_changed(session: Session, since: int) -> list[str]:
    rows = session.scalars(
        select(PublicationRow.month).where(PublicationRow.number > since).distinct()
    )
    return sorted(f"{month:%Y-%m}" for month in rows)


def _read(session: Session, labels: Iterable[str]) -> dict[str, tuple[Published, ...]]:
    reader = Months()
    months: dict[str, tuple[Published, ...]] = {}
    for label in labels:
        rows = session.execute(
            select(*PublishedRow.__table__.columns, SubjectRow.mediator)
            .join(SubjectRow, SubjectRow.id == PublishedRow.subject)
            .where(PublishedRow.month == label, SubjectRow.mediator.is_not(None))
        )
        published = [reader.row(row, row.mediator) for row in rows]
        published.sort(key=lambda p: p.order)
        months[label] = tuple(published)
    return months


def duties_of(session: Session) -> Iterator[Duty]:
    """Yield the duty of each published shift, also of people who have been erased since."""
    for rows in known(session).months.values():
        for row in rows:
            yield row.worked.duty
    erased = select(*PublishedRow.__table__.columns).join(
        SubjectRow, SubjectRow.id == PublishedRow.subject
    )
    reader = Months()
    for line in session.execute(erased.where(SubjectRow.mediator.is_(None))):
        yield reader.worked(line, "").duty


def _revisions(session: Session) -> tuple[Revision, ...]:
    columns = CalendarRevisionRow.__table__.columns
    rows = session.execute(select(*columns).order_by(columns.mediator, columns.kind, columns.about))
    return tuple(Revision(**row) for row in rows.mappings())


def whole(session: Session) -> Association:
    """
    Return the association with all that is published; the value is shared: never change it.

    Raises `BadFilesError`: the association's rows contradict each other (see
    `api.data.stored.association.read`).
    """
    there, published = read(session), known(session)
    # All readers share one value: what hangs on it is worked out once.
    return _WHOLE.get(
        (Same(there), Same(published)),
        lambda: replace(
            there,
            history=published.months,
            removals=published.removals,
            revisions=published.revisions,
        ),
    )
