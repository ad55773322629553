"""Write a workbook: its sheets, and the formats of their cells, each only once."""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from api.export import palette
from api.french.words import hours, short_date
from api.planning.chips import ChipKind
from scheduler.domain.posts import Posts
from scheduler.rule import shown

HATCHED = 14  # thin diagonal stripes

FRAMED = {"border": 1, "border_color": "#BBBBBB"}
FIGURE = {**FRAMED, "align": "right"}
TEXT = {**FRAMED, "valign": "top", "text_wrap": True}
CENTRED = {"align": "center", "valign": "vcenter", "text_wrap": True}
HEAD = {"bold": True, "bg_color": "#E6E6E6", "border": 1, "border_color": "#AAAAAA", **CENTRED}


class Styles:
    """
    The formats of one workbook's cells, by what a cell shows.

    `hours`: a duration in hours and minutes, which may exceed 24 hours; `alarm`: a blocking
    finding's text; `note`: small grey text.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._format = cache(self._make)
        self.title = self._format(bold=True, font_size=16)
        self.note = self._format(font_color="#555555", font_size=8)
        self.head = self._format(**HEAD)
        self.name = self._format(**FRAMED, bold=True, valign="vcenter", text_wrap=True)
        self.hours = self._format(num_format="[h]:mm", **FIGURE)
        self.percent = self._format(num_format="0 %", **FIGURE)
        self.clock = self._format(num_format="hh:mm", **FIGURE)
        self.number = self._format(num_format="0", **FIGURE)
        self.text = self._format(**TEXT)
        self.date = self._format(num_format="dd/mm/yyyy", **FRAMED, valign="top")
        self.alarm = self._format(**TEXT, bold=True, font_color=palette.ALERT)

    def _make(self, **properties: Any) -> Any:
        return self._book.add_format({"font_name": "Arial", "font_size": 9, **properties})

    def day(self, *, weekend: bool, holiday: bool) -> Any:
        """Return the format of a day's head, tinted on holidays and at weekends."""
        fill = palette.HOLIDAY if holiday else "#DEDED6" if weekend else HEAD["bg_color"]
        return self._format(**HEAD | {"bg_color": fill})

    def empty(self, *, weekend: bool, holiday: bool) -> Any:
        """Return the format of a day without an entry."""
        fill = palette.HOLIDAY if holiday else palette.WEEKEND
        return self._format(**FRAMED, **({"bg_color": fill} if holiday or weekend else {}))

    def entry(self, kind: ChipKind, *, elsewhere: bool) -> Any:
        """Return the format of a day with an entry of a kind, in the kind's colours."""
        fill, edge = palette.KINDS[kind]
        look: dict[str, Any] = {"border": 1, "border_color": edge, **CENTRED, "font_size": 8}
        if elsewhere:
            look |= {"italic": True, "border": 3}
        elif kind is ChipKind.TRAINING:
            look |= {"pattern": HATCHED, "fg_color": "#B7D9AC", "bg_color": fill}
        else:
            look["bg_color"] = fill
        return self._format(**look)

    def hole(self, *, vital: bool) -> Any:
        """Return the format of a day with posts to fill; `vital`: a minimum is missing."""
        look = {"bold": True, "font_size": 8, "border": 2, "border_color": palette.ALERT, **CENTRED}
        full = {"bg_color": palette.ALERT, "font_color": "#FFFFFF"}
        return self._format(**look, **(full if vital else {"font_color": palette.ALERT}))

    def coverage(self, posts: Posts) -> Any:
        """Return the format of posts held and due on a day."""
        state = palette.state_of(posts)
        bold = state != "full"
        return self._format(**FRAMED, bg_color=palette.COVERAGE[state], align="center", bold=bold)

    def duration(self, minutes: int) -> tuple[float, Any]:
        """
        Return a difference of durations as a cell value that adds up, and its format.

        In hours and hundredths: Excel shows no negative time.
        """
        return minutes / 60, self._format(num_format='+0.00" h";-0.00" h";0" h"', **FIGURE)

    def quantity(self, value: int, unit: str) -> tuple[float | str, Any]:
        """
        Return a measure as a number with its unit where possible, so that it adds up.

        `unit`: as findings have it. Those that are words (a list's entries, `1/10`) stay text.
        """
        words = shown(value, unit)
        plain = {**FIGURE, "valign": "top"}
        if unit == "minutes":
            if value < 0:
                return self.duration(value)
            return value / 1440, self._format(num_format='[h]" h "mm', **plain)
        if unit == "clock":
            return value / 1440, self._format(num_format="hh:mm", **plain)
        if unit == "permille":
            return value / 1000, self._format(num_format="0.# %", **plain)
        number, _, name = words.partition(" ")
        if number == str(value) and name:
            return value, self._format(num_format=f'0" {name}"', **plain)
        return words, self.text


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

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write several rows."""
        for cells in rows:
            self.row(cells)

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
