"""Define the forfait in days of a contract: the days of a year that it counts (L3121-58)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.errors import InvalidProblemError

MOST_DAYS = 218
"""Days of a year that a convention may count at most (L3121-64, I, 3°)."""
MOST_WITH_WAIVER = 235
"""Days worked at most where rest days are given up and the agreement sets no number (L3121-66)."""

LEFT_DAYS = 365 - 52 - 30 - 1
"""Days that weekly rests, paid leave and 1 May leave: no agreement goes beyond (L3121-64, II)."""

WITH_WAIVER = "forfait_days_with_waiver"
"""Name of the quantity of a profile that bounds a year in which rest days are given up."""


@dataclass(frozen=True, kw_only=True)
class Forfait:
    """
    Days worked in a year of reference, which a contract counts in place of hours (L3121-54).

    `days`: of a whole year, at most. `begins`: a day on which a year of reference begins (None: 1
    January); the next ones begin on its anniversaries. `signed`: day on which the individual
    convention was written (L3121-55; None: unknown). `waived`: rest days given up in the year of
    reference that includes `waived_on`, the day of the written rider, and in no other (L3121-59).

    Raises
    ------
    InvalidProblemError
        It counts no day, or gives up days without the day of the rider.
    """

    days: int
    begins: date | None = None
    signed: date | None = None
    waived: int = 0
    waived_on: date | None = None

    def __post_init__(self) -> None:
        if not 0 < self.days <= LEFT_DAYS:
            raise InvalidProblemError(f"forfait de {self.days} jours (attendu : 1 à {LEFT_DAYS})")
        if self.waived < 0 or bool(self.waived) is (self.waived_on is None):
            raise InvalidProblemError("des jours de repos renoncés et la date de l’avenant")

    def year_of(self, day: date) -> tuple[date, date]:
        """Return the first and last days of the year of reference that includes `day`."""
        first = self._begin(day.year)
        if first > day:
            first = self._begin(day.year - 1)
        return first, self._begin(first.year + 1) - timedelta(days=1)

    def waived_in(self, first: date, last: date) -> int:
        """Return the rest days given up in the year of reference from `first` to `last`."""
        inside = self.waived_on is not None and first <= self.waived_on <= last
        return self.waived if inside else 0

    def _begin(self, year: int) -> date:
        if self.begins is None:
            return date(year, 1, 1)
        if (self.begins.month, self.begins.day) == (2, 29):
            return date(year, 3, 1)
        return self.begins.replace(year=year)
