"""Tell whether a whole rest lies between two duties, for encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.duty import Duty


def has_whole_rest(begin: int, end: int, calls: Sequence[Duty], minutes: int) -> bool:
    """
    Tell whether some minutes without work in a row lie between two UTC minutes.

    A rest begins when work ends: at `begin`, or at the end of one of `calls`. No other start gives
    a longer rest.
    """
    if not calls:
        return begin + minutes <= end
    starts = [begin, *(call.span.last for call in calls if call.span.last > begin)]
    return any(
        start + minutes <= end
        and all(call.span.last <= start or call.span.first >= start + minutes for call in calls)
        for start in starts
    )


def rest_between(begin: int, end: int, calls: Sequence[Duty]) -> int:
    """Return the most minutes in a row between two UTC minutes without any of `calls`."""
    best, free = 0, begin
    for call in sorted(calls, key=lambda call: call.span.first):
        if begin < call.span.last and call.span.first < end:
            best = max(best, call.span.first - free)
            free = max(free, call.span.last)
    return max(best, end - free)
