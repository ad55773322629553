"""Find which file of a folder, or sheet of a workbook, has the rows of which kind."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from api.data.errors import BadFilesError, Faults
from api.data.folder.sheet_rows import Cells, examples_of, is_list
from api.data.sheets.cells import Sheet
from api.data.sheets.content import sheets_of, titles_of
from api.french.nearest import suggestion
from api.french.plain import plain

WORKBOOKS = frozenset({".xlsx", ".ods", ".xls"})
TABLES = WORKBOOKS | {".csv"}
WHOLE = "association"
"""The name, whatever its ending, of a workbook with a sheet for each kind of rows."""

NOTICES = frozenset({"mode d emploi", "notice", "lisez moi", "aide", "listes"})
"""Sheets that explain a workbook, or hold the lists that its cells are chosen from."""

NEAR = 0.75


def name_of(text: str) -> str:
    """Return the name of a kind as a file or a sheet may bear it: `Formation socle`."""
    return plain(text).replace(" ", "_")


def is_workbook(path: Path) -> bool:
    """Return whether a file has the suffix of a workbook."""
    return path.suffix.casefold() in WORKBOOKS


def holds_association(path: Path, kinds: Collection[str]) -> bool:
    """Whether a folder has a table of one of the kinds, or a workbook a sheet for each of them."""
    if path.is_dir():
        names = (name_of(file.stem) for file in path.iterdir() if file.suffix.casefold() in TABLES)
        return not {*kinds, WHOLE}.isdisjoint(names)
    if not is_workbook(path) or not path.is_file():
        return False
    try:
        names = (name_of(title) for title in titles_of(path))
    except BadFilesError:
        return False  # its reader says why
    return set(kinds) <= set(names)


@dataclass(frozen=True)
class Table:
    """Where the rows of a kind are: a file of their own, or a sheet of a whole workbook."""

    path: Path
    sheet: Sheet | None = None

    @property
    def named(self) -> str:
        """Return the name of the file, and of its sheet if it is in a workbook."""
        return self.path.name if self.sheet is None else f"{self.path.name}, « {self.sheet.name} »"


class Contents:
    """The tables of a folder or workbook, by name of their kind; unknown ones are noted."""

    def __init__(self, path: Path, names: Collection[str], faults: Faults) -> None:
        self.path, self.names, self.faults = path, names, faults
        self._examples: dict[Path, Mapping[str, set[Cells]]] = {}
        self._sheets_read: dict[Path, tuple[Sheet, ...]] = {}

    @cached_property
    def workbooks(self) -> tuple[Path, ...]:
        """Return the workbooks that hold a whole association."""
        if not self.path.is_dir():
            return (self.path,)
        return tuple(
            file for file in self._files if is_workbook(file) and name_of(file.stem) == WHOLE
        )

    @cached_property
    def of(self) -> dict[str, list[Table]]:
        """Return the tables found for each kind; more than one is a fault."""
        tables: dict[str, list[Table]] = {}
        for path in self._files:
            if (name := name_of(path.stem)) in self.names:
                tables.setdefault(name, []).append(Table(path))
        for path in self.workbooks:
            for sheet in self._sheets(path):
                if (name := name_of(sheet.name)) in self.names:
                    tables.setdefault(name, []).append(Table(path, sheet))
        return tables

    @cached_property
    def unread(self) -> bool:
        """Whether some workbook of a whole association can't be read, so its content is unknown."""
        return any(not self._read(path) for path in self.workbooks)

    def strangers(self) -> None:
        """Note files and sheets whose name isn't known; most often it is mistyped."""
        for path in self._files:
            name = name_of(path.stem)
            if name in self.names or path in self.workbooks:
                continue
            if is_workbook(path):
                self._stranger(path.name, name)
            else:
                expected = "l’un des fichiers " + ", ".join(sorted(f"{n}.csv" for n in self.names))
                self.faults.add(path.name, received=path.name, expected=expected, cause=True)
        for path in self.workbooks:
            for sheet in self._sheets(path):
                name = name_of(sheet.name)
                if not (name in self.names or plain(sheet.name) in NOTICES or is_list(sheet)):
                    self._stranger(f"{path.name}, feuille « {sheet.name} »", name)

    def examples(self, path: Path) -> Mapping[str, set[Cells]]:
        """Return the example rows that workbooks of a whole association list, by kind."""
        if path not in self._examples:
            self._examples[path] = examples_of(self._read(path))
        return self._examples[path]

    def _stranger(self, where: str, name: str) -> None:
        """Refuse a file name close to a known one; remark that any other file isn't read."""
        if hint := suggestion(name, self.names, NEAR):
            self.faults.add(where, received=name, expected=f"un nom du format{hint}", cause=True)
        else:
            self.faults.remarks.say(f"{where} : n’est pas d’une association, et n’est pas lu")

    @cached_property
    def _files(self) -> tuple[Path, ...]:
        """The folder's tables, by name, without the temporary files of open programs."""
        if not self.path.is_dir():
            return ()
        return tuple(
            file
            for file in sorted(self.path.iterdir())
            if file.suffix.casefold() in TABLES
            and file.is_file()
            and file.name[:1] not in {".", "~"}
        )

    def _sheets(self, path: Path) -> Iterator[Sheet]:
        """Yield the sheets of a workbook that hold more than a header."""
        for sheet in self._read(path):
            if len(sheet.order) > 1 or name_of(sheet.name) not in self.names:
                yield sheet

    def _read(self, path: Path) -> tuple[Sheet, ...]:
        if path not in self._sheets_read:
            self._sheets_read[path] = workbook(path, self.faults)
        return self._sheets_read[path]


def workbook(path: Path, faults: Faults) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; none, and the fault noted, where it can't be read."""
    try:
        return sheets_of(path)
    except BadFilesError as error:
        faults.take(error)
        return ()
