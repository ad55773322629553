"""What is wrong with an association's files: where, what was found, what was expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import total_ordering
from types import MappingProxyType
from typing import TYPE_CHECKING

from api.data.folding import Folded, folded
from api.data.remarks import Remarks
from api.french.plural import plural
from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 60


@total_ordering
@dataclass(frozen=True, kw_only=True)
class FileError:
    """
    One thing wrong in one file.

    `sheet` is a workbook's (empty: a text file). `line` counts from 1, the header's line (0: the
    file as a whole). `column` is a header (empty: the whole line) and `letter` is what a workbook
    calls the column. `found` and `expected` are French. `entries`: how many rows or cells are
    refused for it. `cause`: the file, or a line of it, could not be read at all, and others may
    follow from that.

    Errors sort as a reader goes through the file, causes first; those of one entry, which are
    typing errors most often, come before what one answer settles for many.
    """

    file: str
    sheet: str = ""
    line: int = 0
    letter: str = ""
    column: str = ""
    found: str = ""
    expected: str
    entries: int = 1
    cause: bool = False

    def __lt__(self, other: FileError) -> bool:
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[object, ...]:
        here = place_key(self.file, self.sheet, self.line, self.letter, self.column)
        return (not self.cause, self.entries > 1, *here, self.found, self.expected)

    @property
    def message(self) -> str:
        """Say it in French, on one line."""
        return f"{self.where} : reçu {shown(self.found)}, attendu : {self.expected}"

    @property
    def where(self) -> str:
        """Say where it is: file, sheet, line, column."""
        return place(self.file, self.sheet, self.line, self.letter, self.column)


@total_ordering
@dataclass(frozen=True, kw_only=True)
class Where:
    """Where something stands: `line` counts from 1, `letter` and `column` name a column."""

    file: str
    sheet: str = ""
    line: int = 0
    letter: str = ""
    column: str = ""

    def __lt__(self, other: Where) -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[str, str, int, int, str, str]:
        return place_key(self.file, self.sheet, self.line, self.letter, self.column)

    def __str__(self) -> str:
        return place(self.file, self.sheet, self.line, self.letter, self.column)

    def refusal(self, found: str, expected: str, entries: int = 1) -> FileError:
        """Refuse what stands here; `entries`: how many rows or cells are refused for it."""
        return FileError(
            file=self.file,
            sheet=self.sheet,
            line=self.line,
            letter=self.letter,
            column=self.column,
            found=found,
            expected=expected,
            entries=entries,
        )


class BadFilesError(RoulementError):
    """
    Files that describe no association: all faults at once, causes first, then in file order.

    `errors` are all there are; the message says once what is wrong in the same way in several
    places. `waiting` says in French what could not be judged because of a cause, and how what was
    read was read.
    """

    def __init__(self, errors: Iterable[FileError], waiting: Iterable[str] = ()) -> None:
        self.errors = tuple(sorted(set(errors)))
        self.waiting = tuple(waiting)
        lines = folded([_foldable(error) for error in self.errors])
        head = f"{plural(lines.faults, 'erreur')} dans les fichiers :"
        told_lines = [f"  {line}" for line in (*lines.messages, *self.waiting)]
        super().__init__("\n".join([head, *told_lines]))


def place(file: str, sheet: str = "", line: int = 0, letter: str = "", column: str = "") -> str:
    """Name a place in a file in French, as far as it is known."""
    where = file
    if sheet:
        where += f", feuille « {sheet} »"
    if line:
        where += f", ligne {line}"
    if letter or column:
        where += ", colonne " + " ".join(
            x for x in (letter, f"« {column} »" if column else "") if x
        )
    return where


def place_key(
    file: str, sheet: str = "", line: int = 0, letter: str = "", column: str = ""
) -> tuple[str, str, int, int, str, str]:
    """Return what sorts places as a reader goes through a file: column AC comes after Z."""
    return file, sheet, line, len(letter), letter, column


def shown(text: str) -> str:
    """Quote what was found, cut where it is long; « rien » where it is empty."""
    if not text:
        return "rien"
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= SHOWN else flat[:SHOWN] + '…'} »"


def _foldable(error: FileError) -> Folded:
    """Return what tells whether two faults are one."""
    return Folded(
        message=error.message,
        where=error.where,
        same=(error.found, error.expected) if error.found and error.line else None,
        kind=(error.file, error.sheet, error.column, error.expected) if error.column else None,
        kind_named=place(error.file, error.sheet, 0, error.letter, error.column),
    )


@dataclass(frozen=True)
class Standing:
    """Where the rows of a kind stand: a file, a workbook's sheet, its letters by header."""

    file: str
    sheet: str = ""
    letters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def named(self) -> str:
        """Name it in a sentence."""
        return f"la feuille « {self.sheet} »" if self.sheet else self.file


FILE_NAMED = re.compile(r"\b[a-z_]+\.csv\b")


class Faults:
    """
    The faults met so far, and what else is to be said of how files were read.

    Everywhere, rows are named by the file that the format gives them (`personnes.csv`);
    `standings` says where they really stand, and what is told names that place.
    """

    def __init__(self) -> None:
        self.errors: list[FileError] = []
        self.standings: dict[str, Standing] = {}
        self.remarks = Remarks()
        self._waiting: Counter[str] = Counter()

    def add(
        self,
        file: str,
        line: int = 0,
        column: str = "",
        found: str = "",
        *,
        expected: str,
        cause: bool = False,
    ) -> None:
        """Note one."""
        standing = self.standings.get(file, Standing(file))
        self.errors.append(
            FileError(
                file=standing.file,
                sheet=standing.sheet,
                line=line,
                letter=standing.letters.get(column, ""),
                column=column,
                found=found,
                expected=FILE_NAMED.sub(lambda match: self.named(match[0]), expected),
                cause=cause,
            )
        )

    def named(self, file: str) -> str:
        """Name in a sentence where a file's rows really stand."""
        return self.standings[file].named if file in self.standings else file

    def where(self, file: str, line: int = 0, column: str = "") -> str:
        """Name a place as people see it."""
        standing = self.standings.get(file, Standing(file))
        letter = standing.letters.get(column, "")
        return place(standing.file, standing.sheet, line, letter, column)

    def wait(self, file: str) -> None:
        """Note that a reference can't be judged: the file that would know it is not read whole."""
        self._waiting[file] += 1

    @property
    def waiting(self) -> tuple[str, ...]:
        """Say in French what can't be judged yet."""
        return tuple(
            f"{plural(many, 'renvoi')} à {self.named(file)} : "
            f"à contrôler quand {'elle' if self._sheet(file) else 'il'} sera "
            f"lu{'e' if self._sheet(file) else ''} en entier"
            for file, many in sorted(self._waiting.items())
        )

    def refuse(self) -> None:
        """
        Stop if there are any.

        Raises
        ------
        BadFilesError
            There are.
        """
        if self.errors:
            read_so = (f"lu autrement : {remark}" for remark in self.remarks.messages)
            raise BadFilesError(self.errors, (*self.waiting, *read_so))

    def _sheet(self, file: str) -> bool:
        return file in self.standings and bool(self.standings[file].sheet)
