"""Tell whether a whole rest lies between two duties, for encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.duty import Duty


def has_whole_rest(begin: int, end: int, calls: Sequence[Duty], minutes: int) -> bool:
    """
    Whether so many minutes without work lie from one UTC minute to another.

    A rest begins as work ends, at `begin` or as one of `calls` does: no other start is better.
    """
    if not calls:
        return begin + minutes <= end
    starts = [begin, *(call.span.last for call in calls if call.span.last > begin)]
    return any(
        start + minutes <= end
        and all(call.span.last <= start or call.span.first >= start + minutes for call in calls)
        for start in starts
    )
