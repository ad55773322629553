"""What is wrong with an association's files: where, what was found, what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 60


@dataclass(frozen=True, kw_only=True, order=True)
class FileError:
    """
    One thing wrong in one file.

    `line` counts from 1, the header's line (0: the file as a whole); `column` is a header (empty:
    the whole line). `found` and `expected` are French.
    """

    file: str
    line: int = 0
    column: str = ""
    found: str = ""
    expected: str

    @property
    def message(self) -> str:
        """Say it in French, on one line."""
        where = self.file
        if self.line:
            where += f", ligne {self.line}"
        if self.column:
            where += f", colonne « {self.column} »"
        return f"{where} : reçu {shown(self.found)}, attendu : {self.expected}"


class BadFilesError(RoulementError):
    """Files that describe no association: all faults at once, one a line, in file order."""

    def __init__(self, errors: Iterable[FileError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        many = len(self.errors)
        head = f"{many} erreur{'s' if many > 1 else ''} dans les fichiers :"
        super().__init__("\n".join([head, *(f"  {error.message}" for error in self.errors)]))


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
