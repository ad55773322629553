"""Read breaks as people write them (`30`, `45 min`, `0:45`, `1h`) or as our own files do."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from api.data.rows.types import BREAKS
from api.data.sheets.cells import Broken, Value
from api.french.plain import plain
from api.intake.text.clock import Clock, NotReadError
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
COLON = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
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
    match = HOURS.fullmatch(bare) or COLON.fullmatch(bare)
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
