"""Read the cells of a list's row as values and moments; collect the faults of all of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from api.data.errors import FileError, Where
from api.data.sheets.cells import Broken, Sheet, Value, compact
from api.french.plural import plural
from api.intake.duties import TimedSpan, span_of, timed
from api.intake.gatherer import Gatherer
from api.intake.table.columns import Columns, Correspondence
from api.intake.table.legend import Legend
from api.intake.text.clock import (
    DECIMAL,
    WHOLE,
    Clock,
    Instant,
    NotReadError,
    clock_of,
    instant,
    written,
)
from api.intake.text.days import date_of, weekdays_of, written_day
from api.intake.text.hours import Pause, between, of_kind, pauses_of
from api.intake.text.words import PEOPLE, WEEKDAYS, Field
from scheduler.domain.time import PARIS

EXACT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:00)?(Z|[+-]\d\d:?\d\d)")
DAY_AND_TIME = re.compile(r"(\S*\d{1,4}[/\-.]\d{1,2}[/\-.]\d{2,4})[T\s,à]+(\d\S*)")
STARTS_AS_DAY = re.compile(r"\D*\d{1,4}\s*[/\-.]\s*\d{1,2}\s*[/\-.]\s*\d{2,4}\s*$")
NEEDS_DAY = "une date (aucune colonne ne la donne)"


@dataclass(frozen=True)
class Moment:
    """When something starts or ends, as far as a cell says; `exact`: the instant, if whole."""

    day: date | None = None
    clock: Clock | None = None
    exact: datetime | None = None


def moment_of(
    value: Value, order: str = "jma", *, fractions: bool = False, decimals: bool = False
) -> Moment:
    """
    Read when something starts or ends (see `clock_of` for numbers).

    NotReadError: it can't be read.
    """
    match value:
        case datetime():
            if value.second:
                raise NotReadError("une heure à la minute")
            return Moment(value.date(), Clock(value.hour * 60 + value.minute))
        case date():
            return Moment(value)
        case str():
            return _texts(value, order, fractions, decimals)
    return Moment(clock=clock_of(value, fractions=fractions, decimals=decimals))


@lru_cache(maxsize=65_536)
def _texts(text: str, order: str, fractions: bool, decimals: bool) -> Moment:
    bare = " ".join(text.split())
    if EXACT.fullmatch(bare):
        try:
            exact = datetime.fromisoformat(bare).astimezone(PARIS)
        except (ValueError, OverflowError):
            raise NotReadError("un instant qui existe, comme 2026-10-24T21:30+02:00") from None
        return Moment(exact.date(), Clock(exact.hour * 60 + exact.minute), exact)
    if match := DAY_AND_TIME.fullmatch(bare):
        return Moment(date_of(match[1], order), written(match[2], decimals=decimals))
    if STARTS_AS_DAY.fullmatch(bare):
        return Moment(date_of(bare, order))
    return Moment(clock=clock_of(bare, fractions=fractions, decimals=decimals))


def span_between(
    day: date | None, start: Moment, end: Moment, last: date | None, *, days: int = 1
) -> TimedSpan:
    """
    Return the span between two moments; `day` and `last` come from other columns.

    `days`: how many days the span may last. NotReadError: no column gives a day, two columns give
    different days, or the span is impossible.
    """
    first = _same(day, start.day)
    if first is None:
        raise NotReadError(NEEDS_DAY)
    final = _same(last, end.day)
    if start.exact is not None and end.exact is not None:
        return timed(Instant(start.exact), Instant(end.exact), days=days)
    if start.clock is None and end.clock is None:
        raise NotReadError("des heures de début et de fin")
    # A workbook shows midnight of a day as the day alone.
    begins, ends = start.clock or Clock(0), end.clock or Clock(0)
    if start.exact is None and end.exact is None:
        if final is not None and instant(final, ends).minute <= instant(first, begins).minute:
            raise NotReadError(f"une fin après le début (le {first:%d/%m/%Y} à {begins})")
        return span_of(first, begins, ends, final, days=days)
    opens = Instant(start.exact) if start.exact else instant(first, begins)
    closes = Instant(end.exact) if end.exact else instant(final or first, ends)
    return timed(opens, closes, days=days)


def _same(day: date | None, other: date | None) -> date | None:
    """Return the day that one or both of two columns give; refuse two different days."""
    if day is not None and other is not None and day != other:
        raise NotReadError(f"le même jour que dans l’autre colonne, {day:%d/%m/%Y}")
    return day or other


def is_day(value: Value) -> bool:
    """Whether a cell holds a day, with or without its month and year."""
    try:
        written_day(value)
    except NotReadError:
        return False
    return True


PAUSES = (Field.PAUSE, Field.PAUSE_START, Field.PAUSE_END)


@dataclass(frozen=True)
class Units:
    """
    The units in which a list writes numbers.

    `fractions`: times are parts of a day. `decimals`: hours are said to be decimal, so that 8,30
    is no half past eight. `pause`: `minutes`, `heures`, or empty where nothing says.
    """

    fractions: bool = False
    decimals: bool = False
    pause: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    What all rows of a list share.

    `own`: this program wrote the list, so that its shifts have ids and no cell is left to guess.
    """

    sheet: Sheet
    columns: Columns
    gatherer: Gatherer
    guide: Correspondence = field(default_factory=Correspondence)
    legend: Legend = field(default_factory=Legend)
    units: Units = field(default_factory=Units)
    own: bool = False


def who(text_in: Callable[[Field], str]) -> tuple[str, ...]:
    """Return the names and ids that a row gives of its person, the most reliable first."""
    last, first = text_in(Field.LAST_NAME), text_in(Field.FIRST_NAME)
    names = [text_in(Field.PERSON), text_in(Field.PERSON_ID)]
    names += [f"{first} {last}", f"{last} {first}"] if first and last else [last or first]
    return tuple(dict.fromkeys(name for name in names if name))


class Cells:
    """The cells of one row, read by field."""

    def __init__(self, table: Table, number: int, text: str) -> None:
        self.table = table
        self.number = number
        self.text = text
        self.where = table.sheet.where(number)
        self.faults: list[FileError] = []
        self._cells = table.sheet.row(number)

    def value(self, name: Field) -> Value:
        """Return a cell's value (empty: the list has no such column)."""
        column = self.table.columns.of.get(name)
        return "" if column is None else self._cells.get(column.index, "")

    def text_in(self, name: Field) -> str:
        """Return a cell's text on one line."""
        return compact(self.value(name))

    def place(self, name: Field) -> Where:
        """Return a cell's place, or the row's if the list has no such column."""
        column = self.table.columns.of.get(name)
        if column is None:
            return self.where
        return self.table.sheet.where(self.number, column.index, column.title)

    def fault(self, name: Field, expected: str) -> None:
        """Note that a cell can't be read."""
        text = self.text_in(name) if name in self.table.columns else self.text
        self.faults.append(self.place(name).refusal(text, expected))

    @contextmanager
    def at(self, name: Field) -> Iterator[None]:
        """Note as a fault of a cell what can't be read inside the block."""
        try:
            yield
        except NotReadError as error:
            self.fault(name, error.expected)

    def person(self) -> tuple[str, tuple[str, ...]]:
        """Return the row's person as written, and the other names that the row gives of them."""
        for name in PEOPLE:
            if isinstance(cell := self.value(name), Broken):
                self.fault(name, cell.expected)
                return "", ()
        names = who(self.text_in)
        if not names:
            name = next(
                (f for f in (Field.PERSON, Field.LAST_NAME) if f in self.table.columns),
                Field.PERSON_ID,
            )
            self.fault(name, "une personne")
            return "", ()
        return names[0], names[1:]

    def day(self, name: Field) -> date | None:
        """Return the day of a cell (None: it gives none)."""
        value = self.value(name)
        if value == "":
            return None
        with self.at(name):
            return date_of(value, self.table.guide.order)
        return None

    def check_weekday(self, day: date | None) -> None:
        """Note a fault if the row names a day of the week that isn't that of its date."""
        named = weekdays_of(self.text_in(Field.WEEKDAY))
        if day is not None and named and day.weekday() not in named:
            self.fault(Field.WEEKDAY, f"{WEEKDAYS[day.weekday()]}, jour du {day:%d/%m/%Y}")

    def moment(self, name: Field) -> Moment | None:
        """Return when a cell says that something starts or ends (None: it is empty)."""
        value = self.value(name)
        if value == "":
            return None
        units = self.table.units
        with self.at(name):
            return moment_of(
                value,
                self.table.guide.order,
                fractions=units.fractions,
                decimals=units.decimals,
            )
        return Moment()

    def pauses(self) -> tuple[Pause, ...] | None:
        """Return the row's breaks (None: the list has no column of breaks)."""
        if not any(name in self.table.columns for name in PAUSES):
            return None
        pauses: tuple[Pause, ...] = ()
        with self.at(Field.PAUSE):
            pauses = pauses_of(self.value(Field.PAUSE), self.table.units.pause)
        start, end = self.moment(Field.PAUSE_START), self.moment(Field.PAUSE_END)
        if start is None and end is None:
            return pauses
        if start is None or start.clock is None:
            self.fault(Field.PAUSE_START, "une heure de début de pause")
        elif end is not None and end.clock is not None:
            between_ends = between(start.clock, end.clock)
            if pauses and [p.minutes for p in pauses] != [between_ends.minutes]:
                self.fault(
                    Field.PAUSE,
                    f"{plural(between_ends.minutes, 'minute')}, du début à la fin de la pause",
                )
            return of_kind((between_ends,), pauses[0].kind if pauses else None)
        elif len(pauses) == 1:
            return (replace(pauses[0], start=start.clock),)
        else:
            self.fault(Field.PAUSE, "la durée de cette seule pause")
        return pauses


TIMES = (Field.START, Field.END, Field.PAUSE_START, Field.PAUSE_END)


def units_of(
    sheet: Sheet, columns: Columns, rows: Sequence[int], guide: Correspondence, gatherer: Gatherer
) -> Units:
    """
    Return the units of numbers: from the mapping or the headers, else guessed from values.

    Times that are all below one are parts of a day: nobody starts and ends in the first hour.
    """
    pause = guide.pause_unit or (columns.of[Field.PAUSE].unit if Field.PAUSE in columns.of else "")
    hours = guide.unit == "heures" or any(
        name in columns.of and columns.of[name].unit == "heures" for name in TIMES
    )
    if guide.unit == "jours" or hours:
        return Units(fractions=not hours, decimals=hours, pause=pause)
    numbers = list(_numbers(sheet, columns, rows))
    if numbers and max(numbers) <= 1 and any(0 < number < 1 for number in numbers):
        gatherer.note(
            "heures lues comme des parties de jour (0,5 = midi), toutes étant inférieures à 1",
            sheet.where(rows[0]),
        )
        return Units(fractions=True, pause=pause)
    if any(number != int(number) for number in numbers):
        gatherer.note("heures décimales (21,5 = 21:30)", sheet.where(rows[0]))
    return Units(pause=pause)


def _numbers(sheet: Sheet, columns: Columns, rows: Sequence[int]) -> Iterator[float]:
    places = [columns.of[name].index for name in (Field.START, Field.END) if name in columns.of]
    for row in rows:
        cells = sheet.row(row)
        for place in places:
            value = cells.get(place)
            if isinstance(value, float | int):
                yield value
            elif isinstance(value, str) and (
                DECIMAL.fullmatch(value.strip()) or WHOLE.fullmatch(value.strip())
            ):
                yield float(value.strip().replace(",", "."))
