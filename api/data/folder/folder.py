"""
Read the rows of an association from a folder, with the files that they name.

Each kind of rows is a CSV file, a workbook of its own, or a sheet of a workbook of the whole
association, which may also be given alone, in place of a folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from api.data.errors import Faults, Source
from api.data.folder.contents import Table, Tables, is_workbook, name_of, workbook
from api.data.folder.csv_file import Line, read
from api.data.folder.example_rows import MARK, without_examples
from api.data.folder.sheet_rows import good_header, letters_of, read_rows
from api.data.folder.spelling import READERS, as_format
from api.data.rows.columns import Kind
from api.data.rows.kinds import KINDS
from api.data.rows.lines import KindLines, Written
from api.data.sheets.cells import Sheet
from api.data.sheets.limits import check_size

EXAMPLES_LEFT = "lignes d’exemple du modèle, laissées de côté"


class Folder:
    """The files of a folder; missing, misshapen and unknown ones are noted as faults."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.faults = faults
        self.tables = Tables(path, tuple(KINDS), faults)

    def lines_of(self, kind: Kind) -> KindLines:
        """Read the rows of one kind."""
        before = len(self.faults.errors)
        lines, there = self._lines(kind)
        shaped = len(self.faults.errors) == before
        if there and not lines and kind.required and shaped:
            self._none(kind)
        rows = tuple(Written(kind, line.number, line.cells) for line in lines)
        broken = not shaped or (not there and self.tables.unread)
        self._as_format(kind, rows)
        return KindLines(rows, complete=bool(lines) and shaped, broken=broken)

    def attached(self, name: str) -> bytes | None:
        """
        Return the content of a file of the folder (None: there is none).

        BadFilesError: it is too large.
        """
        folder = self.path if self.path.is_dir() else self.path.parent
        path = folder / name
        if not path.is_file() or folder.resolve() not in path.resolve().parents:
            return None
        check_size(name, path.stat().st_size)
        return path.read_bytes()

    def strangers(self) -> None:
        """Note files and sheets whose name isn't known."""
        self.tables.strangers()

    def _lines(self, kind: Kind) -> tuple[Sequence[Line], bool]:
        """Return the lines of a kind as they are written, and whether the folder has the kind."""
        tables = self.tables.of.get(kind.name, [])
        if len(tables) > 1:
            named = " et ".join(table.named for table in tables)
            expected = "un seul d’entre eux : gardez celui qui est à jour, retirez l’autre"
            self.faults.add(kind.name, received=named, expected=expected, cause=True)
            return (), True
        if tables:
            return self._table(kind, tables[0]), True
        for path in self.tables.workbooks:
            self.faults.sources[kind.file] = Source(path.name, kind.name)
        if kind.required and not self.tables.unread:
            if self.tables.workbooks:
                self._none(kind)
            else:
                self.faults.add(
                    kind.file, received="fichier absent", expected="ce fichier", cause=True
                )
        return (), False

    def _table(self, kind: Kind, table: Table) -> Sequence[Line]:
        if table.sheet is not None:
            self.faults.sources[kind.file] = Source(table.path.name, table.sheet.name)
            return self._sheet(kind, table.path, table.sheet)
        self.faults.sources[kind.file] = Source(table.path.name)
        if not is_workbook(table.path):
            return read(table.path, kind.headers, kind.optional, self.faults, name=kind.file)
        sheet = self._only(kind, workbook(table.path, self.faults))
        return () if sheet is None else self._sheet(kind, table.path, sheet)

    def _only(self, kind: Kind, sheets: Sequence[Sheet]) -> Sheet | None:
        """Return the sheet of a kind's own workbook: the only one filled, or the one so named."""
        filled = [sheet for sheet in sheets if sheet.order]
        named = [sheet for sheet in filled if name_of(sheet.name) == kind.name]
        if len(chosen := named or filled) == 1:
            for other in filled:
                if other is not chosen[0]:
                    file = self.faults.named(kind.file)
                    self.faults.remarks.say(f"{file}, feuille « {other.name} » : n’est pas lue")
            return chosen[0]
        if sheets:
            names = ", ".join(sheet.name for sheet in filled) or "aucune feuille remplie"
            expected = f"une seule feuille, ou une feuille « {kind.name} »"
            self.faults.add(kind.file, received=names, expected=expected, cause=True)
        return None

    def _sheet(self, kind: Kind, path: Path, sheet: Sheet) -> Sequence[Line]:
        columns = dict(kind.by_header)
        if path in self.tables.workbooks:
            columns[MARK.header] = MARK
        optional = kind.optional | {MARK.header}
        header = good_header(kind.file, sheet, self.faults, columns, optional)
        if header is None:
            return ()
        self.faults.sources[kind.file] = Source(path.name, sheet.name, letters_of(header))
        lines = read_rows(sheet, header, columns, kind.file, self.faults)
        if MARK.header not in header.values():
            return lines
        examples = self.tables.examples(path).get(kind.name, ())
        own, some = without_examples(lines, examples, kind.file, self.faults)
        if some:
            self.faults.remarks.file(EXAMPLES_LEFT, f"« {sheet.name} »")
        return own

    def _none(self, kind: Kind) -> None:
        expected = "au moins une ligne"
        self.faults.add(kind.file, received="aucune ligne", expected=expected, cause=True)

    def _as_format(self, kind: Kind, rows: Sequence[Written]) -> None:
        """Rewrite cells as the format has them; note where one of two readings was chosen."""
        for column in kind.columns.values():
            if column.nature not in READERS:
                continue
            header, settled = column.header, {""}
            for row in rows:
                text = row.cells.get(header, "")
                # Cells repeat; one that is written as the format has it is looked at once.
                if text in settled:
                    continue
                formatted = as_format(column, text, partial(self._chosen, row, header))
                if formatted == text:
                    settled.add(text)
                else:
                    row.cells[header] = formatted

    def _chosen(self, row: Written, column: str, read_as: str, why: str) -> None:
        where = self.faults.where(row.file, row.line, column)
        text = f"{where} : « {row.cells[column]} » est lu {read_as}"
        self.faults.remarks.cell((row.file, column), why, text)
