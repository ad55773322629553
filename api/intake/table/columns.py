"""
Find what each column of a table holds, from its header or from a mapping file.

That file is a CSV of two columns, `champ;colonne`. A column is named by its header, or by its
letters in the workbook. Beside columns, it may say: `feuille` (the sheet to read), `ligne_entetes`
(the row of headers, from 1), `disposition` (`liste` or `grille`), `format_date` (`jma` or `mja`),
`unite` and `unite_pause` (of numbers), `heure_debut` (when days start of which only a number of
hours is written), and where a calendar says whom it is about (`personne;calendrier`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.data.errors import Faults
from api.data.sheets.cells import Value, column_of, compact
from api.data.sheets.content import sheets_of
from api.french.plain import plain
from api.intake.text.clock import Clock, NotReadError, written
from api.intake.text.words import DURATIONS, HEADERS, UNITS, Field

CHOICES = {
    "disposition": ("liste", "grille"),
    "format_date": ("jma", "mja"),
    "unite": ("heures", "jours"),
    "unite_pause": ("minutes", "heures"),
}
DAY_START = "heure_debut"
FREE = ("feuille", "ligne_entetes", DAY_START)
PEOPLE = ("calendrier", "participant", "organisateur", "resume", "fichier")
"""The places where a calendar may name its person."""


@dataclass(frozen=True, kw_only=True)
class Correspondence:
    """What a mapping file says; if it is empty, the table's own headers are used."""

    columns: Mapping[Field, str] = field(default_factory=dict)
    sheet: str = ""
    header: int = 0
    layout: str = ""
    order: str = "jma"
    unit: str = ""
    pause_unit: str = ""
    day_start: Clock | None = None

    @property
    def person_in(self) -> str:
        """Return where a calendar names its person (see `PEOPLE`; empty: the file doesn't say)."""
        name = plain(self.columns.get(Field.PERSON, ""))
        return name if name in PEOPLE else ""


def read_correspondence(path: Path) -> Correspondence:
    """
    Read a mapping file.

    BadFilesError: it can't be read, or a row names a field or a value that isn't known; all rows at
    once.
    """
    sheet = sheets_of(path)[0]
    faults = Faults()
    columns: dict[Field, str] = {}
    said: dict[str, str] = {}
    start: Clock | None = None
    first = True
    for row in sheet.order:
        cells = {n: compact(value) for n, value in sheet.row(row).items()}
        name, value = plain(cells.get(0, "")).replace(" ", "_"), cells.get(1, "")
        if first and name == "champ":
            first = False
            continue
        first = False
        if not value:
            continue  # a field left empty: found in the table itself
        if name in {each.value for each in Field}:
            columns[Field(name)] = value
        elif name in CHOICES and plain(value) not in CHOICES[name]:
            expected = f"l’un de : {', '.join(CHOICES[name])}"
            faults.add(path.name, row + 1, "colonne", value, expected=expected)
        elif name == "ligne_entetes" and (not value.isascii() or not value.isdigit()):
            faults.add(path.name, row + 1, "colonne", value, expected="un numéro de ligne")
        elif name == DAY_START:
            try:
                start = written(value)
            except NotReadError as error:
                faults.add(path.name, row + 1, "colonne", value, expected=error.expected)
        elif name in CHOICES or name in FREE:
            said[name] = value if name == "feuille" else plain(value)
        else:
            expected = f"l’un de : {', '.join([*Field, *CHOICES, *FREE])}"
            faults.add(path.name, row + 1, "champ", cells.get(0, ""), expected=expected)
    faults.refuse()
    return Correspondence(
        columns=columns,
        sheet=said.get("feuille", ""),
        header=int(said.get("ligne_entetes", 0)),
        layout=said.get("disposition", ""),
        order=said.get("format_date", "jma"),
        unit=said.get("unite", ""),
        pause_unit=said.get("unite_pause", ""),
        day_start=start,
    )


PARENTHESES = re.compile(r"(.*?)\s*[(\[]([^)\]]*)[)\]]\s*")
LETTERS = re.compile(r"[A-Za-z]{1,3}")
OF_PERSON = re.compile(r"(.+?) (?:du|de la|de l|des|de) (.+)")
"""« Nom du médiateur », « Matricule de l’agent »: whose it is adds nothing."""

PERSON_TITLES = frozenset(HEADERS[Field.PERSON])
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
        title = match[1] if match[1] in BY_TITLE and match[2] in PERSON_TITLES else title
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
