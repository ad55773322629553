"""
Limit the size of files: a larger one is refused at once, with the limit.

A list of 500,000 cells takes about seven seconds and 140 MB.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.data.errors import BadFilesError, Where
from api.data.sheets.cells import Broken, Value, letter_of
from api.french.quoting import QUOTED

MEGABYTE = 1_000_000
MOST_BYTES = 25 * MEGABYTE
MOST_UNPACKED = 250 * MEGABYTE
MOST_CELLS = 500_000
MOST_TEXT = 25 * MEGABYTE
"""Letters of all cells of a file together: no more than the largest CSV file has."""

LONGEST_TEXT = 32_767
"""Letters of a cell; Excel takes no more."""

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
"""Columns and rows of a sheet; spreadsheets have no more."""

LONGEST_LINE = 1_000_000
"""Letters of a line of text: 16,384 cells of sixty."""

LARGEST = {MOST_BYTES: "25 Mo", MOST_UNPACKED: "250 Mo"}
SPLIT = "donnez un fichier par mois ou par agence"
LONGEST_SAID = "32 767 caractères au plus dans une case"
CORNER = "des cases jusqu’à la colonne XFD et la ligne 1 048 576 au plus"


def bad(file: str, text: str, expected: str, *, sheet: str = "", line: int = 0) -> BadFilesError:
    """Return the refusal of a whole file."""
    return refused(Where(file=file, sheet=sheet, line=line), text, expected)


def refused(where: Where, text: str, expected: str) -> BadFilesError:
    """Return the refusal of a whole file for what is at a place of it."""
    return BadFilesError([where.refusal(text, expected)])


def check_size(file: str, size: int, most: int = MOST_BYTES, name: str = "fichier") -> None:
    """Refuse a size in bytes that is above the limit (BadFilesError: it is over the limit)."""
    if size > most:
        # Rounded up: what is just over the limit isn't shown as the limit.
        tenths = -(-size * 10 // MEGABYTE)
        raise bad(
            file,
            f"{name} de {tenths // 10},{tenths % 10} Mo",
            f"{LARGEST[most]} au plus ({SPLIT})",
        )


def text_in(value: Value) -> str:
    """Return the text that a cell holds (empty: a number, a day or a time)."""
    match value:
        case str():
            return value
        case Broken():
            return value.text
    return ""


def lines_of(file: str, text: str) -> Iterator[str]:
    """
    Yield the lines of a text with their ends, as the `csv` module takes them.

    BadFilesError: a line is longer than any that people or programs write.
    """
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > LONGEST_LINE:
            said = f"ligne de plus d’un million de caractères : {line[:QUOTED]}"
            raise bad(file, said, "un million de caractères au plus par ligne", line=number)
        yield line


class Letters:
    """The text of a cell as it comes in pieces; of one that is too long, only the beginning."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, part: str) -> None:
        """Add a piece; pieces are short, so that little more than a cell may hold is kept."""
        if self._length <= LONGEST_TEXT:
            self._parts.append(part)
            self._length += len(part)

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)


class Budget:
    """What may still be kept of a file: cells, and letters in all of them together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.cells = MOST_CELLS
        self.letters = MOST_TEXT

    def cell(self, sheet: str, row: int, column: int, value: Value, across: int = 1) -> None:
        """
        Count a cell before it is kept, and those `across` that repeat it.

        BadFilesError: it is too long, or outside what a sheet may hold; or the file holds too much.
        """
        text = text_in(value)
        if len(text) > LONGEST_TEXT or column + across > MOST_COLUMNS or row >= MOST_ROWS:
            where = Where(file=self.file, sheet=sheet, line=row + 1)
            if len(text) > LONGEST_TEXT:
                where = replace(where, letter=letter_of(column))
                raise refused(where, text, LONGEST_SAID)
            raise refused(where, f"case {letter_of(column + across - 1)}{row + 1}", CORNER)
        self.take(across, len(text) * across)

    def line(self, number: int, cells: Sequence[str]) -> None:
        """Count the cells of a line of text, whose number counts from 1; see `cell`."""
        lengths = [len(cell) for cell in cells]
        if len(cells) > MOST_COLUMNS or max(lengths, default=0) > LONGEST_TEXT:
            for column, cell in enumerate(cells):
                self.cell("", number - 1, column, cell)
        self.take(len(cells), sum(lengths))

    def take(self, cells: int, letters: int = 0) -> None:
        """
        Subtract cells and letters from those that may still be kept.

        BadFilesError: the file has more than the limit.
        """
        self.cells -= cells
        self.letters -= letters
        if self.cells < 0:
            raise bad(
                self.file, "plus de 500 000 cases remplies", f"500 000 cases au plus ({SPLIT})"
            )
        if self.letters < 0:
            raise bad(
                self.file,
                "plus de 25 millions de caractères dans les cases",
                f"25 millions de caractères au plus ({SPLIT})",
            )
