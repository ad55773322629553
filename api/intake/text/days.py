"""Read days as people write them: `01/06/2026`, `lun. 01/06`, `1er juin`, `1`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from api.data.sheets.cells import Broken, Value
from api.french.plain import plain
from api.intake.text.clock import NotReadError
from api.intake.text.words import MONTHS, SHORT_DAYS, SINGLE_DAYS, WEEKDAYS

FIRST_YEAR, LAST_YEAR = 2000, 2099
EXPECTED = "une date comme 01/06/2026"
MONTH_FIRST = (
    "une date JJ/MM/AAAA (pour MM/JJ/AAAA, écrivez format_date;mja dans le fichier de "
    "correspondance)"
)
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050
EPOCH = date(1899, 12, 30)

#: A hyphen needs a year: 8-12 are hours.
NUMERIC = re.compile(
    r"(\d{1,2})\s*(?:[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{4}|\d{2}))?|-\s*(\d{1,2})\s*-\s*(\d{4}|\d{2}))"
)
ISO = re.compile(r"(\d{4})[/\-](\d{1,2})[/\-](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
NAMED = re.compile(r"(\d{1,2})(?:er)?[\s./\-]+([^\W\d_]+)\.?(?:[\s./\-]+(\d{4}|\d{2}))?")
ALONE = re.compile(r"(\d{1,2})(?:er)?")
LEADING = re.compile(r"([^\W\d_]+)\s*[.,]?\s*(?=\d|$)")
MONTH_YEAR = re.compile(r"([^\W\d_]+)\.?\s*(?:[\-'’/]\s*)?(20\d{2})\b")
MONTH_FIGURES = re.compile(r"(?<![\d/\-.])(0?[1-9]|1[0-2])[/\-.](20\d{2})(?![\d/\-.])")

FULL = re.compile(r"(?<!\d)\d{1,2}[/\-.](0?[1-9]|1[0-2])[/\-.](20\d{2})(?!\d)")

#: "du 28/12 au 03/01/2027": the month and year of the first day, then those of the last. A day that
#: another period begins with ends none: "édité le 28/05/2026 - du 01/06/2026 au 30/06/2026".
PERIOD = re.compile(
    r"(?<![\d/\-.])\d{1,2}[/\-.](0?[1-9]|1[0-2])(?:[/\-.](20\d{2}|\d{2}))?\s*(?:au|à|-|–|—)\s*"
    r"(?:(?!(?:du|de|des|le|au)\b)[^\W\d_]+\.?\s+)?\d{1,2}[/\-.](0?[1-9]|1[0-2])[/\-.](20\d{2}|\d{2})(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class WrittenDay:
    """A day, as much of it as is written; `weekdays`: those that its weekday's name may mean."""

    day: int
    month: int | None = None
    year: int | None = None
    weekdays: frozenset[int] = frozenset()


def date_of(value: Value, order: str = "jma") -> date:
    """
    Read a whole day.

    NotReadError: it isn't a day, doesn't exist, has no year, or isn't the day of the week that is
    written.
    """
    if isinstance(value, datetime):
        raise NotReadError(f"{EXPECTED}, sans heure")
    return completed(written_day(value, order), None)


def written_day(value: Value, order: str = "jma") -> WrittenDay:
    """Read those parts of a day that are written (NotReadError: it isn't a day)."""
    if isinstance(value, Broken):
        raise NotReadError(value.expected)
    if isinstance(value, date):
        return WrittenDay(value.day, value.month, value.year)
    if isinstance(value, timedelta):
        raise NotReadError(EXPECTED)
    if isinstance(value, float | int):
        if value != int(value):
            raise NotReadError(EXPECTED)
        if FIRST_SERIAL <= value <= LAST_SERIAL:
            day = EPOCH + timedelta(days=int(value))
            return WrittenDay(day.day, day.month, day.year)
        return _texts(str(int(value)), order)
    return _texts(" ".join(value.split()), order)


@lru_cache(maxsize=16_384)
def _texts(text: str, order: str) -> WrittenDay:
    weekdays: frozenset[int] = frozenset()
    rest = text
    if (lead := LEADING.match(text)) and (named := weekdays_of(lead[1])):
        weekdays, rest = named, text[lead.end() :]
    if match := ISO.fullmatch(rest):
        return WrittenDay(int(match[3]), int(match[2]), int(match[1]), weekdays)
    if match := NUMERIC.fullmatch(rest):
        first, second = int(match[1]), int(match[2] or match[4])
        day, month = (second, first) if order == "mja" else (first, second)
        if month > 12 >= day and order == "jma":  # noqa: PLR2004 - months of a year
            raise NotReadError(MONTH_FIRST)
        return WrittenDay(day, month, _year(match[3] or match[5]), weekdays)
    if (match := NAMED.fullmatch(rest)) and plain(match[2]) in MONTHS:
        return WrittenDay(int(match[1]), MONTHS[plain(match[2])], _year(match[3]), weekdays)
    if match := ALONE.fullmatch(rest):
        return WrittenDay(int(match[1]), None, None, weekdays)
    raise NotReadError(EXPECTED)


def completed(written: WrittenDay, month: date | None) -> date:
    """
    Return the date; a month and a year that aren't written are those of `month`.

    NotReadError: it lacks its month or year, doesn't exist, or is another day of the week.
    """
    year = written.year or (month.year if month else None)
    number = written.month or (month.month if month else None)
    if year is None or number is None:
        missing = "mois et année" if number is None else "année"
        raise NotReadError(f"{EXPECTED}, avec {missing}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotReadError(f"{EXPECTED}, une année de {FIRST_YEAR} à {LAST_YEAR}")
    try:
        day = date(year, number, written.day)
    except ValueError:
        raise NotReadError("une date qui existe") from None
    if written.weekdays and day.weekday() not in written.weekdays:
        raise NotReadError(f"un {WEEKDAYS[day.weekday()]}, jour du {day:%d/%m/%Y}")
    return day


def weekdays_of(text: str) -> frozenset[int]:
    """Return the weekdays (0 is Monday) that a name may mean (empty: it is no weekday)."""
    bare = plain(text)
    if bare in SHORT_DAYS:
        return frozenset({SHORT_DAYS[bare]})
    return frozenset(SINGLE_DAYS.get(bare, ()))


def month_of(value: Value) -> date | None:
    """Return the first day of the month that a title names, or that its period begins in."""
    if isinstance(value, date):
        # Another day is that of an edition, not a month's name.
        return value if type(value) is date and value.day == 1 else None
    if not isinstance(value, str):
        return None
    months = {
        date(int(match[2]), MONTHS[plain(match[1])], 1)
        for match in MONTH_YEAR.finditer(value)
        if plain(match[1]) in MONTHS
    }
    months |= {date(int(m[2]), int(m[1]), 1) for m in MONTH_FIGURES.finditer(value)}
    ends = [date(int(m[2]), int(m[1]), 1) for m in FULL.finditer(value)]
    months |= set(ends) if len(ends) > 1 else set()  # "01/06/2026 → 30/06/2026"
    # A week of July that begins in June is of June, whatever else its title names.
    months = periods_of(value) or months
    # Two months in one title ("juin 2026 - juillet 2026") name none.
    return months.pop() if len(months) == 1 else None


def periods_of(value: Value) -> set[date]:
    """Return the first days of the months in which a title's periods begin, of two months each."""
    if not isinstance(value, str):
        return set()
    begun = (_begun(*match.groups()) for match in PERIOD.finditer(value))
    return {month for month in begun if month is not None}


def _begun(first: str, written: str | None, last: str, ends: str) -> date | None:
    """Return the month that a period begins in; unwritten, its year is that of its end."""
    end = _year(ends) or 0
    year = _year(written) or end - (int(first) > int(last))
    months = 12 * (end - year) + int(last) - int(first)
    return date(year, int(first), 1) if months in {0, 1} else None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)  # noqa: PLR2004 - two figures
