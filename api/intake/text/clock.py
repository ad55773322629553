"""Read times of the day as people write them in a cell: 21:30, 21h30, 2130, midi."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from api.data.sheets.cells import DAY_MINUTES, Broken, Value
from scheduler.domain.time import PARIS, at, midnight, minute_of
from scheduler.errors import ImpossibleTimeError

EXPECTED = "une heure comme 21:30, 21h30 ou 21,5"
BOUNDS = "une heure de 00:00 à 24:00"
HOURS_EXPECTED = "des horaires comme 21:30-06:00, 21h30–6h ou 8h-12h / 13h30-17h"
NUMBER = "un début et une fin comme 8h-15h (un nombre d’heures ou une heure ne dit pas quand)"
ALONE = re.compile(r"\s*\d{1,2}(?:[.,:hH]\d{0,2})?\s*")
"""An hour or a number of hours alone."""

AMBIGUOUS = "une heure sans ambiguïté : {clock} ou {decimal} en heures décimales ?"
QUARTERS = frozenset({"0", "00", "25", "5", "50", "75"})

WORDS = {"minuit": 0, "midi": 720}
SHAPE = (
    r"(?:minuit|midi|\d{1,2}\s?[hH](?:\s?\d{1,2})?(?:\s?(?:mn|min))?|\d{1,2}:\d{1,2}(?::\d{2})?|"
    r"\d{1,2}[.,]\d{1,6}|\d{4}|\d{1,2})(?:\+0[12]:00)?"
)
COLON = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
LETTER = re.compile(r"(\d{1,2})\s?[hH](?:\s?(\d{2}))?(?:\s?(?:mn|min))?")
DECIMAL = re.compile(r"(\d{1,2})[.,](\d{1,17})")
PACKED = re.compile(r"(\d{2})(\d{2})")
WHOLE = re.compile(r"\d{1,2}")
OFFSET = re.compile(r"(.*)\+0([12]):00", re.DOTALL)


class NotReadError(ValueError):
    """A cell can't be read; the error says in French what was expected there."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True)
class Clock:
    """
    A time of the day, in minutes from midnight; 1440 is the end of the day.

    `offset`: minutes from UTC, where they are written (October's repeated hour).
    """

    minutes: int
    offset: int | None = None

    def __str__(self) -> str:
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"


@dataclass(frozen=True)
class Instant:
    """An instant; `twice`: clocks show its time twice that night, and the first is taken."""

    at: datetime
    twice: bool = False

    @property
    def minute(self) -> int:
        """Return the UTC minute."""
        return minute_of(self.at)


def clock_of(value: Value, *, fractions: bool = False, decimals: bool = False) -> Clock:
    """
    Read a time of the day.

    `fractions`: numbers are parts of a day (Excel's own count) rather than hours. `decimals`: hours
    are known to be decimal, so that 8,30 is 8 h 18. NotReadError: the value is no time of day, or
    could be read as two different ones.
    """
    match value:
        case Broken():
            raise NotReadError(value.expected)
        case timedelta():
            return _whole(value.total_seconds() / 60)
        case datetime() | date():
            raise NotReadError(EXPECTED)
        case str():
            return _texts(value, fractions=fractions, decimals=decimals)
    if fractions:
        return _whole(value * DAY_MINUTES)
    return _decimal(f"{value:.6f}".rstrip("0").rstrip("."), decimals=decimals)


def clock_in_cell(value: Value) -> Clock:
    """
    Read a time; a number below one is a part of a day, since nobody begins before 01:00.

    NotReadError: see `clock_of`.
    """
    return clock_of(value, fractions=isinstance(value, float) and value < 1)


@lru_cache(maxsize=65_536)
def _texts(text: str, *, fractions: bool, decimals: bool) -> Clock:
    bare = text.strip()
    if fractions and DECIMAL.fullmatch(bare):
        return _whole(float(bare.replace(",", ".")) * DAY_MINUTES)
    return written(bare, decimals=decimals)


@lru_cache(maxsize=65_536)
def written(text: str, *, decimals: bool = False) -> Clock:
    """
    Read a time in any written form: 21:30, 21h30, 21h, 21,5, 2130, midi, 24:00, 02:30+01:00.

    NotReadError: the text is no time of day, or could be read as two different ones.
    """
    bare, offset = text.strip(), None
    if match := OFFSET.fullmatch(bare):
        bare, offset = match[1].strip(), int(match[2]) * 60
    if bare.casefold() in WORDS:
        return Clock(WORDS[bare.casefold()], offset)
    if DECIMAL.fullmatch(bare) or WHOLE.fullmatch(bare):
        return _decimal(bare.replace(",", "."), decimals=decimals)
    figures = COLON.fullmatch(bare) or LETTER.fullmatch(bare) or PACKED.fullmatch(bare)
    if figures is None:
        raise NotReadError(EXPECTED)
    hours, minutes, *seconds = (int(group or 0) for group in figures.groups())
    if any(seconds):
        raise NotReadError(f"{EXPECTED}, à la minute")
    return _bounded(hours, minutes, offset)


def _decimal(text: str, *, decimals: bool) -> Clock:
    """Read decimal hours; 8.30 is refused, since many mean half past eight."""
    hours_text, _, part = text.partition(".")
    if not hours_text.isascii() or not hours_text.isdigit():
        raise NotReadError(BOUNDS)
    if not part:
        return _bounded(int(hours_text), 0, None)
    minutes = round(float(f"0.{part}") * 60)
    # Two figures distinguish each minute from the next; more must be closer still.
    rounded = abs(float(f"0.{part}") - minutes / 60)
    if rounded > (0.5 if len(part) <= 2 else 1.0) / 10 ** min(len(part), 3) + 1e-9:  # noqa: PLR2004
        raise NotReadError(f"{EXPECTED}, à la minute")
    if not decimals and len(part) <= 2 and part not in QUARTERS:  # noqa: PLR2004 - hundredths
        tens = int(part.ljust(2, "0"))
        if tens < 60:  # noqa: PLR2004 - could be minutes
            clock, decimal = f"{hours_text}:{tens:02d}", f"{hours_text}:{minutes:02d}"
            raise NotReadError(AMBIGUOUS.format(clock=clock, decimal=decimal))
    hours, rest = divmod(int(hours_text) * 60 + minutes, 60)
    return _bounded(hours, rest, None)


def _whole(minutes: float) -> Clock:
    """Read minutes counted from midnight, to the second."""
    rounded = round(minutes)
    if abs(rounded - minutes) > 1 / 60 + 1e-6:
        raise NotReadError(f"{EXPECTED}, à la minute")
    return _bounded(*divmod(rounded, 60), None)


def _bounded(hours: int, minutes: int, offset: int | None) -> Clock:
    total = hours * 60 + minutes
    if minutes >= 60 or not 0 <= total <= DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
        raise NotReadError(BOUNDS)
    return Clock(total, offset)


@lru_cache(maxsize=65_536)
def instant(day: date, clock: Clock) -> Instant:
    """
    Return when clocks in Paris show a time on a day; 24:00 is the end of the day.

    NotReadError: the spring change skips that time, or it has another offset that day.
    """
    if clock.minutes == DAY_MINUTES:
        return Instant(midnight(day + timedelta(days=1)))
    shown = time(*divmod(clock.minutes, 60))
    if clock.offset is not None:
        zone = timezone(timedelta(minutes=clock.offset))
        moment = datetime.combine(day, shown, tzinfo=zone).astimezone(PARIS)
        if moment.replace(tzinfo=None) != datetime.combine(day, shown):
            raise NotReadError(f"le décalage de Paris ce jour-là, {_offset(moment)}")
        return Instant(moment)
    try:
        first = at(day, shown)
    except ImpossibleTimeError as error:
        raise NotReadError(f"une heure qui existe ({error})") from None
    return Instant(first, twice=at(day, shown, second_passage=True).astimezone(UTC) != first)


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:]}"
