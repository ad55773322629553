"""Read the hours of a cell: `21:30-06:00`, `8h-12h / 13h30-17h`, `21h30–6h (pause 30 min)`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from api.data.sheets.cells import DAY_MINUTES
from api.intake.text.clock import COLON, HOURS_EXPECTED, LETTER, SHAPE, Clock, NotReadError, written
from api.intake.text.pauses import KIND, Pause, between, kind_of, of_kind, pauses_of

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
