"""
Read the hours and breaks of a cell, as people write them or as our own files do.

Hours: `21:30-06:00`, `8h-12h / 13h30-17h`, `21h30–6h (pause 30 min)`. Breaks: `30`, `45 min`,
`0:45`, `1h`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from api.data.rows.types import BREAKS
from api.data.sheets.cells import DAY_MINUTES, Broken, Value
from api.french.plain import plain
from api.intake.text.clock import COLON, HOURS_EXPECTED, LETTER, SHAPE, Clock, NotReadError, written
from api.intake.text.words import BREAK_KINDS
from scheduler.domain.duty import BreakKind
from scheduler.domain.time import PARIS

EXPECTED = "une durée de pause comme 30 (minutes), 45 min, 0:45 ou 1h"
AMBIGUOUS = "une durée sans ambiguïté : {hours} ou {minutes} min ?"
OWN_EXPECTED = (
    "des pauses séparées par une espace, comme 30/non_payee/2026-10-25T01:30+02:00 ou 20/payee"
)
LONGEST = 12 * 60
FEWEST = 5
"""A number below this may not be minutes: 1 is more often an hour."""

MINUTES = re.compile(r"(\d{1,3})\s*(?:minutes?|min|mn|m|'|’)", re.IGNORECASE)
HOURS = re.compile(r"(\d{1,2})\s*h(?:eures?)?\s*(?:(\d{2})\s*(?:min|mn)?)?", re.IGNORECASE)
CLOCKED = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
NUMBER = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?")
KIND = (
    r"(?:non\s+|im)?pay[ée]es?|(?:non\s+)?r[ée]mun[ée]r[ée]es?|(?:en\s+|de\s+)?veille|"
    r"(?:d['’]|en\s+|sur\s+|sous\s+)?astreinte\s+sur\s+place|"
    r"(?:en\s+)?(?:temps\s+de\s+)?travail\s+effectif|sur\s+place\s+en\s+veille"
)
"""What a break is, as words beside its length say it."""

SAID = re.compile(rf"(.*?)[\s,(]+({KIND})\s*\)?", re.IGNORECASE)
LINK = re.compile(r"(en|de|d|sur|sous) (?!place)")
KIND_EXPECTED = "payée, non payée ou veille (astreinte sur place, travail effectif)"
NONE = frozenset({"", "-", "–", "—", "non", "aucune", "sans", "0"})
OWN = re.compile(r"(\d{1,3})/(non_payee|payee|veille)(?:/(\S+))?")


@dataclass(frozen=True)
class Pause:
    """
    A break as written: its minutes, and its start as a clock time or an instant.

    `kind`: what is said of it (None: nothing, hence unpaid).
    """

    minutes: int
    start: Clock | datetime | None = None
    kind: BreakKind | None = None


def kind_of(text: str) -> BreakKind | None:
    """
    Return the kind of break that a text says (None: the text is empty).

    NotReadError: it says something else.
    """
    bare = plain(text)
    words = bare if bare in BREAK_KINDS else LINK.sub("", bare, count=1)
    if words and words.removesuffix("s") not in BREAK_KINDS:
        raise NotReadError(KIND_EXPECTED)
    return BREAK_KINDS[words.removesuffix("s")] if words else None


def of_kind(pauses: tuple[Pause, ...], kind: BreakKind | None) -> tuple[Pause, ...]:
    """
    Return breaks with the kind that is written beside them (None: nothing is).

    NotReadError: a break says another kind, or there is none to be paid or on watch.
    """
    if kind not in (None, BreakKind.UNPAID) and not pauses:
        raise NotReadError("rien, ou la pause dont c’est le genre")
    if kind is not None and any(pause.kind not in (None, kind) for pause in pauses):
        raise NotReadError("le genre que la pause dit elle-même, ou rien")
    return tuple(replace(pause, kind=kind or pause.kind) for pause in pauses)


def pauses_of(value: Value, unit: str = "") -> tuple[Pause, ...]:
    """
    Read the breaks of a cell, joined by `+`, with their kinds (empty: there are none).

    `unit` of numbers: `minutes`, `heures`, or empty where it isn't said. NotReadError: it can't be
    read, or could be minutes as well as hours.
    """
    parts: list[tuple[float, BreakKind | None]]
    match value:
        case Broken():
            raise NotReadError(value.expected)
        case timedelta():
            parts = [(value.total_seconds() / 60, None)]
        case datetime() | date():
            raise NotReadError(EXPECTED)
        case str():
            if "/" in value:
                return tuple(_own(part) for part in value.split())
            parts = [_part(part, unit) for part in value.split("+")]
        case _:
            parts = [(_minutes(f"{value:.4f}".rstrip("0").rstrip("."), unit), None)]
    if any(length != round(length) or length > LONGEST for length, _ in parts):
        raise NotReadError(EXPECTED)
    return tuple(Pause(round(length), kind=kind) for length, kind in parts if length)


def _part(text: str, unit: str) -> tuple[float, BreakKind | None]:
    """Read a break with what is said of it: `20 min payée`, `30 (en veille)`."""
    said = SAID.fullmatch(text.strip())
    if said is None:
        return _minutes(text, unit), None
    return _minutes(said[1], unit), kind_of(said[2])


@lru_cache(maxsize=4_096)
def _minutes(text: str, unit: str) -> float:
    bare = text.strip()
    if bare.casefold() in NONE:
        return 0
    if match := NUMBER.fullmatch(bare):
        return _counted(match, unit)
    if match := MINUTES.fullmatch(bare):
        return int(match[1])
    match = HOURS.fullmatch(bare) or CLOCKED.fullmatch(bare)
    if match is None or int(match[2] or 0) >= 60:  # noqa: PLR2004 - minutes of an hour
        raise NotReadError(EXPECTED)
    return int(match[1]) * 60 + int(match[2] or 0)


def _counted(match: re.Match[str], unit: str) -> float:
    """Read a break's number without its unit, if only one unit is possible."""
    number = float(f"{match[1]}.{match[2] or 0}")
    if unit == "heures":
        return round(number * 60, 2)
    if unit != "minutes" and 0 < number < FEWEST:
        hours = f"{round(number * 60)} min ({match[0]} h)"
        raise NotReadError(AMBIGUOUS.format(hours=hours, minutes=match[0]))
    return number


def _own(text: str) -> Pause:
    match = OWN.fullmatch(text)
    if match is None or not 0 < int(match[1]) <= LONGEST:
        raise NotReadError(OWN_EXPECTED)
    start = None
    if match[3]:
        try:
            start = datetime.fromisoformat(match[3])
        except ValueError:
            raise NotReadError(OWN_EXPECTED) from None
        if start.tzinfo is None or start.second:
            raise NotReadError(OWN_EXPECTED)
        start = start.astimezone(PARIS)
    return Pause(int(match[1]), start, BREAKS[match[2]])


def between(start: Clock, end: Clock) -> Pause:
    """Return the break between two times; a second time that isn't later is on the next day."""
    minutes = end.minutes - start.minutes
    return Pause(minutes if minutes > 0 else minutes + 24 * 60, start)


DASH = r"\s*(?:->|[-–—−>→])\s*"
TO = r"\s*(?:->|[-–—−>→]|(?:jusqu['’])?[àa]\b)\s*"
RANGE = re.compile(rf"(?:de\s+)?({SHAPE}){TO}({SHAPE})(?![\d:hH]|[.,]\d)", re.IGNORECASE)
OVER = re.compile(r"\s*\(?\s*[jJ]?\+\s*1\s*\)?(?![\d:hH])")
LENGTH = r"\d{1,3}\s*(?:minutes?|min|mn)|\d{1,2}\s*h\s*(?:\d{2})?|\d{1,2}:\d{2}|\d{2,3}"
PAUSE = re.compile(
    rf"[\s,;(]*(?:dont\s+|avec\s+|et\s+)?(?:(?:une\s+)?pauses?\s*(?:(?P<kind>{KIND})\s*)?"
    rf"(?:de\s+|:\s*)?(?:(?P<first>{SHAPE}){DASH}(?P<last>{SHAPE})|"
    rf"(?P<long>{LENGTH})(?:\s*(?:à|a)\s*(?P<start>{SHAPE}))?)|"
    rf"(?P<of>{LENGTH})\s*de\s+pauses?)(?:[\s,(]*(?P<said>{KIND})\b)?\s*\)?",
    re.IGNORECASE,
)
LONGEST_PAUSE = 4 * 60
"""Minutes of the longest break that two times such as « 4h à 12h » may mean."""

NEXT = re.compile(r"\s*(?:[/+;&\n]|,\s|\bet\b|\bpuis\b)\s*|\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Stretch:
    """
    Work from one time to another; an end at or before the start is on the next day.

    `pauses`: None where the cell doesn't speak of breaks.
    """

    start: Clock
    end: Clock
    pauses: tuple[Pause, ...] | None = None

    @property
    def minutes(self) -> int:
        """Return the minutes of the stretch on a day without a clock change."""
        return (self.end.minutes - self.start.minutes) % DAY_MINUTES or DAY_MINUTES


@lru_cache(maxsize=65_536)
def stretches_of(text: str) -> tuple[Stretch, ...]:
    """Read the stretches of a cell (NotReadError: it can't be read as a whole)."""
    stretches: list[Stretch] = []
    place = 0
    while place < len(text):
        if stretches:
            joined = NEXT.match(text, place)
            place = joined.end() if joined else len(text) + 1
        match = RANGE.match(text, place)
        if match is None:
            raise NotReadError(HOURS_EXPECTED)
        place = match.end()
        over = OVER.match(text, place)
        place = over.end() if over else place
        pauses: tuple[Pause, ...] | None = None
        while pause := PAUSE.match(text, place):
            pauses = (*(pauses or ()), *matched_pauses(pause))
            place = pause.end()
        stretches.append(stretch(written(match[1]), written(match[2]), pauses, over=bool(over)))
    if not stretches:
        raise NotReadError(HOURS_EXPECTED)
    return tuple(stretches)


def stretch(
    start: Clock, end: Clock, pauses: tuple[Pause, ...] | None = None, *, over: bool = False
) -> Stretch:
    """
    Return the work between two times; `over`: the text says that it ends on the next day.

    NotReadError: it would last more than a day, or nothing says whether it lasts a day or nothing.
    """
    if start.minutes == DAY_MINUTES:
        raise NotReadError("un début de 00:00 à 23:59")
    if start.minutes == end.minutes == 0:
        raise NotReadError("deux heures différentes (00:00-24:00 pour un jour entier)")
    if over and end.minutes > start.minutes:
        raise NotReadError("24 heures au plus (la fin du lendemain est après l’heure du début)")
    return Stretch(start, end, pauses)


def matched_pauses(match: re.Match[str]) -> tuple[Pause, ...]:
    """
    Return the break of a match of `PAUSE`, by its two ends or its length, with what is said of it.

    NotReadError: the break is impossible.
    """
    kind = kind_of(match["kind"] or match["said"] or "")
    if match["first"]:
        return of_kind((between(written(match["first"]), written(match["last"])),), kind)
    length, begins = match["long"] or match["of"], match["start"]
    pauses = of_kind(pauses_of(length, "minutes"), kind)
    if not begins:
        return pauses
    start = written(begins)
    if LETTER.fullmatch(length.strip()) or COLON.fullmatch(length):
        # « 12h à 13h » may be from 12 to 13, or twelve hours long.
        between_ends = between(written(length), start)
        if pauses and pauses[0].minutes > LONGEST_PAUSE:
            return of_kind((between_ends,), kind)
        if between_ends.minutes <= LONGEST_PAUSE:
            raise NotReadError("une pause sans ambiguïté : 1h-2h, ou 60 min à 2h")
    return tuple(replace(pause, start=start) for pause in pauses)
