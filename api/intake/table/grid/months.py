"""Find the month of a head's days: in merged titles, in titles above, or in the sheet's name."""

from collections.abc import Mapping
from datetime import date

from api.data.sheets.cells import Sheet
from api.intake.text.clock import NotReadError
from api.intake.text.days import WrittenDay, completed, month_of, periods_of
from scheduler.domain.time import next_month

ABOVE = 4
"""How many rows above a head may have the month of its columns."""

NO_MONTH = (
    "un mois et son année : dans un titre (« juin 2026 »), dans les dates, ou donnés avec le "
    "fichier"
)
SEVERAL = "un seul mois dans les titres (sinon, donnez le mois avec le fichier)"


class UnknownMonthError(NotReadError):
    """Nothing gives the month of days, or several titles do."""


class Months:
    """Adds the month to days that are written without one, head by head, column by column."""

    def __init__(self, sheet: Sheet, month: date | None) -> None:
        self.sheet = sheet
        self.chosen = month
        self.titles: set[date] = set()
        self._before: date | None = None

    def look(self, row: int, after: int, written: Mapping[int, WrittenDay]) -> None:
        """Look for the month of a head in the rows above it, from the row `after` on."""
        self._before = None
        titles, over, periods = set[date](), set[date](), set[date]()
        for above in (other for other in self.sheet.order if after <= other < row):
            for column, value in self.sheet.row(above).items():
                month = month_of(value)
                if month is None:
                    continue
                # What is over one column among the days is that column's first.
                if column > min(written):
                    over.add(month)
                else:
                    titles.add(month)
                    periods |= periods_of(value)
        if titles or len(over) == 1:
            self.titles = periods or titles or over

    def day(self, row: int, column: int, written: WrittenDay) -> date:
        """
        Return the whole date of a column; call it for columns from left to right.

        NotReadError: it doesn't exist, is another day of the week, or nothing gives its month.
        """
        base = self._over(row, column) or self._following(written)
        if base is None and (written.month is None or written.year is None):
            base = self._title()
        day = completed(written, base)
        self._before = day
        return day

    def _following(self, written: WrittenDay) -> date | None:
        """Return a day's month from that of the day before: the next one where numbers restart."""
        before = self._before
        if before is None:
            return None
        if written.month is None:
            return next_month(before) if written.day < before.day else before
        return (
            before.replace(year=before.year + 1, day=1) if written.month < before.month else before
        )

    def _over(self, row: int, column: int) -> date | None:
        """Return the month written over a column."""
        for above in range(row - 1, max(-1, row - 1 - ABOVE), -1):
            month = month_of(self.sheet.seen(above, column))
            if month is None:
                continue
            # One title over all columns: numbers that begin anew are the next month's.
            return None if self._before is not None and month <= self._before else month
        return None

    def _title(self) -> date:
        """
        Return the month that titles, the sheet's name or the command give.

        NotReadError: none of them does, or titles name several.
        """
        if len(self.titles) > 1:
            if self.chosen in self.titles and self.chosen is not None:
                return self.chosen
            raise UnknownMonthError(SEVERAL)
        named = month_of(self.sheet.name)
        month = next(iter(self.titles), None) or named or self.chosen
        if month is None:
            raise UnknownMonthError(NO_MONTH)
        return month
