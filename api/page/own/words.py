"""How one's own pages write shifts, hours, and the stretches that requests are for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from api.french.plural import NO_BREAK
from api.french.words import brief_date, clock_time
from scheduler.domain.duty import BreakKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.duty import Break
    from scheduler.domain.time import Span


def hours_words(start: datetime, end: datetime) -> str:
    """Write from when to when: `18 h 30 – 1 h 30 (lendemain)`."""
    over = " (lendemain)" if end.date() > start.date() else ""
    return f"{clock_time(start)} – {clock_time(end)}{over}"


def shift_words(span: Span, place: str) -> str:
    """Write a shift in a line: `mer. 9 déc., 14 h – 22 h, Parc`."""
    start, end = span.start.astimezone(PARIS), span.end.astimezone(PARIS)
    words = f"{brief_date(start.date())}, {hours_words(start, end)}"
    return f"{words}, {place}" if place else words


def stretch_words(start: str, end: str, year: int) -> str:
    """
    Write what a request is for: `jeu. 24 déc.`, `du jeu. 24 déc. à 13 h au ven. 25 déc.`.

    `year`: the present year, which is left out.
    """
    if start == end:
        return _moment(start, year)
    return f"du {_moment(start, year)} au {_moment(end, year)}"


def length_words(minutes: int) -> str:
    """Write minutes: `133 h`, `7 h 30`, `−2 h`."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else ""
    return f"{sign}{hours}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02d}" if rest else "")


def unpaid(breaks: Iterable[Break]) -> int:
    """Return the minutes of unpaid breaks, which is what a form holds."""
    return sum(pause.minutes for pause in breaks if pause.kind is BreakKind.UNPAID)


def more_words(minutes: int) -> str:
    """Write a difference of minutes: `45 min de plus`, `7 h de moins` (empty: there is none)."""
    if not minutes:
        return ""
    return f"{length_words(abs(minutes))} de {'plus' if minutes > 0 else 'moins'}"


def _moment(text: str, year: int) -> str:
    moment = datetime.fromisoformat(text)
    of_year = "" if moment.year == year else f" {moment.year}"
    at = f" à {clock_time(moment)}" if "T" in text else ""
    return f"{brief_date(moment.date())}{of_year}{at}"
