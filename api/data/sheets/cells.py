"""Hold a sheet's cells; read numbers that it shows as days or times."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

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


EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook has no zones
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - same
LAST = 2_958_466
MODERN = 36_526
"""1 January 2000: a number from here on is a day, even where only its time is shown."""

DATES = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
TIMES = frozenset((*range(18, 22), 45, 47, *range(32, 36), 55, 56))
DURATIONS = frozenset((46,))

IDLE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)


class Look(StrEnum):
    """What a cell's format makes of a number."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


@lru_cache(maxsize=4_096)
def look_of(code: str) -> Look:
    """Return what a number format shows, from its code (`dd/mm/yyyy`, `[h]:mm`, `0.00`)."""
    plain = IDLE.sub("", code).partition(";")[0].lower()
    if "general" in plain or "standard" in plain or "@" in plain:
        return Look.NUMBER
    if "d" in plain or "y" in plain:
        return Look.DAY
    if "h" in plain or "s" in plain:
        return Look.TIME
    return Look.DAY if re.search(r"(?<!\[)m", plain) else Look.NUMBER


def built_in(number: int) -> Look:
    """Return what a format built into every workbook shows, from its number."""
    if number in DATES:
        return Look.DAY
    return Look.TIME if number in TIMES | DURATIONS else Look.NUMBER


def value_of(number: float, look: Look, *, since_1904: bool = False) -> Value:
    """Return a number's meaning: itself, a day, a day with its time, a time or a duration."""
    if look is Look.NUMBER:
        return number
    if not 0 <= number < LAST:
        return Broken(f"{number:g}", "une date ou une heure qui existe")
    if number < 1 or (look is Look.TIME and number < MODERN):
        if look is Look.DAY and number == 0:
            return Broken("0", "une date qui existe")
        return timedelta(seconds=round(number * 86_400))
    moment = (EPOCH_1904 if since_1904 else EPOCH) + timedelta(seconds=round(number * 86_400))
    return day_or_moment(moment)


def day_or_moment(moment: datetime) -> date | datetime:
    """Return a day if the time is midnight, since workbooks don't distinguish the two."""
    midnight = moment.hour == moment.minute == moment.second == 0
    return moment.date() if midnight else moment
