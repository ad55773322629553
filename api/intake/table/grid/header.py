"""Read the head of a block: the day of each column, and which columns name people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, pairwise

from api.data.errors import FileError
from api.data.sheets.cells import Sheet, Value, compact
from api.french.plain import plain
from api.intake.table.columns import BY_TITLE, Column, Columns, Correspondence, columns_of
from api.intake.table.grid.months import Months, UnknownMonthError
from api.intake.text.clock import NotReadError
from api.intake.text.days import WrittenDay, weekdays_of, written_day
from api.intake.text.words import DURATIONS, PEOPLE, TOTALS, WEEKDAYS, Field

FEWEST_DATES, FEWEST_NUMBERS = 3, 5
"""The fewest columns of days that make a head; with fewer, a row could be anything."""

SHORTEST = 28
"""Days of the shortest month."""

LONGEST_STEP = 4
"""The most days between two columns next to each other, if days off are left out."""

WEEK_DAYS = 7

FIRST_COLUMNS = 2
"""How many first columns may hold the days of a grid with days in rows."""

WEEK = re.compile(r"[sS]\d{1,2}")
LETTER_DAY = re.compile(r"[lmjvdLMJVD]\s?\d{1,2}")
"""« S24 » is a week, unless days beside it are written « L1 », « M2 »."""

PARTS = frozenset({Field.START, Field.END, Field.PAUSE})
UNDATED = "une date comme 01/06/2026 en tête de cette colonne"
OTHER_NAMES = (
    "les mêmes noms, sur les mêmes lignes, que dans la première colonne (ou la seconde quinzaine "
    "sous la première)"
)
NO_PEOPLE = "une colonne de personnes, à côté de celles des jours"


@dataclass(frozen=True, kw_only=True)
class Head:
    """
    The row of headers above a block of a grid.

    `days`: the day of each column. `bad`: why a column among them has no day. `people`: the columns
    of people, beside the days. `parts`: the start, end or break that a column holds, where a day
    has several. `rows`: the head's rows, which hold no shift.
    """

    row: int
    days: Mapping[int, date]
    bad: Mapping[int, FileError] = field(default_factory=dict)
    people: Columns = field(default_factory=Columns)
    parts: Mapping[int, Field] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()


def rows_under(sheet: Sheet, heads: Sequence[Head]) -> Iterator[tuple[Head, list[int]]]:
    """Yield each head of a sheet with the rows below it, down to the next one."""
    ends = [*(min(head.rows) for head in heads[1:]), max(sheet.order, default=0) + 1]
    for head, end in zip(heads, ends, strict=False):
        yield head, [row for row in sheet.order if max(head.rows) < row < end]


def groups_of(head: Head) -> dict[int, tuple[int, ...]]:
    """Return, for each column of a start, end or break, all the columns of its day."""
    groups: dict[int, tuple[int, ...]] = {}
    columns: dict[Field, int] = {}
    for column, part in sorted(head.parts.items()):
        # A start begins a new stretch; what follows on the same day belongs to it.
        if (
            part is Field.START
            or head.days[column] != head.days[min(columns.values(), default=column)]
        ):
            columns = {}
        columns[part] = column
        if Field.START in columns and Field.END in columns:
            order = (Field.START, Field.END, Field.PAUSE)
            group = tuple(columns[kind] for kind in order if kind in columns)
            groups |= dict.fromkeys(group, group)
    return groups


def days_in(cells: Mapping[int, Value], order: str = "jma") -> dict[int, WrittenDay]:
    """Return the days that a row holds, by column (empty: the row is no head)."""
    days: dict[int, WrittenDay] = {}
    texts = [compact(value) for value in cells.values()]
    weeks = not any(LETTER_DAY.fullmatch(text) for text in texts)
    for column, value in sorted(cells.items()):
        if weeks and WEEK.fullmatch(compact(value)):
            continue
        try:
            days[column] = written_day(value, order)
        except NotReadError:
            continue
    written = list(days.values())
    dated = [day for day in written if day.month or day.weekdays]
    if len({(day.month, day.day) for day in dated}) >= FEWEST_DATES:
        return days if _are_successive(dated) else {}
    follow = len(written) >= FEWEST_NUMBERS and _are_successive(written) and _rise_by_one(written)
    return days if follow else {}


def _are_successive(days: list[WrittenDay]) -> bool:
    """Whether days follow one another; days off may lack, and one step in three may be wrong."""
    steps = [_step(before, after) for before, after in pairwise(days)]
    good = sum(0 <= step <= LONGEST_STEP for step in steps)
    return 3 * good >= 2 * len(steps)


def _rise_by_one(days: list[WrittenDay]) -> bool:
    """Whether plain numbers all rise, most of them by one, as days do and counts don't."""
    steps = [_step(before, after) for before, after in pairwise(days)]
    return min(steps) >= 1 and 2 * steps.count(1) > len(steps)


def _step(before: WrittenDay, after: WrittenDay) -> int:
    """Return the days from one written day to another, a month or a year beginning on the way."""
    if before.month and after.month and before.month != after.month:
        months = (after.month - before.month) % 12
        return (months - 1) * SHORTEST + (1 if _month_changes(before.day, after.day) else SHORTEST)
    return 1 if _month_changes(before.day, after.day) else after.day - before.day


def _month_changes(before: int, after: int) -> bool:
    return after <= LONGEST_STEP and before > SHORTEST - LONGEST_STEP


class HeadReader:
    """Reads the heads of a sheet's blocks."""

    def __init__(self, sheet: Sheet, guide: Correspondence, month: date | None) -> None:
        self.sheet, self.guide = sheet, guide
        self.months = Months(sheet, month)
        self._people: Columns | None = None

    def heads(self) -> Iterator[Head]:
        """
        Yield the heads of a sheet from top to bottom.

        NotReadError: nothing gives the month of a head, or there is no column of people.
        """
        after = 0
        for row in self.sheet.order:
            if row < after:
                continue
            if self.sheet.turned and row >= FIRST_COLUMNS:
                return
            written = days_in(self.sheet.row(row), self.guide.order)
            if written and not self._sums(row, max(written)) and self._may_begin(row):
                yield (head := self._head(row, written, after))
                after = max(head.rows) + 1

    def _sums(self, row: int, last: int) -> bool:
        """Whether a row sums others by its title; right of the days, a title is a column's."""
        cells = sorted(self.sheet.row(row).items())
        title = next((compact(v) for at, v in cells if isinstance(v, str) and at < last), "")
        return bool(TOTALS.match(plain(title)))

    def _may_begin(self, row: int) -> bool:
        """Whether a block may begin at a row: a row that names someone holds their cells."""
        if self._people is None:
            return True
        for name in (f for f in PEOPLE if f in self._people):
            column = self._people.of[name]
            title = plain(compact(self.sheet.row(row).get(column.index)))
            if title and title not in BY_TITLE and title != plain(column.title):
                return False
        return True

    def _head(self, row: int, written: Mapping[int, WrittenDay], after: int) -> Head:
        cells = self.sheet.row(row)
        first = min(written)
        days: dict[int, date] = {}
        bad: dict[int, FileError] = {}
        rows = {row}
        named = [other for other in (row - 1, row + 1) if self._names_weekdays(other, written)]
        rows.update(named)
        labels = self._labels(max(rows) + 1, first)
        if labels:
            rows.add(max(rows) + 1)
        self.months.look(row, after, written)
        others = False
        for column in range(first, max((*written, *labels, *self._last_columns(row, written))) + 1):
            title = compact(cells.get(column))
            if others and column in written:
                bad[column] = self._fault(row, column, title, OTHER_NAMES)
            elif column in written:
                try:
                    days[column] = self.months.day(row, column, written[column])
                except UnknownMonthError:
                    raise
                except NotReadError as error:
                    bad[column] = self._fault(row, column, title, error.expected)
            elif not title and column - 1 in days and self._shares_head(row, column, labels):
                days[column] = days[column - 1]
            elif not _is_total(title) and not self._names_again(max(rows), column, first):
                bad[column] = self._fault(row, column, title, UNDATED)
                others = others or any(name in columns_of({column: title}) for name in PEOPLE)
        for other in named:
            self._check_weekdays(other, days, bad)
        self._people = self._people_of(rows, first, set(days))
        return Head(
            row=row,
            days=days,
            bad=bad,
            people=self._people,
            parts={column: part for column, part in labels.items() if column in days},
            rows=frozenset(rows),
        )

    def _fault(self, row: int, column: int, title: str, expected: str) -> FileError:
        return self.sheet.where(row, column).refusal(title, expected)

    def _names_again(self, row: int, column: int, first: int) -> bool:
        """Whether a column says again whose rows these are, as beside a second fortnight."""
        below = [self.sheet.row(other) for other in self.sheet.order if other > row]
        again = [(cells, compact(cells[column])) for cells in below if column in cells]
        return bool(again) and all(
            any(compact(cells.get(place)) == text for place in range(first))
            for cells, text in again
        )

    def _shares_head(self, row: int, column: int, labels: Mapping[int, Field]) -> bool:
        """Whether a day's head is this column's too: merged, or with its parts beneath."""
        return column in labels or self.sheet.area_over(row, column) is not None

    def _last_columns(self, row: int, written: Iterable[int]) -> Iterator[int]:
        """Yield the last column of each merged head of a day."""
        for column in written:
            area = self.sheet.area_at(row, column)
            if area is not None:
                yield area.right

    def _names_weekdays(self, row: int, written: Mapping[int, WrittenDay]) -> bool:
        """
        Whether a row names days of the week over or under the days, and nothing else.

        Codes may be letters of days too (« J », « M »): names follow one another as days do.
        """
        cells = self.sheet.row(row)
        named = {c: weekdays_of(compact(cells[c])) for c in sorted(written) if c in cells}
        if len(named) < FEWEST_DATES or not all(named.values()) or 2 * len(named) < len(written):
            return False
        columns = list(named)
        steps = (_step(written[before], written[other]) for before, other in pairwise(columns))
        apart = zip(named.values(), accumulate(steps, initial=0), strict=True)
        firsts = Counter((name - days) % WEEK_DAYS for names, days in apart for name in names)
        return 3 * max(firsts.values()) >= 2 * len(columns)

    def _check_weekdays(self, row: int, days: dict[int, date], bad: dict[int, FileError]) -> None:
        """Take the day off each column that names another day of the week."""
        for column, value in self.sheet.row(row).items():
            day, title = days.get(column), compact(value)
            named = weekdays_of(title)
            if day is not None and named and day.weekday() not in named:
                expected = f"{WEEKDAYS[day.weekday()]}, jour du {day:%d/%m/%Y}"
                bad[column] = self._fault(row, column, title, expected)
                del days[column]

    def _labels(self, row: int, first: int) -> dict[int, Field]:
        """Return which columns hold a day's start, end and break, where a row under it says so."""
        labels = {}
        for column, value in self.sheet.row(row).items():
            part = BY_TITLE.get(plain(compact(value)))
            if column >= first and part in PARTS and part is not None:
                labels[column] = part
        return labels if {Field.START, Field.END} <= set(labels.values()) else {}

    def _people_of(self, rows: set[int], first: int, days: set[int]) -> Columns:
        """
        Return the columns of people, by their titles or else the first that holds text.

        NotReadError: there is none.
        """
        titles: dict[int, Value] = {}
        for row in sorted(rows):
            for column in range(first):
                value = self.sheet.seen(row, column)
                if value != "":
                    titles[column] = value
        titles |= {c: v for c, v in self.sheet.row(min(rows)).items() if c > max(days, default=0)}
        columns = columns_of(titles, self.guide)
        if any(name in columns for name in PEOPLE):
            return columns
        below = [row for row in self.sheet.order if row > max(rows)]
        for column in range(first):
            if any(isinstance(self.sheet.row(row).get(column), str) for row in below):
                title = compact(titles.get(column))
                of = {**columns.of, Field.PERSON: Column(column, title)}
                return Columns(of=of, unread=columns.unread)
        raise NotReadError(NO_PEOPLE)


def _is_total(title: str) -> bool:
    """Whether a column among the days sums others: a week's hours, a total."""
    bare = plain(title)
    return (
        bool(TOTALS.match(bare))
        or bare in DURATIONS
        or bare.startswith(("semaine", "sem ", "heures", "hrs"))
        or (bare[:1] == "s" and bare[1:].isdigit())
    )
