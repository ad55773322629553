"""
Read the legend written around a grid: `J : 9h-16h30` in one cell, or in two cells.

After a title (« Légende », « Codes »), all that follows is the legend. Without a title, only lines
on codes that the grid uses belong to it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from api.data.errors import FileError
from api.data.sheets.cells import Sheet, Value, as_text, compact
from api.french.plain import plain
from api.intake.table.grid.header import Head, rows_under
from api.intake.table.legend import Legend, Meaning, labelled, legend_of
from api.intake.text.clock import NotReadError
from api.intake.text.words import LEGEND, PEOPLE

CODE = r"(?!pauses?\b|coupures?\b)[^\W\d_][\w.'’*+/]{0,9}"
ALONE = re.compile(CODE)
ENTRY = re.compile(rf"\s*({CODE})\s*(?:[:=→]|->|\s[-–—]\s)\s*(\S.*)", re.DOTALL)
APART = re.compile(rf"\s*[;\n|•]\s*|[\s,/]\s*(?={CODE}\s*[:=])")
"""What separates two entries of one cell: a sign, or the next code and its sign."""

TITLE = re.compile(r"\s*l[ée]gendes?\s*:?\s*", re.IGNORECASE)
FIGURES = re.compile(r"[\d\s.,]*|formule sans valeur")
FEWEST_CELLS = 3
"""A row under a legend with this number of known days is still a person's row."""

Place = tuple[int, int]
ABOVE: Place = (-1, 0)
"""Where the title of a legend that is a whole sheet is."""


@dataclass(frozen=True, kw_only=True)
class GridLegend:
    """
    The legend around a grid.

    `rows`: those under a head that it takes, which hold no person. `used`: what the cells of days
    hold, as codes are compared. `first`: where the first entry is.
    """

    legend: Legend = field(default_factory=Legend)
    rows: frozenset[int] = frozenset()
    used: frozenset[str] = frozenset()
    first: Place | None = None


def legend_around(sheet: Sheet, heads: Sequence[Head]) -> GridLegend:
    """Return the legend written around the blocks of a grid."""
    return _LegendSearch(sheet, heads).read()


def legend_alone(sheet: Sheet) -> Legend | None:
    """Return the legend of a sheet of its own, without headers (None: it defines no code)."""
    search = _LegendSearch(sheet, ())
    search.titles.append(ABOVE)
    legend = search.read().legend
    return legend if legend.codes else None


class _LegendSearch:
    """A search for the entries of a legend in the cells around a grid."""

    def __init__(self, sheet: Sheet, heads: Sequence[Head]) -> None:
        self.sheet = sheet
        self.codes: dict[str, Meaning] = {}
        self.unread: dict[str, FileError] = {}
        self.first: Place | None = None
        self.begun: Place | None = None
        self.head_of: dict[int, Head] = {}
        self._nobody: dict[int, bool] = {}
        self.heads = {row for head in heads for row in head.rows}
        for head, rows in rows_under(sheet, heads):
            self.head_of |= dict.fromkeys(rows, head)
        self.last_day = max((max((*head.days, *head.bad), default=0) for head in heads), default=0)
        self.titles = [place for place in self._places() if self._is_title(place)]
        self.used = frozenset(
            compact(value).casefold()
            for row, head in self.head_of.items()
            if not self._is_under_title((row, 0))
            for column, value in sheet.row(row).items()
            if column in head.days
        )

    def read(self) -> GridLegend:
        """Read the cells that may be a legend, in the order of the file."""
        taken = self._with_header()
        taken |= self._lines(taken)
        if self.first is not None and not self.titles and self.first[0] in self.head_of:
            # Below its first entry, a legend may define codes that no cell of this month holds.
            self.begun = self.first
            taken |= self._lines(taken)
        rows = {row for row, column in taken if row in self.head_of and column <= self.last_day}
        rows |= {row for row in self.head_of if self._is_under_title((row, 0))}
        rows = {row for row in rows if self._names_nobody(row) or not self._is_a_person_s(row)}
        unclear = frozenset(self.unread) - self.codes.keys()
        return GridLegend(
            legend=Legend(
                codes=self.codes,
                unread=tuple(error for code, error in self.unread.items() if code in unclear),
                unclear=unclear,
            ),
            rows=frozenset(rows),
            used=self.used,
            first=self.first,
        )

    def _lines(self, taken: set[Place]) -> set[Place]:
        """Read the cells that may be a legend's and aren't taken, row by row of the file."""
        lines: dict[int, list[Place]] = defaultdict(list)
        for place in self._places():
            if place not in taken:
                row, column = place
                lines[column if self.sheet.turned else row].append(place)
        entries: set[Place] = set()
        for number in sorted(lines):
            # Codes that the lines before defined are known by now: they may fill a person's days.
            places = [place for place in lines[number] if self._may_define(place)]
            entries |= self._line(sorted(places, key=self._across))
        return entries

    def _across(self, place: Place) -> Place:
        return place[::-1] if self.sheet.turned else place

    def _places(self) -> Iterator[Place]:
        for row in self.sheet.order:
            for column in sorted(self.sheet.row(row)):
                yield row, column

    def _is_title(self, place: Place) -> bool:
        row, column = place
        value = self.sheet.row(row)[column]
        if row not in self.head_of and column <= self.last_day:
            return False
        return isinstance(value, str) and plain(value).partition(" ")[0] in LEGEND

    def _is_under_title(self, place: Place) -> bool:
        """Whether a title begins a legend above a place; one beside the days spans none of them."""
        row, column = place
        return any(
            row >= title_row and (left <= self.last_day or column >= left)
            for title_row, left in self.titles
        )

    def _continues(self, place: Place) -> bool:
        """Whether a place is below the first entry of a legend that has no title."""
        return self.begun is not None and self._across(place) > self._across(self.begun)

    def _may_define(self, place: Place) -> bool:
        """Whether a cell may belong to a legend: it isn't a person's day, name or contract."""
        row, column = place
        if column > self.last_day:
            return True
        if row in self.heads:
            return False
        if row not in self.head_of or self._names_nobody(row):
            return True
        return (self._is_under_title(place) or self._continues(place)) and not self._is_a_person_s(
            row
        )

    def _names_nobody(self, row: int) -> bool:
        """Whether a row names nobody, but perhaps a code or an entry of a legend."""
        if row not in self._nobody:
            name = self._name(row)
            recognised = name.casefold() in self.used or bool(self._entries(name))
            self._nobody[row] = recognised or not name
        return self._nobody[row]

    def _is_a_person_s(self, row: int) -> bool:
        """
        Whether a row below the start of a legend is a person's all the same, by its days.

        Most of these must be readable; the others are then typing errors.
        """
        cells = [v for c, v in self.sheet.row(row).items() if c in self.head_of[row].days]
        recognised = sum(self._is_known(cell) for cell in cells)
        return (
            not self._names_nobody(row)
            and recognised >= FEWEST_CELLS
            and 2 * recognised > len(cells)
        )

    def _is_known(self, value: Value) -> bool:
        """Whether a cell holds hours, a code of the legend, or a text that other cells hold too."""
        text = compact(value)
        return text.casefold() in self.used or text in self.codes or _has_hours(text)

    def _name(self, row: int) -> str:
        people = self.head_of[row].people.of
        names = (compact(self.sheet.seen(row, people[f].index)) for f in PEOPLE if f in people)
        return next((name for name in names if name), "")

    def _with_header(self) -> set[Place]:
        """Read what is under a title as a table with headers, if it is one."""
        places = [place for place in self._places() if self._is_under_title(place)]
        rows: dict[int, dict[int, Value]] = defaultdict(dict)
        for row, column in places:
            rows[row][column] = self.sheet.row(row)[column]
        part = Sheet(file=self.sheet.file, name=self.sheet.name, rows=rows)
        if self.sheet.turned:
            part = part.transposed()
            part = Sheet(file=part.file, name=part.name, rows=part.rows)
        legend = legend_of(part)
        if legend is None or not legend.codes:
            return set()
        self.codes |= legend.codes
        self.first = places[0]
        return set(places)

    def _line(self, places: Sequence[Place]) -> set[Place]:
        """Read the entries of one row of the file, and return the cells that hold them."""
        taken: set[Place] = set()
        n = 0
        while n < len(places):
            place, after = places[n], places[n + 1 : n + 3]
            sure = self._is_under_title(place)
            text = compact(self._value(place))
            entries = self._entries(
                as_text(self._value(place)), anyway=sure or self._continues(place)
            )
            read = 0
            if entries:
                read = sum(self._keep(*entry, place, sure=True) for entry in entries) and 1
            elif ALONE.fullmatch(text) and after:
                sure = sure or text.casefold() in self.used
                if sure or (self._continues(place) and len(places) <= FEWEST_CELLS):
                    read = self._pair(text, [compact(self._value(p)) for p in after], place, sure)
            taken |= set(places[n : n + read])
            n += max(1, read)
        return taken

    def _entries(self, text: str, *, anyway: bool = False) -> list[tuple[str, str]]:
        """
        Return the codes of one cell with what it says of each.

        One must be used in the grid, or all must have their hours: no name does.
        """
        parts = [ENTRY.fullmatch(part) for part in APART.split(TITLE.sub("", text)) if part]
        entries = [(match[1], " ".join(match[2].split())) for match in parts if match]
        recognised = anyway or any(code.casefold() in self.used for code, _ in entries)
        return entries if recognised or all(_has_hours(text) for _, text in entries) else []

    def _pair(self, code: str, texts: Sequence[str], place: Place, sure: bool) -> int:
        """Read a code and the cells after it, and return how many cells define it (0: none)."""
        if all(FIGURES.fullmatch(text) for text in texts):
            return 0  # how often a code comes, day by day
        follows = len(texts) > 1 and not ALONE.fullmatch(texts[1])
        joined = [f"{texts[0]} {texts[1]}", f"{texts[0]} - {texts[1]}"] if follows else []
        for count, text in ((2, texts[0]), *((3, joined_text) for joined_text in joined)):
            with suppress(NotReadError):
                meaning = labelled(text)
                if meaning.stretches or meaning.rest or meaning.absence:
                    return count * self._keep(code, text, place, sure=sure)
        return 2 * self._keep(code, texts[0], place, sure=sure)

    def _keep(self, code: str, text: str, place: Place, *, sure: bool) -> int:
        """Keep a code's meaning, or if `sure` why it can't be read; return 1 (0: kept neither)."""
        try:
            meaning = labelled(text)
        except NotReadError as error:
            if not sure:
                return 0
            refusal = self.sheet.where(*place).refusal(f"{code} : {text}", error.expected)
            self.unread.setdefault(code, refusal)
        else:
            self.codes.setdefault(code, meaning)
        self.first = self.first or place
        return 1

    def _value(self, place: Place) -> Value:
        return self.sheet.row(place[0])[place[1]]


def _has_hours(text: str) -> bool:
    try:
        return bool(labelled(text).stretches)
    except NotReadError:
        return False
