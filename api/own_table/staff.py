"""Read a list of people without a rota: names, roles, hours, contracts, where they work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from pathlib import Path

from api.data.errors import BadFilesError, FileError
from api.data.sheets.cells import Broken, Sheet, Value, compact
from api.data.sheets.content import sheets_of
from api.french.plain import plain
from api.intake.reading import Written
from api.intake.table.columns import BY_TITLE, Columns, columns_of
from api.intake.table.row_cells import who
from api.intake.text.clock import NotReadError
from api.intake.text.contract import contract_of
from api.intake.text.days import date_of, weekdays_of
from api.intake.text.words import DURATIONS, HEADERS, TOTALS, Field
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import StaffRole

PROBED = 30
"""How many first rows are searched for the titles of columns."""

NOWHERE = -1
"""The place of a column that a list doesn't have."""

FEWEST_DAYS = 3
"""The fewest columns of weekdays that say what people do when: the sheet is no list of people."""

END = "le dernier jour du contrat, comme 31/12/2026, ou rien"
ENDLESS = re.compile(r"|cdi|(duree )?indeterminee?|sans( .*)?|aucune?|neant|non")
"""What is written instead of a last day where a contract has none, without accents."""

LEGEND_MARK = re.compile(r"[=:]")
"""« M = 8h-12h », « Légende : »: no name holds these."""


def _dates(titles: Iterable[str]) -> frozenset[str]:
    """Return titles of days, also as « date de… »."""
    joins = ("", "date ", "date de ", "date d ")
    return frozenset(join + title for title in titles for join in joins)


class About(StrEnum):
    """What a column says of a person, beside names and places."""

    ROLE = "role"
    HOURS = "hours"
    SINCE = "since"
    UNTIL = "until"
    REACHED = "reached"


BEGINS = (
    *("embauche", "entree", "arrivee", "depuis", "debut"),
    *("debut de contrat", "debut du contrat", "debut contrat"),
)
ENDS = ("fin", "fin de contrat", "fin du contrat", "fin contrat", "sortie", "terme")
TITLES: Mapping[About, frozenset[str]] = {
    About.ROLE: frozenset(
        ("role", "fonction", "poste", "emploi", "metier", "qualification", "statut")
    ),
    About.HOURS: DURATIONS
    | set(HEADERS[Field.CONTRACT])
    | {
        *("type de contrat", "nature du contrat", "contrat de travail", "heures semaine"),
        *("heures par semaine", "heures hebdo", "h semaine", "volume hebdomadaire"),
    },
    About.SINCE: _dates(BEGINS),
    About.UNTIL: _dates(ENDS),
    About.REACHED: frozenset(
        (
            *("mail", "e mail", "email", "courriel", "adresse mail", "adresse e mail"),
            *("telephone", "tel", "portable", "mobile"),
        )
    ),
}
PEOPLE = (Field.PERSON, Field.LAST_NAME, Field.FIRST_NAME)
PLACES = (Field.AGENCY, Field.DISPOSITIF, Field.SITE)
ROLES = {
    "referent": StaffRole.REFERENT,
    "referente": StaffRole.REFERENT,
    "responsable": StaffRole.RESPONSABLE,
    "coordinateur": StaffRole.RESPONSABLE,
    "coordinatrice": StaffRole.RESPONSABLE,
    "chef": StaffRole.RESPONSABLE,
    "cheffe": StaffRole.RESPONSABLE,
    "directeur": StaffRole.RESPONSABLE,
    "directrice": StaffRole.RESPONSABLE,
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """
    What files say of a person, beside the name; what they don't say is None, or empty.

    `hours_text`, `since_text`: what stands for them in a cell that can't be read.
    """

    role: StaffRole | None = None
    minutes: int | None = None
    kind: ContractKind | None = None
    since: date | None = None
    until: date | None = None
    dispositif: str = ""
    hours_text: str = ""
    since_text: str = ""

    def over(self, other: Facts) -> Facts:
        """Return these facts completed by others."""
        return Facts(**{name: value or getattr(other, name) for name, value in vars(self).items()})


@dataclass(frozen=True, kw_only=True)
class StaffLine(Written):
    """A row of a list of people."""

    facts: Facts


@dataclass(frozen=True, kw_only=True)
class StaffList:
    """The people of a sheet, what is left out of it, and the titles of columns that aren't read."""

    file: str
    sheet: str
    lines: tuple[StaffLine, ...]
    refused: tuple[FileError, ...] = ()
    unread: tuple[str, ...] = ()


def staff_lists(paths: Iterable[Path], rotas: frozenset[tuple[str, str]]) -> Iterator[StaffList]:
    """Yield the lists of people in some files; `rotas`: the sheets (file, name) that are rotas."""
    for path in paths:
        try:
            sheets = sheets_of(path)
        except BadFilesError:
            continue  # the reader of rotas says why
        for sheet in sheets:
            if (sheet.file, sheet.name) not in rotas and (people := _list_of(sheet)) is not None:
                yield people


def _list_of(sheet: Sheet) -> StaffList | None:
    """Return the people that a sheet lists (None: it lists no people, or what they do when)."""
    for row in sheet.order[:PROBED]:
        titles = _Titles(sheet.row(row))
        if titles.of_staff:
            lines = tuple(titles.lines(sheet, row))
            if (lines or titles.refused) and titles.has_days(sheet, row):
                return StaffList(
                    file=sheet.file,
                    sheet=sheet.name,
                    lines=lines,
                    refused=tuple(titles.refused),
                    unread=titles.unread,
                )
    return None


@dataclass
class _Titles:
    """The columns of a list, by the titles of a row; `refused`: the cells that are left out."""

    cells: Mapping[int, Value]
    about: dict[About, list[int]] = field(default_factory=dict)
    refused: list[FileError] = field(default_factory=list)

    def __post_init__(self) -> None:
        said = {place: plain(compact(value)) for place, value in self.cells.items()}
        for what, titles in TITLES.items():
            if places := [place for place, title in sorted(said.items()) if title in titles]:
                self.about[what] = places
        taken = {place for places in self.about.values() for place in places}
        rest = {place: value for place, value in self.cells.items() if place not in taken}
        self.columns: Columns = columns_of(rest)

    @property
    def of_staff(self) -> bool:
        """Whether these are titles of a list of people, which says of no day what they do."""
        fields = self.columns.of
        named = any(name in fields for name in PEOPLE)
        timed = {Field.DAY, Field.START, Field.END, Field.HOURS} & set(fields)
        days = sum(bool(weekdays_of(compact(title))) for title in self.cells.values())
        return (
            named
            and not timed
            and days < FEWEST_DAYS
            and bool(self.about or set(PLACES) & set(fields))
        )

    def has_days(self, sheet: Sheet, row: int) -> bool:
        """Whether what is under « début » is mostly days: in a rota it is hours."""
        places = self.about.get(About.SINCE, ())
        below = [sheet.row(other) for other in sheet.order if other > row]
        cells = [cells[place] for cells in below for place in places if place in cells]
        return 2 * sum(_day_in(cell) is not None for cell in cells) >= len(cells)

    @property
    def unread(self) -> tuple[str, ...]:
        """The titles of the columns that say nothing of what is kept."""
        reached = (compact(self.cells[place]) for place in self.about.get(About.REACHED, ()))
        return (*(column.title for column in self.columns.unread if column.title), *reached)

    def lines(self, sheet: Sheet, row: int) -> Iterator[StaffLine]:
        """Yield the people under the row of titles."""
        for line in (other for other in sheet.order if other > row):
            row_cells = sheet.row(line)
            cells = {p: cell for p, cell in row_cells.items() if not isinstance(cell, Broken)}
            broken = self._read & (row_cells.keys() - cells.keys())
            nameless = any(self._place(name) in broken for name in PEOPLE)

            def text_in(name: Field, cells: Mapping[int, Value] = cells) -> str:
                return compact(cells.get(self._place(name)))

            names = [name for name in who(text_in) if not name.isdigit()]
            bare = [plain(name) for name in names]
            if bare and (bare[0] in BY_TITLE or any(map(TOTALS.match, bare))):
                continue
            if not (names or nameless) or LEGEND_MARK.search(" ".join(names)):
                continue
            self._refuse(sheet, line, broken)
            if nameless:
                continue
            minutes, kind, hours_text = self._contract(sheet, line, cells)
            role, role_kind = self._role(cells)
            since, no_start = self._day(cells, About.SINCE)
            until, no_end = self._day(cells, About.UNTIL)
            if not ENDLESS.fullmatch(plain(compact(cells.get(no_end)))):
                self._refuse(sheet, line, [no_end], END)
            yield StaffLine(
                person=names[0],
                also=tuple(names[1:]),
                where=sheet.where(line),
                facts=Facts(
                    role=role,
                    minutes=minutes,
                    kind=kind or role_kind,
                    since=since,
                    until=until,
                    dispositif=text_in(Field.DISPOSITIF),
                    hours_text=hours_text,
                    since_text=compact(cells.get(no_start)),
                ),
            )

    def _refuse(self, sheet: Sheet, line: int, places: Iterable[int], expected: str = "") -> None:
        """Refuse cells of a row; what is expected of a cell without value is its own."""
        for place in sorted(places):
            cell, where = sheet.row(line)[place], sheet.where(line, place, self._title(place))
            wanted = cell.expected if isinstance(cell, Broken) else expected
            self.refused.append(where.refusal(compact(cell), wanted))

    def _title(self, place: int) -> str:
        return compact(self.cells[place])

    @property
    def _read(self) -> set[int]:
        """The places of the columns of which something is kept."""
        fields = (*PEOPLE, Field.PERSON_ID, Field.DISPOSITIF)
        kept = [places for about, places in self.about.items() if about is not About.REACHED]
        return {*chain(*kept), *(self._place(name) for name in fields)} - {NOWHERE}

    def _place(self, name: Field) -> int:
        column = self.columns.of.get(name)
        return NOWHERE if column is None else column.index

    def _contract(
        self, sheet: Sheet, line: int, cells: Mapping[int, Value]
    ) -> tuple[int | None, ContractKind | None, str]:
        """
        Return the minutes of a week and the kind of contract, from any of the columns.

        Without minutes, also return the text of a cell that can't be read; such cells are refused
        otherwise.
        """
        minutes: int | None = None
        kind: ContractKind | None = None
        wrong: dict[int, str] = {}
        for place in self.about.get(About.HOURS, ()):
            try:
                length, word = contract_of(cells.get(place, ""))
                minutes, kind = minutes or length, kind or word
            except NotReadError as error:
                if _says(cells.get(place)):
                    wrong[place] = error.expected
        shown = next(iter(wrong), NOWHERE) if minutes is None else NOWHERE
        for place, expected in wrong.items():
            if place != shown:
                self._refuse(sheet, line, [place], expected)
        return minutes, kind, compact(cells.get(shown))

    def _role(self, cells: Mapping[int, Value]) -> tuple[StaffRole | None, ContractKind | None]:
        """Return what a column says of the role; « apprenti » says the contract too."""
        text = " ".join(compact(cells.get(place)) for place in self.about.get(About.ROLE, ()))
        words = plain(text).split()
        kind: ContractKind | None = None
        with suppress(NotReadError):
            kind = contract_of(text)[1]
        return next((ROLES[word] for word in words if word in ROLES), None), kind

    def _day(self, cells: Mapping[int, Value], about: About) -> tuple[date | None, int]:
        """Return the day of some columns, or else the place of a cell that is none."""
        there = [place for place in self.about.get(about, ()) if _says(cells.get(place))]
        day = next(filter(None, (_day_in(cells[place]) for place in there)), None)
        return day, NOWHERE if day else next(iter(there), NOWHERE)


def _says(cell: Value | None) -> bool:
    """Whether a cell holds more than signs, as « - » or « ? »."""
    return bool(plain(compact(cell)))


def _day_in(cell: Value) -> date | None:
    try:
        return date_of(cell)
    except NotReadError:
        return None
