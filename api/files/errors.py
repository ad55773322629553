"""What is wrong with an association's files: where, what was found, what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering
from typing import TYPE_CHECKING

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
    refused for it.

    Errors sort as a reader goes through the file; those of one entry, which are typing errors most
    often, come before what one answer settles for many.
    """

    file: str
    sheet: str = ""
    line: int = 0
    letter: str = ""
    column: str = ""
    found: str = ""
    expected: str
    entries: int = 1

    def __lt__(self, other: FileError) -> bool:
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[object, ...]:
        here = place_key(self.file, self.sheet, self.line, self.letter, self.column)
        return (self.entries > 1, *here, self.found, self.expected)

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
    """Files that describe no association: all faults at once, one a line, in file order."""

    def __init__(self, errors: Iterable[FileError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        many = len(self.errors)
        head = f"{many} erreur{'s' if many > 1 else ''} dans les fichiers :"
        super().__init__("\n".join([head, *(f"  {error.message}" for error in self.errors)]))


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


class Faults:
    """The faults met so far."""

    def __init__(self) -> None:
        self.errors: list[FileError] = []

    def add(
        self, file: str, line: int = 0, column: str = "", found: str = "", *, expected: str
    ) -> None:
        """Note one."""
        self.errors.append(
            FileError(file=file, line=line, column=column, found=found, expected=expected)
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
            raise BadFilesError(self.errors)
