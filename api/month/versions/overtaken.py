"""Reprendre: what others published since a draft was begun, so that it isn't undone unawares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.access.journal import note as note_deed
from api.database.engine import reading, writing
from api.database.tables.ledger import EntryRow, PublicationRow, SubjectRow
from api.ledger.history import head, whole
from api.month.frames import frame_of
from api.month.places.drafts import add_version, assignments_of, draft, stale
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.database.tables.month import RotaRow
    from api.month.frames import Frame


@dataclass(frozen=True, kw_only=True)
class Overtaken:
    """What others published that a version ignores: added by them, or taken away by them."""

    added: tuple[Assignment, ...] = ()
    removed: tuple[Assignment, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.removed)


def overtaken(
    session: Session, row: RotaRow, frame: Frame, held: frozenset[Assignment]
) -> Overtaken:
    """Return what others published since the draft last took it into account, and it ignores."""
    touched = session.execute(
        select(SubjectRow.mediator, EntryRow.slot)
        .join(PublicationRow, PublicationRow.number == EntryRow.publication)
        .join(SubjectRow, SubjectRow.id == EntryRow.subject)
        .where(
            PublicationRow.number > row.seen,
            PublicationRow.month == row.month,
            (PublicationRow.rota.is_(None)) | (PublicationRow.rota != row.id),
            SubjectRow.mediator.is_not(None),
        )
        .distinct()
    )
    pairs = [Assignment(who or "", slot) for who, slot in touched]
    mine = sorted(one for one in pairs if frame.decides(one))
    return Overtaken(
        added=tuple(one for one in mine if one in frame.standing and one not in held),
        removed=tuple(one for one in mine if one not in frame.standing and one in held),
    )


def take_over(engine: Engine, caller: Caller, rota: str, number: int) -> int:
    """
    Take over into a draft what others published since, as a new version, and return its number.

    The same number where there is nothing to take over.

    Raises
    ------
    UnknownDraftError, DiscardedError, StaleVersionError
        See `api.month.versions.editing.edit`.
    """
    with reading(engine) as session:
        frame_of(whole(session), draft(session, rota))
    with writing(engine) as session:
        row = draft(session, rota, alive=True)
        if row.head != number:
            raise stale(session, rota, row.head, number)
        held = assignments_of(session, rota, number)
        found = overtaken(session, row, frame_of(whole(session), row), held)
        row.seen = head(session).number
        if not found:
            return number
        version = add_version(
            session,
            row,
            (held | frozenset(found.added)) - frozenset(found.removed),
            parent=number,
            origin="reprise",
            by=caller.user,
        )
        row.head = version.number
        note_deed(
            session,
            caller,
            "reprendre",
            "planning",
            rota,
            agency=row.agency,
            detail={"version": version.number},
        )
        return version.number
