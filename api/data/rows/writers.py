"""Write values as cells, which the readers of `api.data.rows.readers` read back unchanged."""

from collections.abc import Iterable
from datetime import date, time

HOUR = 60
LONGEST_CLOCKED = 10_000
"""From this number of hours on, `26h15` can't be read, so hours are written as decimals."""

SHORT_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")


def day(value: date) -> str:
    """Write a date: `31/12/2026`."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(first: date, clock: time | None) -> str:
    """Write a day, with its time if it has one."""
    return day(first) if clock is None else f"{day(first)} {clock:%H:%M}"


def decimal(value: float) -> str:
    """Write a number with a decimal comma, to six places, without useless zeros."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


def hours(minutes: int) -> str:
    """Write minutes as hours: `35`, `38h30`."""
    full_hours, rest = divmod(minutes, HOUR)
    if not rest:
        return str(full_hours)
    return f"{full_hours}h{rest:02d}" if full_hours < LONGEST_CLOCKED else decimal(minutes / HOUR)


def count(value: int) -> str:
    """Write a number; zero gives an empty cell."""
    return str(value) if value else ""


def wish(wants: bool) -> str:
    """Write a wish: to work or to be free."""
    return "travailler" if wants else "repos"


def month(first: date) -> str:
    """Write a month: `2026-10`."""
    return f"{first.year:04d}-{first.month:02d}"


def delay(value: tuple[int, bool]) -> str:
    """Write a delay: `7 jours`, `7 jours ouvrés`."""
    count, working = value
    ending = "s" if count > 1 else ""
    return f"{count} jour{ending}{' ouvré' + ending if working else ''}"


def weekdays(days: Iterable[int]) -> str:
    """Write days of the week: `lun,mar`."""
    return ",".join(SHORT_DAYS[day] for day in sorted(days))
