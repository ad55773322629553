"""Exchange rows of a database with a folder: write it, compare with it, write it out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from api.data.association import Association
from api.data.folder.csv_file import write_whole
from api.data.folder.load import load_with_rows
from api.data.rows.columns import Kind, Row, cells_of
from api.data.rows.kinds import KINDS
from api.data.rows.training import CohortRow
from api.data.stored.association import stored_rows
from api.data.stored.entries import BadNameError
from api.data.stored.history import follow
from api.data.tables.rows import AttachmentRow, table_of
from api.database.counters import DATA, number, raise_number
from api.database.errors import NotEmptyError

Cells = Mapping[str, str]


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
    # A database that begins has no history: nobody added its first rows one by one.
    if any(before.values()) or number(session, DATA):
        for kind in KINDS.values():
            follow(session, by, kind, before.get(kind.name, ()), _keyed(session, kind))
    raise_number(session, DATA)


def _keyed(session: Session, kind: Kind) -> list[tuple[int, Row]]:
    return [(line.line, line.row) for line in stored_rows(session, kind)]


def check_empty(session: Session) -> None:
    """Refuse to overwrite the association of a database (NotEmptyError: it has one)."""
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


def export_rows(session: Session, folder: Path) -> None:
    """
    Write each kind that has rows or is required, and the files that rows name.

    A cell is written one way only, whatever way it was typed: exporting what was exported gives the
    same bytes. BadNameError: an attachment's name leads out of the folder.
    """
    for kind in KINDS.values():
        rows = stored_rows(session, kind)
        if rows or kind.required:
            cells = (cells_of(line.row).values() for line in rows)
            write_whole(folder / kind.file, kind.headers, cells)
    for name, content in session.execute(select(AttachmentRow.name, AttachmentRow.content)):
        path = folder / name
        if folder.resolve() not in path.resolve().parents:
            raise BadNameError(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@dataclass(frozen=True, kw_only=True)
class KindDifference:
    """
    What replacing the rows of a kind does; rows are their cells by header, in a file's order.

    `changed`: what a row was, and what it becomes. Only rows of a kind that something identifies
    can change: any other row is there or not. `kept`: how many rows stay as they are.
    """

    kind: Kind
    added: tuple[Cells, ...]
    changed: tuple[tuple[Cells, Cells], ...]
    removed: tuple[Cells, ...]
    kept: int

    @property
    def count(self) -> int:
        """Return how many rows aren't what they were."""
        return len(self.added) + len(self.changed) + len(self.removed)

    @property
    def emptied(self) -> bool:
        """Whether no row of the kind would be left."""
        return not (self.kept or self.added or self.changed)


@dataclass(frozen=True, kw_only=True)
class FilesDifference:
    """The names of files that rows name, such as calendars, which are added, changed, removed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def row_differences(session: Session, checked: Checked) -> tuple[KindDifference, ...]:
    """Return what writing a checked folder changes in each kind of rows, in the kinds' order."""
    return tuple(
        _difference(kind, [line.row for line in stored_rows(session, kind)], rows)
        for kind, rows in ((kind, checked.rows[kind.model]) for kind in KINDS.values())
    )


def file_difference(session: Session, checked: Checked) -> FilesDifference:
    """Return what writing a checked folder changes in the files that rows name."""
    rows = session.execute(select(AttachmentRow.name, AttachmentRow.digest))
    there = {row.name: row.digest for row in rows}
    coming = {name: sha256(data).hexdigest() for name, data in checked.attachments.items()}
    return FilesDifference(
        added=tuple(sorted(coming.keys() - there.keys())),
        changed=tuple(sorted(n for n in coming.keys() & there.keys() if coming[n] != there[n])),
        removed=tuple(sorted(there.keys() - coming.keys())),
    )


def _difference(kind: Kind, before: Iterable[Row], after: Iterable[Row]) -> KindDifference:
    old, new = [cells_of(row) for row in before], [cells_of(row) for row in after]
    stay = Counter(map(_values, old)) & Counter(map(_values, new))
    gone, come = _without(old, stay), _without(new, stay)
    headers = tuple(kind.columns[field].header for field in kind.once)
    changed: list[tuple[Cells, Cells]] = []
    added: list[Cells] = []
    waiting: dict[tuple[str, ...], list[Cells]] = defaultdict(list)
    for cells in gone:
        waiting[tuple(cells[header] for header in headers)].append(cells)
    for cells in come:
        if headers and (was := waiting[tuple(cells[header] for header in headers)]):
            changed.append((was.pop(0), cells))
        else:
            added.append(cells)
    moved = {id(was) for was, _ in changed}
    return KindDifference(
        kind=kind,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(cells for cells in gone if id(cells) not in moved),
        kept=stay.total(),
    )


def _without(rows: Sequence[Cells], stay: Counter[tuple[str, ...]]) -> list[Cells]:
    """Return the rows that don't stay, in order; of equal rows, the first ones stay."""
    unmatched = stay.copy()
    others = []
    for cells in rows:
        values = _values(cells)
        if unmatched[values]:
            unmatched[values] -= 1
        else:
            others.append(cells)
    return others


def _values(cells: Cells) -> tuple[str, ...]:
    return tuple(cells.values())
