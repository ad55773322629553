"""The cells of one row of a list, read one by one; what can't be read is noted, not raised."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.data.sheets.cells import Sheet, Value, compact
from api.french.plain import plain
from api.intake.gather import Gatherer
from api.intake.table.columns import Columns
from api.intake.table.correspondence import Correspondence
from api.intake.table.legend.codes import Legend
from api.intake.table.moments import Moment, moment_of
from api.intake.table.units import Units
from api.intake.text.clock import NotReadError
from api.intake.text.days import date_of, weekdays_of
from api.intake.text.pauses import Pause, between, pauses_of
from api.intake.text.words import BREAK_KINDS, WEEKDAYS, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from api.data.errors import FileError, Where

PAUSES = (Field.PAUSE, Field.PAUSE_START, Field.PAUSE_END)


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    What the rows of a list share.

    `own`: this program wrote the list, so that its shifts have ids and no cell is left to guess.
    """

    sheet: Sheet
    columns: Columns
    gatherer: Gatherer
    guide: Correspondence = field(default_factory=Correspondence)
    legend: Legend = field(default_factory=Legend)
    units: Units = field(default_factory=Units)
    own: bool = False


def who(told: Callable[[Field], str]) -> tuple[str, ...]:
    """Return what a row says of whom it is about, the best first; `told` reads its cells."""
    last, first = told(Field.LAST_NAME), told(Field.FIRST_NAME)
    names = [told(Field.PERSON), told(Field.PERSON_ID)]
    names += [f"{first} {last}", f"{last} {first}"] if first and last else [last or first]
    return tuple(dict.fromkeys(name for name in names if name))


class Cells:
    """One row's cells."""

    def __init__(self, table: Table, number: int, text: str) -> None:
        self.table = table
        self.number = number
        self.text = text
        self.where = table.sheet.where(number)
        self.faults: list[FileError] = []
        self._cells = table.sheet.row(number)

    def value(self, one: Field) -> Value:
        """Return a cell, empty where the list has no such column."""
        column = self.table.columns.of.get(one)
        return "" if column is None else self._cells.get(column.index, "")

    def told(self, one: Field) -> str:
        """Return a cell's text on one line."""
        return compact(self.value(one))

    def place(self, one: Field) -> Where:
        """Name a cell's place, or the row's where the list has no such column."""
        column = self.table.columns.of.get(one)
        if column is None:
            return self.where
        return self.table.sheet.where(self.number, column.index, column.title)

    def fault(self, one: Field, expected: str) -> None:
        """Note that a cell can't be read."""
        found = self.told(one) if one in self.table.columns else self.text
        self.faults.append(self.place(one).refusal(found, expected))

    @contextmanager
    def at(self, one: Field) -> Iterator[None]:
        """Note what can't be read of a cell."""
        try:
            yield
        except NotReadError as error:
            self.fault(one, error.expected)

    def person(self) -> tuple[str, tuple[str, ...]]:
        """Return whom the row is about, and what else it says of who that is."""
        found = who(self.told)
        if not found:
            one = next(
                (f for f in (Field.PERSON, Field.LAST_NAME) if f in self.table.columns),
                Field.PERSON_ID,
            )
            self.fault(one, "une personne")
            return "", ()
        return found[0], found[1:]

    def day(self, one: Field) -> date | None:
        """Return the day that a cell tells, if it tells one."""
        value = self.value(one)
        if value == "":
            return None
        with self.at(one):
            return date_of(value, self.table.guide.order)
        return None

    def check_weekday(self, day: date | None) -> None:
        """Note that a row's day isn't the day of the week that it names."""
        named = weekdays_of(self.told(Field.WEEKDAY))
        if day is not None and named and day.weekday() not in named:
            self.fault(Field.WEEKDAY, f"{WEEKDAYS[day.weekday()]}, jour du {day:%d/%m/%Y}")

    def moment(self, one: Field) -> Moment | None:
        """Return when a cell says that something starts or ends, None where it is empty."""
        value = self.value(one)
        if value == "":
            return None
        units = self.table.units
        with self.at(one):
            return moment_of(
                value,
                self.table.guide.order,
                fractions=units.fractions,
                decimals=units.decimals,
            )
        return Moment()

    def pauses(self) -> tuple[Pause, ...] | None:
        """Return the row's breaks, None where the list has no column of breaks."""
        if not any(one in self.table.columns for one in PAUSES):
            return None
        found: tuple[Pause, ...] = ()
        with self.at(Field.PAUSE):
            found = pauses_of(self.value(Field.PAUSE), self.table.units.pause)
        kind = BREAK_KINDS.get(plain(self.told(Field.PAUSE_KIND)))
        if kind is None:
            self.fault(Field.PAUSE_KIND, "payée, non payée ou veille")
            return found
        start, end = self.moment(Field.PAUSE_START), self.moment(Field.PAUSE_END)
        if start is None and end is None:
            said = self.told(Field.PAUSE_KIND)
            return tuple(Pause(p.minutes, p.start, kind) for p in found) if said else found
        if start is None or start.clock is None:
            self.fault(Field.PAUSE_START, "une heure de début de pause")
        elif end is not None and end.clock is not None:
            whole = between(start.clock, end.clock)
            if found and [p.minutes for p in found] != [whole.minutes]:
                self.fault(Field.PAUSE, f"{whole.minutes} minutes, du début à la fin de la pause")
            return (Pause(whole.minutes, start.clock, kind),)
        elif len(found) == 1:
            return (Pause(found[0].minutes, start.clock, kind),)
        else:
            self.fault(Field.PAUSE, "la durée de cette seule pause")
        return found
