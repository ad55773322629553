"""Read and add drafts and versions; a version stores its parent and a change, and never changes."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, select
from sqlalchemy.orm import Session, aliased

from api.database.counters import DATA, number, stamp
from api.database.memory import Memory
from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.database.tables.month import AssignmentRow, RotaRow, VersionRow
from api.ledger.history import head as register_head
from api.ledger.history import whole
from api.ledger.removals import SWAP
from api.ledger.subjects import at_once
from api.month.errors import DiscardedError, StaleVersionError, UnknownDraftError
from api.month.frames import Frame, frame_of
from api.month.places.place import DraftVersion, Overtaking, PublishedMeanwhile
from scheduler.domain.problem import Assignment
from scheduler.domain.time import civil_day
from scheduler.errors import InvalidProblemError

KEPT = 200
"""Versions that a process remembers; they never change, but that people are erased from them."""

_sets = Memory[frozenset[Assignment]](KEPT)


def draft(session: Session, rota: str, *, alive: bool = False) -> RotaRow:
    """Return a draft (UnknownDraftError: none; DiscardedError: it isn't `alive`, and has to be)."""
    row = session.get(RotaRow, rota)
    if row is None:
        raise UnknownDraftError("ce planning n’existe pas")
    if alive and row.discarded is not None:
        raise DiscardedError("ce planning a été abandonné : on ne le modifie plus")
    return row


def drafts(
    session: Session,
    *,
    month: date | None = None,
    discarded: bool = False,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[RotaRow]:
    """Return drafts, newest first, after one by time and id."""
    # Two may be begun at the same instant: a page that ends between them goes on by the id.
    query = select(RotaRow).order_by(RotaRow.made.desc(), RotaRow.id.desc()).limit(limit)
    if not discarded:
        query = query.where(RotaRow.discarded.is_(None))
    if month is not None:
        query = query.where(RotaRow.month == month)
    if after is not None:
        when, rota = after
        query = query.where((RotaRow.made < when) | ((RotaRow.made == when) & (RotaRow.id < rota)))
    return list(session.scalars(query))


def current_drafts(session: Session, month: date) -> Select[RotaRow]:
    """Select a month's unpublished drafts whose current version knows the last publication."""
    return (
        select(RotaRow)
        .join(VersionRow, (VersionRow.rota == RotaRow.id) & (VersionRow.number == RotaRow.head))
        .where(
            RotaRow.month == month,
            RotaRow.published.is_(None),
            RotaRow.discarded.is_(None),
            VersionRow.seen == register_head(session).number,
        )
    )


def drafts_published(
    session: Session, month: date, *, limit: int
) -> list[tuple[int, RotaRow | None]]:
    """Return the numbers of a month's last publications, each with its draft (None: no draft)."""
    query = (
        select(PublicationRow.number, RotaRow)
        .join(RotaRow, RotaRow.id == PublicationRow.rota, isouter=True)
        .where(PublicationRow.month == month)
        .order_by(PublicationRow.number.desc())
        .limit(limit)
    )
    return [(number, row) for number, row in session.execute(query)]


def version_of(session: Session, rota: str, version: int) -> VersionRow:
    """Return one version of a draft (UnknownDraftError: there is none of this number)."""
    row = session.scalars(
        select(VersionRow).where(VersionRow.rota == rota, VersionRow.number == version)
    ).one_or_none()
    if row is None:
        raise UnknownDraftError(f"le planning n’a pas de version {version}")
    return row


def seen_by(session: Session, rota: str, version: int) -> int:
    """Return the last publication that a version takes into account (version 0: none)."""
    return version_of(session, rota, version).seen if version else 0


def versions_of(session: Session, rota: str, *, limit: int) -> list[VersionRow]:
    """Return the last versions of a draft, the latest first."""
    query = select(VersionRow).where(VersionRow.rota == rota)
    return list(session.scalars(query.order_by(VersionRow.number.desc()).limit(limit)))


def assignments_of(session: Session, rota: str, version: int) -> frozenset[Assignment]:
    """
    Return the assignments of a version: the changes of its parents and its own, in order.

    Version 0 has none. The result is kept in memory until the association's data change, since
    erasing a person changes it. Raises `UnknownDraftError`: there is no version of this number.
    """
    line: list[str] = []
    assignments: frozenset[Assignment] = frozenset()
    rows = session.execute(
        select(VersionRow.number, VersionRow.id, VersionRow.parent).where(
            VersionRow.rota == rota, VersionRow.number <= version
        )
    )
    known = {row.number: row for row in rows}
    state = stamp(session, DATA)
    while version:
        if version not in known:
            raise UnknownDraftError(f"le planning n’a pas de version {version}")
        row = known[version]
        earlier = _sets.find((row.id, *state))
        if earlier is not None:
            assignments = earlier
            break
        line.append(row.id)
        version = row.parent
    if line:
        assignments = _apply(session, assignments, line[::-1])
        _sets.keep((line[0], *state), assignments)
    return assignments


def _apply(
    session: Session, assignments: frozenset[Assignment], line: list[str]
) -> frozenset[Assignment]:
    """Apply the changes of a line of versions to assignments, from the first to the last."""
    changes: dict[str, list[tuple[Assignment, int]]] = {row: [] for row in line}
    for some in at_once(line):
        rows = session.execute(
            select(
                AssignmentRow.version,
                AssignmentRow.mediator,
                AssignmentRow.slot,
                AssignmentRow.change,
            ).where(AssignmentRow.version.in_(some))
        )
        for version, mediator, slot, change in rows:
            changes[version].append((Assignment(mediator, slot), change))
    after = set(assignments)
    for row in line:
        for assignment, change in changes[row]:
            if change > 0:
                after.add(assignment)
            else:
                after.discard(assignment)
    return frozenset(after)


def fingerprint(assignments: Iterable[Assignment]) -> str:
    """Return a digest that tells which person holds which slot."""
    lines = sorted(f"{assignment.mediator}\t{assignment.slot}" for assignment in assignments)
    return sha256("\n".join(lines).encode()).hexdigest()


def as_published(session: Session) -> frozenset[str]:
    """Return the ids of drafts whose head has the assignments that were published from them."""
    return frozenset(session.scalars(_unchanged()))


def _unchanged() -> Select[str]:
    head, sent = aliased(VersionRow), aliased(VersionRow)
    return (
        select(RotaRow.id)
        .join(head, and_(head.rota == RotaRow.id, head.number == RotaRow.head))
        .join(sent, and_(sent.rota == RotaRow.id, sent.number == RotaRow.published))
        .where(head.fingerprint == sent.fingerprint)
    )


def published_as(session: Session, draft: RotaRow) -> int:
    """Return the number of the publication that a draft's head still is (0: none)."""
    if draft.published is None:
        return 0
    query = select(func.max(PublicationRow.number)).where(
        PublicationRow.rota == draft.id,
        PublicationRow.rota.in_(_unchanged().where(RotaRow.id == draft.id)),
    )
    return session.scalar(query) or 0


def add_version(
    session: Session,
    rota: RotaRow,
    assignments: frozenset[Assignment],
    *,
    parent: int,
    origin: str,
    by: str,
    note: str = "",
    job: str | None = None,
    tiers: Any = None,
    seen: int | None = None,
) -> VersionRow:
    """
    Add a version to a draft after `parent` (0: none) and return it; the draft's head stays.

    `seen`: the last publication that it takes into account (None: that of its parent).
    """
    before = assignments_of(session, rota.id, parent)
    last = session.scalar(select(func.max(VersionRow.number)).where(VersionRow.rota == rota.id))
    row = VersionRow(
        rota=rota.id,
        number=(last or 0) + 1,
        parent=parent,
        origin=origin,
        job=job,
        made_by=by,
        made=datetime.now(UTC),
        note=note,
        data=number(session, DATA),
        seen=seen_by(session, rota.id, parent) if seen is None else seen,
        fingerprint=fingerprint(assignments),
        tiers=tiers,
    )
    session.add(row)
    session.flush()
    changes = [
        {
            "version": row.id,
            "slot": assignment.slot,
            "mediator": assignment.mediator,
            "change": change,
        }
        for some, change in ((assignments - before, 1), (before - assignments, -1))
        for assignment in sorted(some)
    ]
    if changes:
        session.execute(insert(AssignmentRow), changes)
    return row


def stale(session: Session, rota: str, current: int, yours: int) -> StaleVersionError:
    """Return the error telling what changed since `yours`; raise UnknownDraftError if unknown."""
    before, after = (assignments_of(session, rota, number) for number in (yours, current))
    return StaleVersionError(current, yours, sorted(after - before), sorted(before - after))


def overtaken_drafts(session: Session, now: datetime) -> dict[str, PublishedMeanwhile]:
    """Return what others published since, by draft that it overtook, of this month and later."""
    rows = session.scalars(
        select(RotaRow)
        .join(VersionRow, (VersionRow.rota == RotaRow.id) & (VersionRow.number == RotaRow.head))
        .join(PublicationRow, PublicationRow.month == RotaRow.month)
        .where(
            RotaRow.discarded.is_(None),
            RotaRow.month >= civil_day(now).replace(day=1),
            PublicationRow.number > VersionRow.seen,
            (PublicationRow.rota.is_(None)) | (PublicationRow.rota != RotaRow.id),
        )
        .distinct()
    ).all()
    overtaken = {}
    for row in rows:
        # A month of which the data leave nothing to plan can't be published at all.
        with suppress(InvalidProblemError):
            frame = frame_of(whole(session), row, now)
            meanwhile = overtaken_by(session, DraftVersion(row.id, row.head), frame)
            if meanwhile:
                overtaken[row.id] = meanwhile
    return overtaken


def overtaken_by(session: Session, known: DraftVersion, frame: Frame) -> PublishedMeanwhile:
    """
    Return what others published that a version doesn't take into account and lacks.

    What is there as they left it is no matter, whoever put it: publishing would undo nothing.
    """
    of_others = _of_others(session, known)
    if session.scalar(select(PublicationRow.number).where(*of_others).limit(1)) is None:
        return PublishedMeanwhile()
    touched = session.execute(
        select(SubjectRow.mediator, EntryRow.slot, func.max(PublicationRow.number))
        .join(PublicationRow, PublicationRow.number == EntryRow.publication)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(*of_others, SubjectRow.mediator.is_not(None))
        .group_by(SubjectRow.mediator, EntryRow.slot)
    )
    kept = assignments_of(session, known.draft, known.number)
    last = {Assignment(who or "", slot): number for who, slot, number in touched}
    lost = sorted(a for a in last if frame.decides(a) and (a in frame.published) != (a in kept))
    if not lost:
        return PublishedMeanwhile()
    by = session.get_one(PublicationRow, max(last[assignment] for assignment in lost))
    return PublishedMeanwhile(
        added=tuple(entry for entry in lost if entry in frame.published),
        removed=tuple(entry for entry in lost if entry not in frame.published),
        by=Overtaking(number=by.number, made=by.made, swap=by.origin == SWAP),
    )


def _of_others(session: Session, known: DraftVersion) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on publications: later, of the draft's month, and of no such draft."""
    row = draft(session, known.draft)
    return (
        PublicationRow.number > seen_by(session, known.draft, known.number),
        PublicationRow.month == row.month,
        (PublicationRow.rota.is_(None)) | (PublicationRow.rota != row.id),
    )
