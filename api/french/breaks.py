"""Write breaks in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.french.plural import NO_BREAK
from api.french.words import clock_time
from calendars.appearance import BREAKS
from scheduler.domain.duty import BreakKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from scheduler.domain.duty import Break


def break_words(pause: Break) -> str:
    """Write a break: `Pause à 22 h (20 min)`, what it is if it isn't simply unpaid."""
    at = "" if pause.start is None else f" à {clock_time(pause.start.astimezone(PARIS))}"
    kind = "" if pause.kind is BreakKind.UNPAID else f", {BREAKS[pause.kind]}"
    return f"Pause{at} ({pause.minutes}{NO_BREAK}min{kind})"
