"""Night minutes: work inside a clock window such as 21:00 to 06:00, in elapsed time."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.domain.time import Span, windows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.duty import Duty

Pieces = tuple[tuple[int, int], ...]


def clock_of(minutes: int) -> time:
    """Return the clock time that many minutes after midnight (1440 is midnight again)."""
    return time(*divmod(minutes % 1440, 60))


def night_minutes(duty: Duty, begins: int, ends: int) -> int:
    """
    Return the minutes of work inside the nightly window.

    `begins` and `ends` are clock times in minutes after midnight; a window that ends no later than
    it begins ends on the next day. A break of unknown place is put where it is most favourable: in
    the night as far as possible.
    """
    if not duty.pieces:
        return 0
    return _inside_window(duty.pieces, sum(duty.floating), begins, ends)


def minutes_inside(duty: Duty, spans: Iterable[Span]) -> int:
    """Return the minutes of work inside disjoint spans; see `night_minutes` for breaks."""
    inside = sum(
        max(0, min(last, span.last) - max(first, span.first))
        for span in spans
        for first, last in duty.pieces
    )
    return max(0, inside - sum(duty.floating))


@lru_cache(maxsize=65_536)
def _inside_window(pieces: Pieces, floating: int, begins: int, ends: int) -> int:
    # Kept by value: the same posts come back for every person, rule and audit.
    whole = Span.of_minutes(pieces[0][0], pieces[-1][1])
    inside = sum(
        max(0, min(last, window.last) - max(first, window.first))
        for window in windows(whole, clock_of(begins), clock_of(ends))
        for first, last in pieces
    )
    return max(0, inside - floating)
