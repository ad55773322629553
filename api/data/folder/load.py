"""
Read an association from a folder or a workbook, or raise every fault in it at once.

Each kind of rows is a CSV file, a workbook of its own, or a sheet of a workbook of the whole
association, which may also be given alone, in place of a folder.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from api.data.association import Acknowledgement, Association
from api.data.building.association import association_of
from api.data.errors import BadFilesError, Faults, FileError, Source
from api.data.folder.atomic import locked
from api.data.folder.beside import REMOVALS, REVISIONS, carried_out, load_removals, load_revisions
from api.data.folder.contents import Contents, Table, is_workbook, name_of, workbook
from api.data.folder.csv_file import Line, read, write_whole
from api.data.folder.history import Needed, load_history
from api.data.folder.sheet_rows import MARK, good_header, letters_of, read_rows, without_examples
from api.data.folder.spelling import READERS, as_format
from api.data.rows import employer as e
from api.data.rows.columns import Kind, cells_of
from api.data.rows.kinds import KINDS
from api.data.rows.lines import KindLines, Tables, Written
from api.data.sheets.cells import Sheet
from api.data.sheets.limits import check_size

EXAMPLES_LEFT = "lignes d’exemple du modèle, laissées de côté"


class Folder:
    """The files of a folder; missing, misshapen and unknown ones are noted as faults."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.faults = faults
        self.tables = Contents(path, tuple(KINDS), faults)

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
                absent = "fichier absent"
                self.faults.add(kind.file, received=absent, expected="ce fichier", cause=True)
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


BESIDE = (REVISIONS, REMOVALS)
"""The files that a history has beside its months."""


@dataclass(frozen=True)
class Loaded:
    """What was read: the association, its rows, and remarks on how they were read."""

    association: Association
    tables: Tables
    remarks: tuple[str, ...]


def load(folder: Path) -> Association:
    """
    Read an association from its folder.

    BadFilesError: files are missing, or something in them is wrong: all faults at once, in French,
    each with file, line, column, what was found and what was expected.
    """
    return load_with_rows(folder).association


def load_with_rows(folder: Path, needed: Callable[[Association], Needed] | None = None) -> Loaded:
    """
    Read an association from its folder, or from a workbook with a sheet for each kind of rows.

    `needed`: what of the history is read (None: all), found from the association without it. Where
    anything else is wrong, the whole is read, so that all faults are listed at once. BadFilesError:
    see `load`.
    """
    faults = Faults()
    if not folder.is_dir() and not (is_workbook(folder) and folder.is_file()):
        raise BadFilesError(
            [
                FileError(
                    file=folder.name,
                    received="un fichier" if folder.is_file() else "dossier absent",
                    expected="un dossier de CSV, ou un classeur (.xlsx, .ods)",
                )
            ]
        )
    place = Folder(folder, faults)
    place.tables.strangers()
    tables = Tables(place, faults)
    past = folder / "historique"
    people = None if "personnes" in tables.broken else tables.ids["personnes"]
    alone = None if needed is None else _alone(tables)
    part = None if needed is None or alone is None else needed(alone)
    history = load_history(past, people, faults, part)
    _strangers(past, faults)
    gone = carried_out(load_removals(past, people, faults), history)
    past_revisions = load_revisions(past, faults)
    if alone is None:
        association = association_of(
            tables, history=history, removals=gone, revisions=past_revisions
        )
    else:
        faults.refuse()
        association = replace(alone, history=history, removals=gone, revisions=past_revisions)
    return Loaded(association, tables, faults.remarks.messages)


def _alone(tables: Tables) -> Association | None:
    """Return the association without its history (None: something in the rows is wrong)."""
    try:
        return association_of(tables)
    except BadFilesError:
        return None


def _strangers(past: Path, faults: Faults) -> None:
    """Note each file beside the months that nothing reads: misspelt, it would be lost unsaid."""
    for path in sorted(past.glob("[!.]*/[!.]*.csv")):
        name = path.relative_to(past).as_posix()
        if name not in BESIDE:
            faults.add(f"{past.name}/{name}", received=name, expected=" ou ".join(BESIDE))


def acknowledge(folder: Path, *acknowledgements: Acknowledgement) -> Path | None:
    """
    Add acknowledgements to a folder's file, all or none, and return its path.

    Return None and write nothing if a finding is acknowledged already. BadFilesError: what the
    file holds can't be read.
    """
    kind = KINDS["acquittements"]
    with locked(folder):
        faults = Faults()
        place = Folder(folder, faults)
        place.tables.strangers()
        tables = Tables(place, faults, [kind])
        there = place.tables.of.get(kind.name, [])
        path = there[0].path if there else folder / kind.file
        if is_workbook(path) or not folder.is_dir():
            # A file beside a workbook would hold the same rows twice.
            faults.add(
                kind.file,
                received="un classeur",
                expected=f"un dossier et un fichier {kind.name}.csv, le seul que rota complète "
                "(enregistrez-y ces lignes en « CSV UTF-8 »)",
            )
        faults.refuse()
        recorded = [placed.row for placed in tables.of(e.AckRow)]
        if {row.code for row in recorded} & {each.code for each in acknowledgements}:
            return None
        rows = (*recorded, *(e.AckRow.model_construct(None, **vars(a)) for a in acknowledgements))
        write_whole(path, kind.headers, (cells_of(row).values() for row in rows))
    return path
