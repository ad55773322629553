"""Hold the cells of a sheet, whatever the file, and name them as workbooks do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from api.data.errors import Where

ALPHABET = 26
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Broken:
    """A cell whose value the file doesn't hold: the text it shows, and what was expected."""

    text: str
    expected: str


Value = str | float | date | datetime | timedelta | Broken
"""Text, a number, a day, a day with a time, a time or duration (from midnight on)."""


@dataclass(frozen=True)
class Area:
    """Merged cells, from one corner to the other, both included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def turned(self) -> Area:
        """Return the area with rows and columns exchanged."""
        return Area(self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    One sheet: the cells that aren't empty, by row and column, counted from 0.

    `turned`: rows and columns are exchanged with regard to the file; places are the file's.
    """

    file: str
    name: str = ""
    rows: Mapping[int, Mapping[int, Value]] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()
    turned: bool = False

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Return the numbers of rows that hold something, in order."""
        return tuple(sorted(row for row, cells in self.rows.items() if cells))

    def row(self, row: int) -> Mapping[int, Value]:
        """Return a row's cells."""
        return self.rows.get(row, {})

    def where(self, row: int, column: int | None = None, title: str = "") -> Where:
        """Return the place of a cell in the file, or of a row."""
        if self.turned:
            row, column = (0 if column is None else column), row
        return Where(
            file=self.file,
            sheet=self.name,
            line=row + 1,
            letter="" if column is None else letter_of(column),
            column=title,
        )

    def transposed(self) -> Sheet:
        """Return the sheet with rows and columns exchanged."""
        rows: dict[int, dict[int, Value]] = {}
        for row, cells in self.rows.items():
            for column, value in cells.items():
                rows.setdefault(column, {})[row] = value
        areas = tuple(area.turned() for area in self.areas)
        return replace(self, rows=rows, areas=areas, turned=not self.turned)

    def area_at(self, row: int, column: int) -> Area | None:
        """Return the merged area that begins at a cell."""
        return self._corners.get((row, column))

    def area_over(self, row: int, column: int) -> Area | None:
        """Return the merged area that contains a cell, its corner included."""
        if column not in self._over:
            there = [area for area in self.areas if area.left <= column <= area.right]
            self._over[column] = sorted(there, key=lambda area: area.top)
        areas = self._over[column]
        # Merged areas of one column lie under each other.
        place = bisect_right(areas, row, key=lambda area: area.top) - 1
        return areas[place] if place >= 0 and row <= areas[place].bottom else None

    def seen(self, row: int, column: int) -> Value:
        """Return what a cell shows; in a merged area, that is the corner's value."""
        value = self.row(row).get(column)
        if value is None and (area := self.area_over(row, column)) is not None:
            value = self.row(area.top).get(area.left)
        return "" if value is None else value

    @cached_property
    def _over(self) -> dict[int, list[Area]]:
        return {}

    @cached_property
    def _corners(self) -> Mapping[tuple[int, int], Area]:
        return {(area.top, area.left): area for area in self.areas}


def letter_of(column: int) -> str:
    """Return a workbook's letters for a column counted from 0: A, Z, AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, ALPHABET)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """Return the column, counted from 0, of a workbook's letters."""
    number = 0
    for letter in letters.upper():
        number = number * ALPHABET + ord(letter) - ord("A") + 1
    return number - 1


def as_text(value: Value | None) -> str:
    """Write a value as people see it in a cell."""
    match value:
        case None | str():
            return value or ""
        case Broken():
            return value.text
        case timedelta():
            seconds = round(value.total_seconds())
            clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
            return clock + (f":{seconds % 60:02d}" if seconds % 60 else "")
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
    return f"{value:.10g}".replace(".", ",")


def compact(value: Value | None) -> str:
    """Write a value on one line, without spaces at its ends or repeated spaces."""
    return " ".join(as_text(value).split())
