"""Find what others published that a version of a draft ignores, and would undo."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.database.tables.month import RotaRow, VersionRow
from api.ledger.history import whole
from api.ledger.removals import SWAP
from api.month.frames import Frame, frame_of
from api.month.places.drafts import assignments_of, draft, seen_by
from api.month.places.place import DraftVersion, Overtaking, PublishedMeanwhile
from scheduler.domain.problem import Assignment
from scheduler.domain.time import PARIS
from scheduler.errors import InvalidProblemError


def overtaken_drafts(session: Session, now: datetime) -> dict[str, PublishedMeanwhile]:
    """Return what others published since, by draft that it overtook, of this month and later."""
    rows = session.scalars(
        select(RotaRow)
        .join(VersionRow, (VersionRow.rota == RotaRow.id) & (VersionRow.number == RotaRow.head))
        .join(PublicationRow, PublicationRow.month == RotaRow.month)
        .where(
            RotaRow.discarded.is_(None),
            RotaRow.month >= now.astimezone(PARIS).date().replace(day=1),
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
