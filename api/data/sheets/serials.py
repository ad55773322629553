"""Read the numbers that a workbook shows as days or times, according to their format."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from api.data.sheets.cells import Broken, Value

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook has no zones
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - same
LAST = 2_958_466
MODERN = 36_526
"""1 January 2000: a number from here on is a day, even where only its time is shown."""

DATES = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58))
TIMES = frozenset((*range(18, 22), 45, 47, *range(32, 36), 55, 56))
DURATIONS = frozenset((46,))

IDLE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)


class Look(StrEnum):
    """What a cell's format makes of a number."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


@lru_cache(maxsize=4_096)
def look_of(code: str) -> Look:
    """Return what a number format shows, from its code (`dd/mm/yyyy`, `[h]:mm`, `0.00`)."""
    plain = IDLE.sub("", code).partition(";")[0].lower()
    if "general" in plain or "standard" in plain or "@" in plain:
        return Look.NUMBER
    if "d" in plain or "y" in plain:
        return Look.DAY
    if "h" in plain or "s" in plain:
        return Look.TIME
    return Look.DAY if re.search(r"(?<!\[)m", plain) else Look.NUMBER


def built_in(number: int) -> Look:
    """Return what a format built into every workbook shows, from its number."""
    if number in DATES:
        return Look.DAY
    return Look.TIME if number in TIMES | DURATIONS else Look.NUMBER


def value_of(number: float, look: Look, *, since_1904: bool = False) -> Value:
    """Return a number's meaning: itself, a day, a day with its time, a time or a duration."""
    if look is Look.NUMBER:
        return number
    if not 0 <= number < LAST:
        return Broken(f"{number:g}", "une date ou une heure qui existe")
    if number < 1 or (look is Look.TIME and number < MODERN):
        if look is Look.DAY and number == 0:
            return Broken("0", "une date qui existe")
        return timedelta(seconds=round(number * 86_400))
    moment = (EPOCH_1904 if since_1904 else EPOCH) + timedelta(seconds=round(number * 86_400))
    return day_or_moment(moment)


def day_or_moment(moment: datetime) -> date | datetime:
    """Return a day if the time is midnight, since workbooks don't distinguish the two."""
    midnight = moment.hour == moment.minute == moment.second == 0
    return moment.date() if midnight else moment
