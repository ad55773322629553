"""Add, read and remove the files that rows name: calendars of training centres."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from api.data.rows.training import CohortRow
from api.data.stored.association import remember, state, state_of
from api.data.stored.refusals import RefusedRowsError, row_fault
from api.data.tables.history import AttachmentRow
from api.database.counters import DATA, raise_number
from api.database.errors import NotThereError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file: name, size in bytes, SHA-256 of its content, and the cohorts that name it."""

    name: str
    size: int
    digest: str
    cohorts: tuple[str, ...]


def attachments(session: Session) -> list[Attached]:
    """Return the files, by name."""
    named: dict[str, list[str]] = {}
    for line in state(session).rows[CohortRow]:
        if line.value("ical"):
            named.setdefault(line.value("ical"), []).append(line.value("id"))
    files = session.execute(
        select(AttachmentRow.name, func.length(AttachmentRow.content), AttachmentRow.digest)
    )
    return [
        Attached(name=name, size=size, digest=digest, cohorts=tuple(named.get(name, ())))
        for name, size, digest in sorted(map(tuple, files))
    ]


def content_of(session: Session, name: str) -> AttachmentRow:
    """Return the content of a file (NotThereError: there is none of that name)."""
    row = session.get(AttachmentRow, name)
    if row is None:
        raise NotThereError(f"aucun fichier « {name} »")
    return row


def attach(session: Session, name: str, content: bytes) -> str:
    """
    Store a file, in place of one with the same name, and return its digest.

    RefusedRowsError: a cohort names the file, but can't be read from it; nothing is written.
    """
    row = session.get(AttachmentRow, name) or AttachmentRow(name=name)
    row.content, row.digest = content, sha256(content).hexdigest()
    session.add(row)
    _settle(session)
    return row.digest


def detach(session: Session, name: str) -> None:
    """Delete a file (RefusedRowsError: a cohort names it; nothing is written)."""
    session.execute(delete(AttachmentRow).where(AttachmentRow.name == name))
    _settle(session)


def _settle(session: Session) -> None:
    """Check the association with the files as they are now; refuse errors that are new."""
    before_settling = state(session)
    session.flush()
    after = state_of(session, before_settling.rows)
    before = set(before_settling.errors)
    new = [error for error in after.errors if error not in before]
    if new:
        raise RefusedRowsError(map(row_fault, new), new)
    raise_number(session, DATA)
    remember(session, after)
