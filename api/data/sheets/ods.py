"""Read ODS workbooks (LibreOffice) as sheets of values."""

import re
from datetime import datetime, timedelta
from io import BytesIO

from api.data.sheets.cells import EPOCH, Area, Broken, Sheet, Value, day_or_moment
from api.data.sheets.limits import (
    MOST_COLUMNS,
    MOST_ROWS,
    Archive,
    Budget,
    Letters,
    Parser,
    attribute,
    bad,
    text_in,
)
from api.data.sheets.xlsx import ERROR, UNSAVED

CELLS = frozenset({"table-cell", "covered-table-cell"})
#: What floats over cells: comments, pictures, shapes. Their text is no cell's.
FLOATING = frozenset({"annotation", "frame", "custom-shape", "shapes", "rect", "text-box"})
TIME = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
MOST_BLANKS = 100
NUMBERS = frozenset({"float", "percentage", "currency"})


def read_ods(file: str, data: BytesIO) -> tuple[Sheet, ...]:
    """
    Read the sheets of a workbook, in its order.

    BadFilesError: it is damaged, too large, or another kind of document.
    """
    reader = _Tables(file)
    Archive(file, data).parse("content.xml", reader.parser)
    if not reader.spreadsheet:
        raise bad(file, "un document de texte ou de présentation", "un classeur .xlsx ou .ods")
    return tuple(reader.sheets)


class _Tables:
    """The tables of a spreadsheet, read element by element as the parser meets them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[Sheet] = []
        self.spreadsheet = False
        self.parser = Parser(self.start, self.end, self.text)
        self._budget = Budget(file)
        self._name = ""
        self._rows: dict[int, dict[int, Value]] = {}
        self._areas: list[Area] = []
        self._row = self._column = 0
        self._line: dict[int, Value] = {}
        self._repeat = 1
        self._cell: dict[str, str] = {}
        self._covered = False
        self._paragraphs = 0
        self._text = Letters()
        self._floating = 0
        self._inside = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Begin a table, a row, a cell or a paragraph."""
        if element in FLOATING or self._floating:
            self._floating += element in FLOATING
        elif element in CELLS:
            self._cell, self._paragraphs, self._text = attributes, 0, Letters()
            self._covered = element == "covered-table-cell"
        elif element == "p":
            self._inside = True
            self._text.add("\n" if self._paragraphs else "")
            self._paragraphs += 1
        elif element == "table-row":
            self._line, self._column = {}, 0
            self._repeat = _times(attributes, "number-rows-repeated")
        elif element == "table":
            self._name = attribute(attributes, "name")
            self._rows, self._areas, self._row = {}, [], 0
        elif element == "spreadsheet":
            self.spreadsheet = True
        elif self._inside:
            self._blank(element, attributes)

    def end(self, element: str) -> None:
        """Finish the element that was begun."""
        if self._floating:
            self._floating -= element in FLOATING
        elif element == "p":
            self._inside = False
        elif element in CELLS:
            self._keep()
        elif element == "table-row":
            if self._line:
                self._count_repeats()
                for row in range(self._row, self._row + self._repeat):
                    self._rows[row] = self._line
            self._row += self._repeat
        elif element == "table":
            areas = tuple(self._areas)
            self.sheets.append(Sheet(file=self.file, name=self._name, rows=self._rows, areas=areas))

    def text(self, text: str) -> None:
        """Add text to the current paragraph."""
        if self._inside and not self._floating:
            self._text.add(text)

    def _blank(self, element: str, attributes: dict[str, str]) -> None:
        """Note blanks and line ends, which are elements."""
        if element == "s":
            self._text.add(" " * min(_times(attributes, "c"), MOST_BLANKS))
        elif element in {"tab", "line-break"}:
            self._text.add("\t" if element == "tab" else "\n")

    def _count_repeats(self) -> None:
        """Count the cells of rows that repeat the current one."""
        if self._repeat > 1:
            self._budget.cell(self._name, self._row + self._repeat - 1, 0, "", 0)
            letters = sum(len(text_in(value)) for value in self._line.values())
            self._budget.take((self._repeat - 1) * len(self._line), (self._repeat - 1) * letters)

    def _keep(self) -> None:
        times = _times(self._cell, "number-columns-repeated")
        value = self._value(self._text.text())
        if not self._covered and (not isinstance(value, str) or value.strip()):
            self._budget.cell(self._name, self._row, self._column, value, times)
            self._line |= dict.fromkeys(range(self._column, self._column + times), value)
            self._merge()
        self._column += times

    def _merge(self) -> None:
        wide = _times(self._cell, "number-columns-spanned")
        high = _times(self._cell, "number-rows-spanned")
        if wide > 1 or high > 1:
            bottom = min(self._row + high, MOST_ROWS) - 1
            right = min(self._column + wide, MOST_COLUMNS) - 1
            self._areas.append(Area(self._row, self._column, bottom, right))

    def _value(self, text: str) -> Value:
        cell = self._cell
        kinds = [v for k, v in cell.items() if k.rpartition(":")[2] == "value-type"]
        kind = "error" if "error" in kinds else kinds[0] if kinds else ""
        if kind == "error" or (not kind and not text and attribute(cell, "formula")):
            return Broken(text or "formule sans valeur", ERROR if text else UNSAVED)
        if kind in NUMBERS:
            return float(attribute(cell, "value"))
        if kind == "date":
            return _date(attribute(cell, "date-value"))
        if kind == "time":
            return _time(attribute(cell, "time-value"), text)
        return text or attribute(cell, "string-value") or attribute(cell, "boolean-value")


def _times(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attribute(attributes, name) or 1))


def _date(written: str) -> Value:
    moment = datetime.fromisoformat(written).replace(tzinfo=None)
    # A time alone, where the workbook came from another program, is on the first days.
    return moment - EPOCH if moment.year < EPOCH.year + 2 else day_or_moment(moment)


def _time(written: str, text: str) -> Value:
    match = TIME.fullmatch(written)
    if match is None or match[1]:
        return Broken(text or written, "une date ou une heure qui existe")
    seconds = round(float((match[5] or "0").replace(",", ".")))
    return timedelta(
        days=int(match[2] or 0),
        hours=int(match[3] or 0),
        minutes=int(match[4] or 0),
        seconds=seconds,
    )
