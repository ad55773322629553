"""Word shifts, the stretches that requests are for, lengths, and when something was done."""

import re
from datetime import datetime, time

from api.french.plural import NO_BREAK
from api.french.words import brief_date, clock_time
from scheduler.domain.time import PARIS, Span, civil_day

WRITTEN = re.compile(
    r"(?<! ou )(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)[\d:.+Z-]*)?(?![\w-])"
)
"""A day as programs write it, with or without a time; not beside one that people wrote (« ou »)."""

ISO_DAY = len("2026-12-24")
END_OF_DAY = "T23:59"
"""The last minute of a day, which is the whole rest of it."""


def hours_words(start: datetime, end: datetime) -> str:
    """Write from when to when, in Paris: `18 h 30 – 1 h 30 (lendemain)`."""
    start, end = start.astimezone(PARIS), end.astimezone(PARIS)
    return clock_hours(start.timetz(), end.timetz(), over=end.date() > start.date())


def clock_hours(start: time, end: time, *, over: bool) -> str:
    """Write hours of which only clock times are known; `over`: they end the day after."""
    return f"{clock_time(start)} – {clock_time(end)}{' (lendemain)' if over else ''}"


def shift_words(span: Span, place: str = "") -> str:
    """Write a shift in a line: `mer. 9 déc., 14 h – 22 h, Parc`."""
    day = brief_date(civil_day(span.start))
    return ", ".join(filter(None, (day, hours_words(span.start, span.end), place)))


def stretch_words(start: str, end: str, now: datetime) -> str:
    """
    Write what a request is for: `jeu. 24 déc.`, `du jeu. 24 déc. à 13 h au ven. 25 déc.`.

    The hours of a single day follow it: `jeu. 24 déc. de 13 h à 18 h`, `jeu. 24 déc. dès 18 h`.
    `now`: its year is left out.
    """
    end = end.removesuffix(END_OF_DAY)
    if start[:ISO_DAY] == end[:ISO_DAY]:
        first, last = (
            clock_time(datetime.fromisoformat(text)) if "T" in text else "" for text in (start, end)
        )
        hours = f"de {first} à {last}" if first and last else f"dès {first}" if first else ""
        hours = hours or (f"jusqu’à {last}" if last else "")
        return " ".join(filter(None, (_moment(start[:ISO_DAY], now), hours)))
    return f"du {_moment(start, now)} au {_moment(end, now)}"


def instant_on(instant: datetime | None, now: datetime) -> str:
    """Write when something was asked or answered (None: it wasn't): `mar. 10 févr. à 9 h`."""
    if instant is None:
        return ""
    local = instant.astimezone(PARIS)
    return f"{_day(local, now.astimezone(PARIS))} à {clock_time(local)}"


def day_words(instant: datetime) -> str:
    """Write the day of an instant, in Paris: `mar. 10 févr.`."""
    return brief_date(civil_day(instant))


def length_words(minutes: int) -> str:
    """Write minutes: `133 h`, `7 h 30`, `−2 h`."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else ""
    return f"{sign}{hours}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02d}" if rest else "")


def more_words(minutes: int) -> str:
    """Write a difference of minutes: `45 min de plus`, `7 h de moins` (empty: there is none)."""
    if not minutes:
        return ""
    return f"{length_words(abs(minutes))} de {'plus' if minutes > 0 else 'moins'}"


def _moment(text: str, now: datetime) -> str:
    moment = datetime.fromisoformat(text)
    return _day(moment, now) + (f" à {clock_time(moment)}" if "T" in text else "")


def _day(moment: datetime, now: datetime) -> str:
    return brief_date(moment.date()) + ("" if moment.year == now.year else f" {moment.year}")


def with_short_days(text: str) -> str:
    """Write the days in a text as people do: « le 2027-02-15 » gives « le 15/02/2027 »."""
    return WRITTEN.sub(
        lambda day: f"{day[3]}/{day[2]}/{day[1]}{f' {day[4]}' if day[4] else ''}", text
    )
