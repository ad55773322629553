"""A folder of files into a database: all of it checked first, then written in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from api.data.association import Association
from api.data.folder.load import assembled, loaded
from api.data.rows.cells import cells_of
from api.data.rows.people import CohortRow, Row
from api.data.rows.sources import SOURCES, Given, Tables, Written
from api.data.stored.records import RECORDS, values_of
from api.data.tables.training import AttachmentRow
from api.database.counters import DATA, raise_number
from api.database.errors import NotEmptyError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from api.data.rows.sources import Source

AT_ONCE = 1000
"""Rows sent to the database together."""


@dataclass(frozen=True)
class Checked:
    """
    A folder that was found good: its rows, the files that they name, what they make.

    `association` has the folder's history and revisions, which are not rows: publications are.
    `remarks`: how its files were read, where it may surprise.
    """

    rows: Mapping[type[Row], Sequence[Row]]
    attachments: Mapping[str, bytes]
    association: Association
    remarks: tuple[str, ...] = ()


class _Again:
    """The rows of a folder as a database will give them: each value written one way only."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def given(self, source: Source) -> Given:
        """Return the rows of a source, on their lines of the file."""
        rows = self.tables.of(source.model)
        return Given([Written(one.file, one.line, cells_of(one.row)) for one in rows], whole=True)

    def attached(self, name: str) -> bytes | None:
        """Return the content of a file of the folder."""
        return self.tables.place.attached(name)


def check_folder(path: Path) -> Checked:
    """
    Read a folder and check all of it.

    Raises
    ------
    BadFilesError
        Something in it can't be; also what only a database sees, such as one day written twice
        in two ways.
    """
    read = loaded(path)
    tables = read.tables
    assembled(Tables(_Again(tables), tables.faults))
    rows = {s.model: [placed.row for placed in tables.of(s.model)] for s in SOURCES}
    names = {one.row.ical for one in tables.of(CohortRow) if one.row.ical}
    contents = {name: tables.place.attached(name) or b"" for name in sorted(names)}
    return Checked(
        MappingProxyType(rows), MappingProxyType(contents), read.association, read.remarks
    )


def import_folder(session: Session, path: Path, *, replace: bool = False) -> Association:
    """
    Check a folder, put its rows in the database, and return the association with its history.

    The history is not written: it is `api.ledger`'s to publish. See `put` for what it raises.

    Raises
    ------
    BadFilesError
        Something in the folder can't be; nothing is written.
    """
    checked = check_folder(path)
    put(session, checked, replace=replace)
    return checked.association


def put(session: Session, checked: Checked, *, replace: bool = False) -> None:
    """
    Write a checked folder's rows, in place of those that are there if `replace`.

    Raises
    ------
    NotEmptyError
        The database holds an association, and it is not to be replaced.
    """
    if not replace:
        check_empty(session)
    for source in reversed(SOURCES):
        session.execute(delete(RECORDS[source.model]))
    session.execute(delete(AttachmentRow))
    for source in SOURCES:
        values = [values_of(row) for row in checked.rows[source.model]]
        for start in range(0, len(values), AT_ONCE):
            session.execute(insert(RECORDS[source.model]), values[start : start + AT_ONCE])
    for name, content in checked.attachments.items():
        digest = sha256(content).hexdigest()
        session.add(AttachmentRow(name=name, content=content, digest=digest))
    raise_number(session, DATA)


def check_empty(session: Session) -> None:
    """
    Refuse to write over an association.

    Raises
    ------
    NotEmptyError
        There is one.
    """
    if holds_association(session):
        raise NotEmptyError(
            "cette base contient déjà une association : ajoutez --remplacer pour la remplacer "
            "(le registre des publications, lui, ne se remplace pas)"
        )


def holds_association(session: Session) -> bool:
    """Whether any row of an association is there."""
    return any(
        session.execute(select(record.key).limit(1)).first() is not None
        for record in RECORDS.values()
    )
