"""Read the rows under one head of a grid: people with their cells, and other rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.data.errors import FileError, Where
from api.data.sheets.cells import Broken, Sheet, Value, compact
from api.french.plain import plain
from api.intake.duties import duty_of, stretch_span, whole_days
from api.intake.gatherer import Gatherer
from api.intake.reading import Shift, WrittenAbsence
from api.intake.table.grid.cells import codes_in, meanings_of, pair_of
from api.intake.table.grid.header import Head, groups_of
from api.intake.table.grid.legend import FIGURES, GridLegend
from api.intake.table.legend import Legend, Meaning
from api.intake.table.row_cells import who
from api.intake.table.rows import TWICE, UNKNOWN_PAUSES, ident_of, note_code
from api.intake.text.clock import NotReadError
from api.intake.text.days import weekdays_of
from api.intake.text.words import KINDS, PEOPLE, TOTALS, Field
from api.intake.unknown_codes import UnknownCodeError
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Absence
from scheduler.domain.timeline import PLACED

NOBODY = "une personne sur cette ligne"
MERGED = "une case par {what} (celle-ci est fusionnée sur plusieurs)"
LONGEST_CODE = 200
"""Letters of a text that a form can ask about."""

REST = "un repos sans heures, ou des heures sans repos"


class LayoutError(NotReadError):
    """What an entry holds is known, and can't be where it is."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The text of a cell, or of a day's cells, with the rows and days that it is for."""

    where: Where
    text: str
    rows: tuple[int, ...]
    days: tuple[date, ...]
    cells: tuple[Value, ...]


class Block:
    """Reads the rows of a block; `people`: each row's person; `idle`: people without any cell."""

    def __init__(  # noqa: PLR0917 - what a block is made of
        self,
        sheet: Sheet,
        head: Head,
        rows: Sequence[int],
        gatherer: Gatherer,
        legend: Legend,
        around: GridLegend,
    ) -> None:
        self.sheet, self.head = sheet, head
        self.rows = [row for row in rows if row not in around.rows]
        self.all_rows, self.around = rows, around.rows
        self.used = around.used
        self.gatherer, self.legend = gatherer, legend
        self.idle: list[str] = []
        self.people: list[str] = []
        self._refused: set[int] = set()
        self._names: dict[int, tuple[str, ...]] = {}
        self._columns = sorted((*head.days, *head.bad))
        self._groups = groups_of(head)

    def read(self) -> None:
        """Read the rows in order."""
        for row in self.all_rows:
            if row in self.around:
                self._set_aside(row, "légende sous le planning", 1)
                continue
            cells = self.sheet.row(row)
            text = next((compact(v) for _, v in sorted(cells.items()) if isinstance(v, str)), "")
            filled = [column for column in self._columns if column in cells]
            names = self._people_of(row)
            if TOTALS.match(plain(names[0] if names else text)) or self._is_tally(
                names, filled, row
            ):
                self._set_aside(row, "ligne de total", max(1, len(filled)))
            elif not names:
                self._read_without_person(row, filled)
            elif self._is_title(row):
                self._set_aside(row, "titre d’un groupe de lignes", 1)
            else:
                self._row(row, names[0], filled)

    def _row(self, row: int, person: str, filled: list[int]) -> None:
        self.gatherer.person(person)
        contract = self.head.people.of.get(Field.CONTRACT)
        if contract is not None:
            where = self.sheet.where(row, contract.index, contract.title)
            hours = self.sheet.seen(row, contract.index)
            self.gatherer.hire(person, self._people_of(row)[1:], hours, where)
        if self._named_here(row):
            self.people.append(person)
        if not filled and not self._is_covered(row):
            self.idle.append(person)
        for column in filled:
            if column in self.head.bad:
                # The column is refused once, with each cell that is lost with it.
                errors = [] if column in self._refused else [self.head.bad[column]]
                self._refused.add(column)
                self.gatherer.refuse(errors)
        for entry in self._entries(row, filled):
            try:
                self._use(entry, self._meanings(entry))
            except UnknownCodeError as error:
                self.gatherer.ask(entry.text, entry.where.refusal(entry.text, error.expected))
            except NotReadError as error:
                refusal = entry.where.refusal(entry.text, error.expected)
                definable = entry.text if _is_definable(entry, error) else ""
                self.gatherer.refuse_text(refusal, definable)

    def _entries(self, row: int, filled: list[int]) -> Iterator[Entry]:
        cells = self.sheet.row(row)
        done: set[int] = set()
        for column in filled:
            if column in self.head.bad or column in done:
                continue
            group = self._groups.get(column, (column,))
            done |= set(group)
            area = self.sheet.area_at(row, column)
            across = range(column, area.right + 1) if area else (column,)
            down = range(row, area.bottom + 1) if area else (row,)
            yield Entry(
                where=self.sheet.where(row, column, f"{self.head.days[column]:%d/%m}"),
                text=" ; ".join(compact(cells[place]) for place in group if place in cells),
                rows=tuple(line for line in self.rows if line in down and self._people_of(line)),
                days=tuple(
                    dict.fromkeys(
                        self.head.days[place] for place in across if place in self.head.days
                    )
                ),
                cells=tuple(cells.get(place, "") for place in group),
            )

    def _meanings(self, entry: Entry) -> tuple[Meaning, ...]:
        if len(entry.cells) == 1:
            meanings = meanings_of(entry.cells[0], self.legend)
        else:
            start, end, *pause = entry.cells
            meanings = pair_of(start, end, pause[0] if pause else None, self.legend)
        if any(meaning.stretches for meaning in meanings):
            if len(entry.days) > 1:
                raise LayoutError(MERGED.format(what="jour"))
            if len({plain(self._people_of(row)[0]) for row in entry.rows}) > 1:
                raise LayoutError(MERGED.format(what="personne"))
        if len(meanings) > 1 and any(meaning.rest for meaning in meanings):
            raise LayoutError(REST)
        return meanings

    def _use(self, entry: Entry, meanings: tuple[Meaning, ...]) -> None:
        for code in codes_in(entry.text, self.legend):
            note_code(code, self.legend, self.gatherer, entry.where)
        if all(meaning.rest for meaning in meanings):
            self.gatherer.set_aside(entry.where, entry.text, "repos")
            return
        # Several rows of one person, merged: one entry.
        rows = {plain(self._people_of(row)[0]): row for row in reversed(entry.rows)}
        shifts: list[Shift] = []
        aways: list[WrittenAbsence] = []
        for row in rows.values():
            for day in entry.days:
                for meaning in meanings:
                    if meaning.absence is not None:
                        aways += self._absences_of(entry.where, row, day, meaning)
                    else:
                        shifts += self._shifts(entry.where, row, day, meaning)
        shifts = _numbered(shifts)
        self.gatherer.use(entry.where, shifts, aways, text=entry.text, rows_clash=True)

    def _absences_of(
        self, where: Where, row: int, day: date, meaning: Meaning
    ) -> Iterator[WrittenAbsence]:
        """Yield the absences that a code means for a person: the day, or some hours of it."""
        person, *also = self._people_of(row)
        kind = meaning.absence
        if kind is None:
            return
        absences = [
            Absence(mediator=person, span=stretch_span(day, stretch).span, kind=kind)
            for stretch in meaning.stretches
        ]
        for absence in absences or [whole_days(person, day, day, kind)]:
            yield WrittenAbsence(person=person, also=tuple(also), absence=absence, where=where)

    def _shifts(self, where: Where, row: int, day: date, meaning: Meaning) -> Iterator[Shift]:
        person, *also = self._people_of(row)
        for stretch in meaning.stretches:
            timed = stretch_span(day, stretch)
            kind = self._kind(row, meaning.kind)
            if timed.twice:
                self.gatherer.note(TWICE, where)
            if stretch.pauses is None and kind in PLACED:
                self.gatherer.note(UNKNOWN_PAUSES, where)
            duty = duty_of(
                ident_of(where, where.letter + str(where.line)),
                timed,
                kind,
                site=meaning.site or self._text_in(row, Field.SITE),
                dispositif=meaning.dispositif or self._text_in(row, Field.DISPOSITIF),
                agency=meaning.agency or self._text_in(row, Field.AGENCY),
            )
            yield Shift(person=person, also=tuple(also), duty=duty, where=where)

    def _kind(self, row: int, kind: DutyKind) -> DutyKind:
        """Return the kind of a duty: the code's, or the row's where the grid has a column of it."""
        word = plain(self._text_in(row, Field.KIND))
        return KINDS.get(word, kind) if kind is DutyKind.WORK else kind

    def _read_without_person(self, row: int, filled: list[int]) -> None:
        """Read a row that names nobody; refuse it if it holds something for a day."""
        cells = self.sheet.row(row)
        if filled and all(weekdays_of(compact(cells[day_column])) for day_column in filled):
            self._set_aside(row, "jours de la semaine", 1)
        elif filled:
            column = next(
                self.head.people.of[name].index for name in PEOPLE if name in self.head.people
            )
            text = " ; ".join(compact(cells[day_column]) for day_column in filled)
            where = self.sheet.where(row, column, self.head.people.titles.get(column, ""))
            refusal = self._broken_name(row) or where.refusal(text, NOBODY)
            self.gatherer.refuse([refusal], entries=len(filled))
        else:
            self._set_aside(row, "ligne sans personne ni jour", 1)

    def _broken_name(self, row: int) -> FileError | None:
        """Refuse a name whose value the file doesn't hold (None: the row has no such cell)."""
        for column in (self.head.people.of[f] for f in PEOPLE if f in self.head.people):
            cell = self.sheet.seen(row, column.index)
            if isinstance(cell, Broken):
                where = self.sheet.where(row, column.index, column.title)
                return where.refusal(cell.text, cell.expected)
        return None

    def _set_aside(self, row: int, why: str, entries: int) -> None:
        text = " ; ".join(compact(value) for _, value in sorted(self.sheet.row(row).items()))
        self.gatherer.set_aside(self.sheet.where(row), text, why, entries=entries)

    def _text_in(self, row: int, name: Field) -> str:
        column = self.head.people.of.get(name)
        return "" if column is None else compact(self.sheet.seen(row, column.index))

    def _people_of(self, row: int) -> tuple[str, ...]:
        """Return whom a row is about, the best name first; none where it names nobody."""
        if row not in self._names:
            broken = self._broken_name(row) is not None
            self._names[row] = () if broken else who(lambda name: self._text_in(row, name))
        return self._names[row]

    def _named_here(self, row: int) -> bool:
        """Whether a row names someone itself, not through a name merged from above."""
        cells = self.sheet.row(row)
        return any(
            self.head.people.of[name].index in cells for name in PEOPLE if name in self.head.people
        )

    def _is_tally(self, names: Sequence[str], filled: Sequence[int], row: int) -> bool:
        """Whether a row counts how often a code comes each day."""
        cells = self.sheet.row(row)
        return (
            bool(names and filled)
            and names[0].casefold() in self.used
            and all(FIGURES.fullmatch(compact(cells[column])) for column in filled)
        )

    def _is_title(self, row: int) -> bool:
        """Whether a row's text is merged over the days: the title of a group of rows."""
        first = min(self.head.days, default=0)
        return any(
            (area := self.sheet.area_at(row, column)) is not None and area.right >= first > column
            for column in self.sheet.row(row)
        )

    def _is_covered(self, row: int) -> bool:
        """Whether a cell merged from a row above is this row's too."""
        return any(
            area.top < row <= area.bottom and area.left in self.head.days
            for area in self.sheet.areas
        )


def _is_definable(entry: Entry, error: NotReadError) -> bool:
    """Whether a legend may say what an entry that can't be read means: it is one cell's text."""
    [first, *others] = entry.cells
    untold = others or isinstance(error, LayoutError) or isinstance(first, Broken | date)
    return not untold and len(entry.text) <= LONGEST_CODE


def _numbered(shifts: list[Shift]) -> list[Shift]:
    """Add numbers to the ids of several shifts of one cell; a shift alone keeps its id."""
    if len(shifts) < 2:  # noqa: PLR2004 - one needs no number
        return shifts
    return [
        replace(shift, duty=replace(shift.duty, id=f"{shift.duty.id}/{number}"))
        for number, shift in enumerate(shifts, 1)
    ]
