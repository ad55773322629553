"""
Read XLSX workbooks as sheets of values.

No library is used: the quick ones give an empty cell for a formula's error (`#REF!`) and midnight
for a time below zero, and nothing may be lost without a message. Only cells that
hold something are kept, so that a cell in the last corner of a sheet takes no more memory.
"""

import math
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from posixpath import join, normpath
from typing import TypeVar

from api.data.sheets.cells import (
    Area,
    Broken,
    Look,
    Sheet,
    Value,
    built_in,
    column_of,
    day_or_moment,
    look_of,
    value_of,
)
from api.data.sheets.limits import (
    DAMAGED,
    MOST_COLUMNS,
    MOST_ROWS,
    Archive,
    Budget,
    Letters,
    Parser,
    attribute,
    bad,
)

T = TypeVar("T")

REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
ERROR = "une valeur (la formule de cette case donne une erreur)"
UNSAVED = "une valeur (formule jamais calculée : ouvrez le classeur et enregistrez-le)"
TEXT = frozenset({"str", "inlineStr"})


def read_xlsx(file: str, data: BytesIO) -> tuple[Sheet, ...]:
    """
    Read the worksheets of a workbook, in its order.

    BadFilesError: it is damaged, protected, too large, or another kind of document.
    """
    archive = Archive(file, data)
    book = _target(archive)
    folder = book.rpartition("/")[0]
    links = _links(archive, join(folder, "_rels", book.rpartition("/")[2] + ".rels"))
    sheets, since_1904 = _sheets(archive, book)
    parts = {kind: normpath(join(folder, target)) for kind, target in links.values()}
    strings = _strings(archive, parts["sharedStrings"]) if "sharedStrings" in parts else []
    looks = _styles(archive, parts["styles"]) if "styles" in parts else []
    budget = Budget(file)
    read = []
    for name, link in sheets:
        kind, target = links.get(link, ("", ""))
        if kind == "worksheet":
            reader = _Cells(name, strings, looks, budget, since_1904=since_1904)
            archive.parse(normpath(join(folder, target)), reader.parser)
            read.append(Sheet(file=file, name=name, rows=reader.rows, areas=tuple(reader.areas)))
    return tuple(read)


def titles_of_xlsx(file: str, data: BytesIO) -> tuple[str, ...]:
    """
    Return the names of a workbook's sheets, in its order, without reading their cells.

    BadFilesError: it is damaged, protected, or another kind of document.
    """
    archive = Archive(file, data)
    return tuple(name for name, _ in _sheets(archive, _target(archive))[0])


def _target(archive: Archive) -> str:
    for kind, target in _links(archive, "_rels/.rels").values():
        if kind == "officeDocument":
            name = target.lstrip("/")
            if name.endswith(".bin"):
                raise bad(archive.file, "un classeur binaire (.xlsb)", "un classeur .xlsx ou .ods")
            if name.rpartition("/")[2] == "workbook.xml":
                return name
            raise bad(
                archive.file, "un document de texte ou de présentation", "un classeur .xlsx ou .ods"
            )
    raise bad(archive.file, "archive sans classeur", DAMAGED)


def _links(archive: Archive, name: str) -> dict[str, tuple[str, str]]:
    """Return the kind and target of each link of a part, by its id."""
    links: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship":
            target = attributes.get("Target", "")
            kind = attributes.get("Type", "").rpartition("/")[2]
            # An absolute target starts at the archive's root: join() takes it as it is.
            links[attributes.get("Id", "")] = (kind, target)

    archive.parse(name, Parser(start, _nothing, _nothing))
    return links


def _sheets(archive: Archive, name: str) -> tuple[list[tuple[str, str]], bool]:
    """Return name and link of each sheet, and whether days are counted from 1904."""
    sheets: list[tuple[str, str]] = []
    since_1904 = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        if element == "sheet":
            sheets.append((attributes.get("name", ""), attribute(attributes, "id")))
        elif element == "workbookPr":
            since_1904 = attributes.get("date1904", "") in {"1", "true"}

    archive.parse(name, Parser(start, _nothing, _nothing))
    return sheets, since_1904


def _strings(archive: Archive, name: str) -> list[str]:
    """Return the texts that cells share; readings of Asian characters are left out."""
    strings: list[str] = []
    letters = Letters()
    budget = Budget(archive.file)
    inside = reading = False

    def start(element: str, _: dict[str, str]) -> None:
        nonlocal inside, letters, reading
        if element == "si":
            letters = Letters()
        inside = element == "t" and not reading
        reading = reading or element == "rPh"

    def end(element: str) -> None:
        nonlocal inside, reading
        if element == "si":
            strings.append(_unescaped(letters.text()))
            budget.take(1, len(strings[-1]))
        elif element == "rPh":
            reading = False
        inside = False

    def text(part: str) -> None:
        if inside:
            letters.add(part)

    archive.parse(name, Parser(start, end, text))
    return strings


def _styles(archive: Archive, name: str) -> list[Look]:
    """Return the look of each cell style: number, day or time."""
    codes: dict[str, str] = {}
    numbers: list[str] = []
    inside = False

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if element == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element == "cellXfs":
            inside = True
        elif element == "xf" and inside:
            numbers.append(attributes.get("numFmtId", "0"))

    def end(element: str) -> None:
        nonlocal inside
        inside = inside and element != "cellXfs"

    archive.parse(name, Parser(start, end, _nothing))
    return [
        look_of(codes[number]) if number in codes else built_in(int(number)) for number in numbers
    ]


class _Cells:
    """The cells of one sheet, read element by element as the parser meets them."""

    def __init__(
        self, name: str, strings: list[str], looks: list[Look], budget: Budget, *, since_1904: bool
    ) -> None:
        self.name = name
        self.rows: dict[int, dict[int, Value]] = {}
        self.areas: list[Area] = []
        self.parser = Parser(self.start, self.end, self.text)
        self._strings, self._styles = strings, looks
        self._budget, self._since_1904 = budget, since_1904
        self._row = self._column = -1
        self._kind = self._style = ""
        self._letters = Letters()
        self._inside = self._reading = self._formula = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell or a value."""
        if element == "c":
            match = REFERENCE.fullmatch(attributes.get("r", ""))
            if match:
                self._column, self._row = column_of(match[1]), _index(match[2])
            else:
                self._column += 1
            self._kind = attributes.get("t", "")
            self._style = attributes.get("s", "")
            self._letters, self._formula = Letters(), False
        elif element in {"v", "t"}:
            self._inside = not self._reading
        elif element == "f":
            self._formula = True
        elif element == "rPh":
            self._reading = True
        elif element == "row":
            number = attributes.get("r", "")
            self._row = _index(number) if number else self._row + 1
            self._column = -1
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, element: str) -> None:
        """End a row, a cell or a value."""
        if element in {"v", "t"}:
            self._inside = False
        elif element == "rPh":
            self._reading = False
        elif element == "c":
            value = self._value(self._letters.text())
            if not isinstance(value, str) or value.strip():
                self._budget.cell(self.name, self._row, self._column, value)
                self.rows.setdefault(self._row, {})[self._column] = value

    def text(self, part: str) -> None:
        """Note a value's text."""
        if self._inside:
            self._letters.add(part)

    def _value(self, text: str) -> Value:
        if self._kind == "s":
            return _at(self._strings, text) if text else ""
        if self._kind in TEXT:
            return _unescaped(text)
        if self._kind == "e":
            return Broken(text or "#ERREUR", ERROR)
        if text:
            return self._number(text)
        return Broken("formule sans valeur", UNSAVED) if self._formula else ""

    def _number(self, text: str) -> Value:
        if self._kind == "b":
            return "VRAI" if text == "1" else "FAUX"
        if self._kind == "d":
            return day_or_moment(datetime.fromisoformat(text).replace(tzinfo=None))
        number = float(text)
        if not math.isfinite(number):
            return Broken(text, "un nombre")
        look = _at(self._styles, self._style) if self._style and self._styles else Look.NUMBER
        return value_of(number, look, since_1904=self._since_1904)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corner, other = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
        if corner and other:
            self._budget.take(1)
            bottom = min(_index(other[2]), MOST_ROWS - 1)
            right = min(column_of(other[1]), MOST_COLUMNS - 1)
            self.areas.append(Area(_index(corner[2]), column_of(corner[1]), bottom, right))


def _index(number: str) -> int:
    """Return a row counted from 0; the file counts from 1."""
    index = int(number) - 1
    if index < 0:
        raise ValueError(number)
    return index


def _at(values: Sequence[T], number: str) -> T:
    """Return the value at an index of the file; refuse one below zero, which Python would take."""
    index = int(number)
    if index < 0:
        raise IndexError(number)
    return values[index]


def _unescaped(text: str) -> str:
    """Replace escapes like `_x000D_` by their characters; leave out halves of a pair."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1][0] not in "dD" else "", text)


def _nothing(*_: object) -> None:
    """Do nothing: the parser calls it for what isn't read."""
