"""Read the hours that a form says: a day, a start, an end, and minutes of unpaid breaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from api.asking.errors import Wrong, WrongValuesError
from api.page.own.words import unpaid
from scheduler.domain.duty import Break
from scheduler.domain.time import at
from scheduler.errors import InvalidProblemError


@dataclass(frozen=True, kw_only=True)
class Times:
    """From when to when somebody worked, and their breaks."""

    start: datetime
    end: datetime
    breaks: tuple[Break, ...]


def times_of(day: str, start: str, end: str, pause: str) -> Times:
    """
    Return what a form says; an end that comes before the start is the next day's.

    Raises
    ------
    WrongValuesError
        The day or a time is invalid, or a time doesn't exist that day.
    """
    wrong = list[Wrong]()
    when = _day(day, wrong)
    first, last = _clock("start", start, wrong), _clock("end", end, wrong)
    minutes = _minutes(pause, wrong)
    if wrong or when is None or first is None or last is None:
        raise WrongValuesError(wrong)
    ends = when + timedelta(days=1) if last <= first else when
    return Times(
        start=_instant("start", when, first),
        end=_instant("end", ends, last),
        breaks=(Break(minutes=minutes),) if minutes else (),
    )


def breaks_as_said(times: Times, known: tuple[Break, ...]) -> tuple[Break, ...] | None:
    """Return the breaks of a form; None if it says as many minutes as are known already."""
    return None if unpaid(times.breaks) == unpaid(known) else times.breaks


def _day(text: str, wrong: list[Wrong]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong.append(Wrong(field="day", value=text, expected="un jour, comme 2026-12-24"))
        return None


def _clock(field: str, text: str, wrong: list[Wrong]) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        wrong.append(Wrong(field=field, value=text, expected="une heure comme 14:30"))
        return None


def _minutes(text: str, wrong: list[Wrong]) -> int:
    words = text.strip() or "0"
    if words.isascii() and words.isdigit() and int(words) <= 24 * 60:
        return int(words)
    wrong.append(Wrong(field="pause", value=text, expected="un nombre de minutes, comme 30"))
    return 0


def _instant(field: str, day: date, clock: time) -> datetime:
    try:
        return at(day, clock)
    except InvalidProblemError as error:
        expected = f"une heure qui existe ({error})"
        wrong = Wrong(field=field, value=f"{clock:%H:%M}", expected=expected)
        raise WrongValuesError([wrong]) from None
