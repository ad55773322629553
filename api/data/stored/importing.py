"""Write a folder's rows to a database: check all of them first, then use one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from api.data.association import Association
from api.data.folder.load import load_with_rows
from api.data.rows.columns import Kind, Row
from api.data.rows.kinds import KINDS
from api.data.rows.lines import row_of_line
from api.data.rows.training import CohortRow
from api.data.stored.association import stored_rows
from api.data.stored.history import follow
from api.data.tables.history import AttachmentRow
from api.data.tables.rows import table_of
from api.database.counters import DATA, number, raise_number
from api.database.errors import NotEmptyError

AT_ONCE = 1000
"""How many rows are sent to the database at once."""


@dataclass(frozen=True)
class Checked:
    """
    A folder without faults: its rows, the files that they name, their association.

    `association` has the folder's history and revisions, which a database keeps as publications
    and not as rows.
    `remarks`: how its files were read, where it may surprise.
    """

    rows: Mapping[type[Row], Sequence[Row]]
    attachments: Mapping[str, bytes]
    association: Association
    remarks: tuple[str, ...] = ()


def check_folder(path: Path) -> Checked:
    """Read a folder and check all of it (BadFilesError: something in the folder is wrong)."""
    read = load_with_rows(path)
    tables = read.tables
    rows = {k.model: [placed.row for placed in tables.of(k.model)] for k in KINDS.values()}
    names = {placed.row.ical for placed in tables.of(CohortRow) if placed.row.ical}
    contents = {name: tables.place.attached(name) or b"" for name in sorted(names)}
    return Checked(
        MappingProxyType(rows), MappingProxyType(contents), read.association, read.remarks
    )


def import_folder(session: Session, path: Path, *, replace: bool = False) -> Association:
    """
    Check a folder, write its rows to the database, and return its association with history.

    The history is not written: `api.ledger` publishes it. See `put` for what it raises.
    BadFilesError: something in the folder is wrong; nothing is written.
    """
    checked = check_folder(path)
    put(session, checked, replace=replace)
    return checked.association


def put(session: Session, checked: Checked, *, replace: bool = False, by: str = "") -> None:
    """
    Write the rows of a checked folder; `replace`: delete the rows that are there first.

    What that changes is kept in the history of rows; `by`: the account that asks (empty: none).
    NotEmptyError: the database holds an association, and it is not to be replaced.
    """
    if not replace:
        check_empty(session)
    before = {kind.name: _keyed(session, kind) for kind in KINDS.values()} if replace else {}
    for kind in KINDS.values():
        session.execute(delete(table_of(kind.model)))
    session.execute(delete(AttachmentRow))
    for kind in KINDS.values():
        values = [dict(row.__dict__) for row in checked.rows[kind.model]]
        for start in range(0, len(values), AT_ONCE):
            session.execute(insert(table_of(kind.model)), values[start : start + AT_ONCE])
    for name, content in checked.attachments.items():
        digest = sha256(content).hexdigest()
        session.add(AttachmentRow(name=name, content=content, digest=digest))
    if any(before.values()) or number(session, DATA):
        for kind in KINDS.values():
            follow(session, by, kind, before.get(kind.name, ()), _keyed(session, kind))
    raise_number(session, DATA)


def _keyed(session: Session, kind: Kind) -> list[tuple[int, Row]]:
    return [(line.line, row_of_line(line)) for line in stored_rows(session, kind)]


def check_empty(session: Session) -> None:
    """
    Raise if the database has an association already, so that it isn't overwritten.

    NotEmptyError: there is one.
    """
    if holds_association(session):
        raise NotEmptyError(
            "cette base contient déjà une association : ajoutez --remplacer pour la remplacer "
            "(le registre des publications, lui, ne se remplace pas)"
        )


def holds_association(session: Session) -> bool:
    """Whether the database has any row of an association."""
    return any(
        session.execute(select(table_of(kind.model).c.key).limit(1)).first() is not None
        for kind in KINDS.values()
    )
