"""The public holidays on which an employer is closed, asked of any date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from calendars.holidays import LOCAL, name_of


@dataclass(frozen=True, kw_only=True)
class ClosedHolidays:
    """
    Public holidays that aren't worked: `every` one, those of these `names`, and single `days`.

    Names are those of `calendars.holidays`: no list of years stands behind them.
    """

    every: bool = False
    names: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        """Whether nobody works on that day because it is a public holiday."""
        if not isinstance(day, date):
            return False
        names = _names_anywhere(day)
        return day in self.days or (self.every and bool(names)) or not names.isdisjoint(self.names)


@lru_cache(maxsize=4_096)
def _names_anywhere(day: date) -> frozenset[str]:
    """Return what a day is called where it is a public holiday: each person's audit asks again."""
    return frozenset(name_of(day, departement=place) for place in ("", *LOCAL)) - {""}
