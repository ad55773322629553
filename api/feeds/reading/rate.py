"""Limit how often one feed is read in an hour, with one number a feed."""

from __future__ import annotations

import math

HOUR = 3600.0
MANY = 20_000
"""Feeds remembered before those that have rested are forgotten."""


class Rate:
    """
    Lets through `limit` reads at once, and as many in each hour after, evenly.

    Of each feed it keeps the moment at which it will have rested. Counted in each process apart.
    """

    def __init__(self, limit: int) -> None:
        self.each = HOUR / limit
        self._rested: dict[str, float] = {}

    def wait(self, feed: str, now: float) -> int:
        """Count a read, or return for how many seconds there may be none (0: it is let through)."""
        rested = max(self._rested.get(feed, now), now) + self.each
        over = rested - now - HOUR
        if over > 1e-6:  # noqa: PLR2004 - floats: the last read of the hour is let through
            return math.ceil(over)
        if len(self._rested) >= MANY:
            self._rested = {feed: at for feed, at in self._rested.items() if at > now}
        self._rested[feed] = rested
        return 0
