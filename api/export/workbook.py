"""
Open workbooks, and write lists in them.

Rows are written one by one and not kept in memory, since a list may have a million of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from api.export.styles import Styles
from api.french.words import hours, short_date

A4 = 9
MOST_ROWS = 1_000_000
"""The most rows of a sheet (Excel has 1,048,576); a longer list continues in another sheet."""

LONGEST_TEXT = 32_767
"""The most characters that Excel allows in a cell."""


@dataclass(frozen=True)
class Duration:
    """A duration in minutes, shown as hours and minutes that add up."""

    minutes: int


@dataclass(frozen=True)
class AlertCell:
    """A text in a cell that is to be noticed."""

    text: str


@dataclass(frozen=True)
class StyledCell:
    """A value with its own format (`look`: a format of `Styles`)."""

    value: str | float
    look: Any


Cell = str | int | date | time | Duration | AlertCell | StyledCell | None


def words_of(cell: Cell) -> str:
    """Write a cell as a document shows it: durations in hours, days in figures."""
    match cell:
        case Duration(minutes):
            return hours(minutes)
        case AlertCell(text):
            return text
        case date():
            return short_date(cell)
        case None:
            return ""
    return str(cell)


@dataclass(frozen=True)
class Column:
    """A column of a list: head, width in characters, meaning, whether it holds durations."""

    head: str
    width: float = 10
    meaning: str = ""
    lasting: bool = False


def opened(target: Path | io.BytesIO, title: str, made: date) -> tuple[Any, Styles]:
    """
    Return a new workbook and its styles; no cell is ever a formula.

    The same cells give the same bytes. What is written to a file goes there row by row, so that it
    may be larger than the memory.
    """
    import xlsxwriter  # noqa: PLC0415 - help and audits write no workbook

    inside = isinstance(target, io.BytesIO)
    flags = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    options = {"in_memory": inside, "constant_memory": not inside} | dict.fromkeys(flags, False)
    book = xlsxwriter.Workbook(target if inside else str(target), options)
    created = datetime.combine(made, time())
    book.set_properties({"title": title, "author": "Roulement", "created": created})
    return book, Styles(book)


@contextmanager
def written(output: io.BytesIO, title: str, made: date) -> Iterator[tuple[Any, Styles]]:
    """Open a workbook (see `opened`), and close its file when the block ends."""
    book, styles = opened(output, title, made)
    yield book, styles
    book.close()


class Table:
    """
    A list with its head; each row is written at once, in order.

    `frozen`: columns that stay in sight.
    """

    def __init__(
        self, book: Any, styles: Styles, name: str, columns: Sequence[Column], *, frozen: int = 1
    ) -> None:
        self.frozen = frozen
        self.book = book
        self.styles = styles
        self.name = name
        self.columns = tuple(columns)
        self.sheets = 0
        self.line = 0
        self._begin()

    def row(self, cells: Sequence[Cell]) -> None:
        """Write one row after the others."""
        if self.line >= MOST_ROWS:
            self._begin()
        for n, cell in enumerate(cells):
            self._write(n, cell)
        self.line += 1

    def _begin(self) -> None:
        self.sheets += 1
        name = self.name if self.sheets == 1 else f"{self.name} {self.sheets}"
        self.sheet = self.book.add_worksheet(name)
        for n, column in enumerate(self.columns):
            self.sheet.set_column(n, n, column.width)
        self.sheet.freeze_panes(1, self.frozen)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer("&L&8&A&R&8page &P sur &N")
        self.sheet.set_row(0, 28)
        for n, column in enumerate(self.columns):
            self.sheet.write_string(0, n, column.head, self.styles.head)
        self.line = 1

    def _write(self, n: int, cell: Cell) -> None:
        sheet, line, styles = self.sheet, self.line, self.styles
        match cell:
            case None:
                pass
            case Duration(minutes) if minutes < 0:
                # Excel shows no negative duration: the balance is text.
                sheet.write_string(line, n, hours(minutes), styles.text)
            case Duration(minutes):
                sheet.write_number(line, n, minutes / 1440, styles.hours)
            case StyledCell(value, look):
                sheet.write(line, n, value, look)
            case AlertCell(text):
                sheet.write_string(line, n, text[:LONGEST_TEXT], styles.alarm)
            case int():
                sheet.write_number(line, n, cell, styles.number)
            case time():
                sheet.write_datetime(line, n, cell, styles.clock)
            case date():
                # Excel has no zones: a day is its midnight without one.
                sheet.write_datetime(line, n, datetime.combine(cell, time()), styles.date)
            case _:
                sheet.write_string(line, n, cell[:LONGEST_TEXT], styles.text)
