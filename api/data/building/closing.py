"""Public holidays on which the employer is closed, by name or by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from api.data.rows import fields as f
from calendars.holidays import name_of, names_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

ALL, NONE = "tous", "aucun"


def closed(text: str, years: Collection[int]) -> frozenset[date]:
    """
    Read the public holidays not worked: `tous`, `aucun`, or names and dates with commas.

    A name stands for that day of each of the `years`; a date for itself.

    Raises
    ------
    PydanticCustomError
        Something in it is no public holiday.
    """
    if plain(text) == NONE:
        return frozenset()
    by_name: dict[str, set[date]] = {}
    for year in years:
        for day, name in names_of(year).items():
            by_name.setdefault(plain(name), set()).add(day)
    if plain(text) == ALL:
        return frozenset().union(*by_name.values())
    days: set[date] = set()
    for part in text.split(","):
        days |= by_name.get(plain(part)) or {_dated(part.strip())}
    return frozenset(days)


def _dated(text: str) -> date:
    try:
        day = f.day(text)
    except PydanticCustomError:
        names = ", ".join(names_of(f.LAST_YEAR).values())
        raise f.wrong(f"{ALL}, {NONE}, des dates, ou des noms parmi : {names}") from None
    if not name_of(day):
        raise f.wrong(f"des jours fériés : le {day:%d/%m/%Y} n’en est pas un")
    return day


def plain(name: str) -> str:
    """Return a name as it is compared: lower case, one space, straight apostrophes."""
    return " ".join(name.replace("’", "'").lower().split())
