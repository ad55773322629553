"""Write in French what a shift is made of: hours, breaks, its length where clocks change."""

from collections.abc import Iterable

from api.french.plural import NO_BREAK
from api.french.words import clock_time, hours, short_date
from calendars.appearance import BREAKS
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.time import PARIS, Span


def typed_hours(span: Span) -> str:
    """Write hours as files and the terminal have them: `21:30–06:00`, with the day of a far end."""
    far = (span.end.date() - span.start.date()).days > 1
    return f"{span.start:%H:%M}–{span.end:%H:%M}" + (f" (le {span.end:%d/%m})" if far else "")


def typed_shift(span: Span) -> str:
    """Write a day and hours as files and the terminal have them: `06/10/2026 14:00–21:00`."""
    return f"{short_date(span.day)} {typed_hours(span)}"


def timing_words(span: Span, breaks: Iterable[Break]) -> tuple[str, ...]:
    """Write a shift's breaks and, where clocks change during it, how long it really lasts."""
    words = tuple(map(break_words, breaks))
    start, end = (instant.astimezone(PARIS) for instant in (span.start, span.end))
    if start.utcoffset() == end.utcoffset():
        return words
    return (*words, f"L’heure change : ce service dure {hours(span.minutes)}, pauses comprises")


def break_words(pause: Break) -> str:
    """Write a break: `Pause à 22 h (20 min)`, what it is if it isn't simply unpaid."""
    at = "" if pause.start is None else f" à {clock_time(pause.start.astimezone(PARIS))}"
    kind = "" if pause.kind is BreakKind.UNPAID else f", {BREAKS[pause.kind]}"
    return f"Pause{at} ({pause.minutes}{NO_BREAK}min{kind})"
