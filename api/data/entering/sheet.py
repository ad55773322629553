"""
The rows of one kind as a file: written as a CSV, and imported from one or from a workbook.

The CSV has the columns that its reader sees, of the rows that they see. It has no column for what
they don't see, not even an empty one: whoever imports it, RH too, that stays as it is. So nothing
leaks, and nothing is lost.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.rights.rows import writes
from api.data.entering.editor import RowEditor
from api.data.entering.reader import RowReader, fields
from api.data.errors import Faults
from api.data.folder.contents import WORKBOOKS
from api.data.folder.csv_file import write_rows
from api.data.folder.load import Folder
from api.data.rows.columns import Column, Kind, Row, cells_of, columns_of
from api.data.rows.kinds import KINDS
from api.data.rows.lines import Placed, Tables, already
from api.data.sheets.apart import read_apart
from api.data.sheets.content import WORKBOOK
from api.data.stored.association import data_number
from api.data.stored.entries import Add, Change
from api.data.stored.importing import KindDifference
from api.database.engine import writing
from api.web.child_process import turn
from api.web.refusing.problems import Fault, Refusal, forbidden

ReadLine = tuple[int, Row, Mapping[str, str] | None]
Touched = Sequence[tuple[str, Mapping[str, Any]]]
Watching = Callable[[RowEditor, Touched], Callable[[], tuple[str, ...]]]

NEEDED = "cette colonne, pour ajouter une ligne"
PLACE = re.compile(r"ligne\.(\d+)(?:\.(\w+))?.*")


@dataclass(frozen=True, kw_only=True)
class SheetFile:
    """A CSV or a workbook: the name that its sender gives it, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class SheetImport:
    """
    What a file of rows changes, or has changed.

    `state`: the number of the data that it was compared with. `remarks`: how it was read, where it
    may surprise, and what the change upsets.
    """

    difference: KindDifference
    state: int
    remarks: tuple[str, ...]


class MovedRowsError(Exception):
    """The data aren't any more those that a trial compared the file with."""


def sheet_of(reader: RowReader, kind: Kind) -> bytes:
    """Return the rows of a kind that a caller sees, as `;`-separated UTF-8 with its mark."""
    rows = [row for _, row in reader.rows(kind.name)]
    hidden = {field for row in rows for field in reader.hidden(kind.name, row.__dict__)}
    columns = [c for c in reader.columns(kind.name) if c.field not in hidden]
    file = io.StringIO(newline="")
    write_rows(
        file,
        (column.header for column in columns),
        ([column.write(row.__dict__[column.field]) for column in columns] for row in rows),
    )
    return file.getvalue().encode("utf-8-sig")


def import_sheet(
    engine: Engine,
    who: Caller,
    kind: str,
    file: SheetFile,
    *,
    dry_run: bool,
    state_seen: int | None = None,
    watching: Watching | None = None,
) -> SheetImport:
    """
    Add the rows of a file that aren't there, and change those that are; remove none.

    A row is one that is there if the file has what identifies it, or else all that the caller sees
    of it and that the file has a column for. What they don't see of a row that is there, and what
    the file has no column for, stays as it is. Files may lack private columns, but for rows that
    are added.

    `dry_run`: write nothing. `state_seen`: the state of the trial that is to be written (None:
    there was none). `watching`: returns, from the rows that change, what says afterwards what that
    upsets.

    Raises
    ------
    BadFilesError
        Something in the file is wrong, or isn't theirs to write: every fault, with its place.
    MovedRowsError
        The data changed since `state_seen`.
    Refusal
        The caller writes no such rows (403), or other files are being read (503).
    """
    if not writes(who, kind):
        raise forbidden()
    with turn():
        lines, faults = read_apart(_read, (kind, file), file.name)
    rows = [Placed(KINDS[kind], *line) for line in lines]
    with writing(engine) as session:
        state = data_number(session)
        if state_seen not in (None, state):
            raise MovedRowsError
        upload = _Upload(RowEditor(who, session), KINDS[kind], faults)
        upload.compare(rows)
        upsets = upload.write(watching)
        if dry_run:
            # Written and undone, so that a trial meets every check that the import will.
            session.rollback()
    remarks = (*faults.remarks.messages, *upsets)
    return SheetImport(difference=upload.difference(), state=state, remarks=remarks)


def _read(sent: tuple[str, SheetFile]) -> tuple[list[ReadLine], Faults]:
    """Return the lines of a file of a kind, and how it was read."""
    name, file = sent
    kind = KINDS[name]
    suffix = PurePosixPath(file.name.lower()).suffix
    if not file.content.startswith(WORKBOOK):
        suffix = ".csv"
    elif suffix not in WORKBOOKS:
        suffix = ".xlsx"
    faults = Faults()
    with TemporaryDirectory(prefix="lignes-") as place:
        path = Path(place) / f"{kind.name}{suffix}"
        path.write_bytes(file.content)
        tables = Tables(Folder(path.parent, faults), faults, [kind.unprivate])
        faults.refuse()
    rows = tables.of(kind.model)
    if not rows:
        faults.add(kind.file, received="aucune ligne", expected="au moins une ligne", cause=True)
        faults.refuse()
    return [(placed.line, placed.row, placed.cells) for placed in rows], faults


class _Upload:
    """The rows of a file against those that a caller sees, in one transaction."""

    def __init__(self, editor: RowEditor, kind: Kind, faults: Faults) -> None:
        self.editor, self.kind, self.faults = editor, kind, faults
        self.headers: Collection[str] = ()
        self.added: list[Placed[Any]] = []
        self.changed: list[tuple[Placed[Any], int, Row]] = []
        self.kept = 0

    def compare(self, rows: Sequence[Placed[Any]]) -> None:
        """Find which rows of a file are there, and which of those change, in columns it has."""
        self.headers = rows[0].cells or ()
        self._once(rows)
        there: dict[tuple[str, ...], list[tuple[int, Row]]] = defaultdict(list)
        for key, row in self.editor.rows(self.kind.name):
            there[self._identity(row)].append((key, row))
        for placed in rows:
            was = there[self._identity(placed.row)]
            if not was:
                self._add(placed)
                continue
            key, row = was.pop(0)
            after = {c.field: placed.row.__dict__[c.field] for c in self._shared(row)}
            merged = row.model_copy(update=after)
            if self._cells(row) == self._cells(merged):
                self.kept += 1
            else:
                self.changed.append((replace(placed, row=merged), key, row))

    def _add(self, placed: Placed[Any]) -> None:
        """Take a row to add, or note the columns that it needs and that the file lacks."""
        columns = self.kind.columns.values()
        absent = [c.header for c in columns if not c.optional and c.header not in self.headers]
        for header in absent:
            self.faults.add(self.kind.file, placed.line, header, "colonne absente", expected=NEEDED)
        if not absent:
            self.added.append(placed)

    def write(self, watching: Watching | None) -> tuple[str, ...]:
        """Make the changes together, and return what they upset; refuse all that can't be made."""
        for placed in self.added:
            self.editor.learn(self.kind.name, placed.row.__dict__)
        deeds = [*self._deeds()]
        self.faults.refuse()
        if not deeds:
            return ()
        touched = [
            *((self.kind.name, placed.row.__dict__) for placed in self.added),
            *((self.kind.name, row.__dict__) for _, _, row in self.changed),
            *((self.kind.name, placed.row.__dict__) for placed, _, _ in self.changed),
        ]
        upsets = None if watching is None else watching(self.editor, touched)
        try:
            self.editor.apply([deed for deed, _ in deeds], [where for _, where in deeds])
        except Refusal as refusal:
            if not refusal.errors:
                raise
            self._note(refusal.errors)
            self.faults.refuse()
        return () if upsets is None else upsets()

    def difference(self) -> KindDifference:
        """Return what the file changes, in cells that the caller sees."""
        return KindDifference(
            kind=self.kind,
            added=tuple(self._cells(placed.row) for placed in self.added),
            changed=tuple(
                (self._cells(row), self._cells(placed.row)) for placed, _, row in self.changed
            ),
            removed=(),
            kept=self.kept,
        )

    def _once(self, rows: Sequence[Placed[Any]]) -> None:
        """Refuse rows that the file has twice: with one id, or what else identifies their kind."""
        first: dict[tuple[str, ...], Placed[Any]] = {}
        for placed in rows if self.kind.once else ():
            identity = self._identity(placed.row)
            before = first.setdefault(identity, placed)
            if before is not placed:
                header = self.kind.columns[self.kind.once[-1]].header
                expected = f"{self.kind.word} une seule fois ({already(before)})"
                received = " / ".join(identity)
                self.faults.add(self.kind.file, placed.line, header, received, expected=expected)
        self.faults.refuse()

    def _deeds(self) -> Iterator[tuple[Add | Change, str]]:
        """Yield the change of each line and its place; note those that the caller may not make."""
        kind, editor = self.kind.name, self.editor
        changed = ((placed, editor.entry(kind, key)) for placed, key, _ in self.changed)
        for placed, entry in (*((placed, None) for placed in self.added), *changed):
            where, sent = f"ligne.{placed.line}", _json(placed.row)
            for field in editor.hidden(kind, fields(entry)) if entry else ():
                sent.pop(field, None)
            values, wrong = editor.checked(kind, sent, where, entry)
            if not wrong:
                try:
                    if entry is None:
                        yield editor.add(kind, values, where), where
                    else:
                        yield editor.change(entry, entry.number, values, where), where
                except Refusal as refusal:
                    # A refusal without faults is about the whole line.
                    wrong = [*refusal.errors] or [Fault(field=where, expected=refusal.detail)]
            self._note(wrong)

    def _note(self, faults: Sequence[Fault]) -> None:
        """Note faults, with the line and column of those that are about a line of the file."""
        for fault in faults:
            place = PLACE.fullmatch(fault.field)
            received = str(fault.received or "")
            if place is None:
                self.faults.add(fault.field, received=received, expected=fault.expected)
                continue
            column = self.kind.columns.get(place[2] or "")
            header = "" if column is None else column.header
            line = int(place[1])
            self.faults.add(self.kind.file, line, header, received, expected=fault.expected)

    def _identity(self, row: Row) -> tuple[str, ...]:
        """
        Return the cells that identify a row.

        If its kind names no such columns: all cells that the file has and the caller sees.
        """
        cells = cells_of(row)
        columns = [self.kind.columns[field] for field in self.kind.once]
        return tuple(cells[c.header] for c in columns or self._shared(row))

    def _cells(self, row: Row) -> Mapping[str, str]:
        cells = cells_of(row)
        columns = self.editor.seen(self.kind.name, row.__dict__)
        return {column.header: cells[column.header] for column in columns}

    def _shared(self, row: Row) -> list[Column]:
        """Return the columns of a row that the file has and the caller sees."""
        columns = self.editor.seen(self.kind.name, row.__dict__)
        return [column for column in columns if column.header in self.headers]


def _json(row: Row) -> dict[str, Any]:
    """Return the fields of a row as JSON, but for needed ones that are empty."""
    needed = (column.field for column in columns_of(type(row)).values() if column.needed)
    return row.model_dump(mode="json", exclude={f for f in needed if row.__dict__[f] is None})
