"""Find what each column of a table holds, from its header or from a mapping file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from api.data.sheets.cells import Value, column_of, compact
from api.french.plain import plain
from api.intake.table.correspondence import Correspondence
from api.intake.text.words import DURATIONS, HEADERS, UNITS, Field

PARENTHESES = re.compile(r"(.*?)\s*[(\[]([^)\]]*)[)\]]\s*")
LETTERS = re.compile(r"[A-Za-z]{1,3}")
OF_PERSON = re.compile(r"(.+?) (?:du|de la|de l|des|de) (.+)")
"""« Nom du médiateur », « Matricule de l’agent »: whose it is adds nothing."""

PEOPLE = frozenset(HEADERS[Field.PERSON])
BY_TITLE = {title: field for field, titles in HEADERS.items() for title in titles}


@dataclass(frozen=True)
class Column:
    """A column: its place, its header as written, and the unit that the header gives."""

    index: int
    title: str
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of a table by their field; `unread`: the titles of columns that aren't read."""

    of: Mapping[Field, Column] = field(default_factory=dict)
    unread: tuple[Column, ...] = ()

    def __contains__(self, name: Field) -> bool:
        return name in self.of

    @property
    def lasting(self) -> Column | None:
        """Return a column of hours of work that isn't read: it may say how long, and not when."""
        return next((c for c in self.unread if title_of(c.title) in DURATIONS), None)

    @property
    def titles(self) -> dict[int, str]:
        """Return the headers by place."""
        return {column.index: column.title for column in (*self.of.values(), *self.unread)}


def columns_of(cells: Mapping[int, Value], guide: Correspondence | None = None) -> Columns:
    """Return the fields of the columns under a row of headers."""
    named = [_column(index, compact(value)) for index, value in sorted(cells.items())]
    columns: dict[Field, Column] = {}
    for name, titles in HEADERS.items():
        ranked = [(titles.index(title), column) for column, title in named if title in titles]
        if ranked:
            columns[name] = min(ranked, key=lambda r: (r[0], r[1].index))[1]
    if guide is not None:
        columns |= _columns_guided(guide, [column for column, _ in named])
    columns = _one_meaning_each(columns)
    read = {column.index for column in columns.values()}
    unread = tuple(column for column, _ in named if column.index not in read)
    return Columns(of=columns, unread=unread)


def title_of(text: str) -> str:
    """Return a header as headers are compared, without its unit."""
    return _column(0, text)[1]


def _column(index: int, text: str) -> tuple[Column, str]:
    """Return a column, its unit apart, and its title as titles are compared."""
    base, unit = text, ""
    if (match := PARENTHESES.fullmatch(text)) and plain(match[2]) in UNITS:
        base, unit = match[1], UNITS[plain(match[2])]
    title = plain(base)
    if title not in BY_TITLE and (match := OF_PERSON.fullmatch(title)):
        title = match[1] if match[1] in BY_TITLE and match[2] in PEOPLE else title
    if title not in BY_TITLE:
        first, _, last = title.rpartition(" ")
        if last in UNITS and first.removesuffix(" en") in BY_TITLE:
            title, unit = first.removesuffix(" en"), UNITS[last]
    return Column(index, text, unit), title


def _columns_guided(guide: Correspondence, columns: list[Column]) -> dict[Field, Column]:
    """Return the columns that a mapping file names, by header or by letters."""
    by_title = {plain(column.title): column for column in reversed(columns)}
    by_index = {column.index: column for column in columns}
    guided = {}
    for field_name, name in guide.columns.items():
        column = by_title.get(plain(name))
        if column is None and LETTERS.fullmatch(name):
            column = by_index.get(column_of(name))
        if column is not None:
            guided[field_name] = column
    return guided


def _one_meaning_each(columns: dict[Field, Column]) -> dict[Field, Column]:
    """Keep one meaning a column: « jour » is the date only if no other column is."""
    day, weekday = columns.get(Field.DAY), columns.get(Field.WEEKDAY)
    if day is not None and weekday is not None and day.index == weekday.index:
        columns.pop(Field.WEEKDAY)
    return columns
