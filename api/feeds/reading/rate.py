"""Limit how often one feed is read in an hour, by one number kept for each feed."""

from __future__ import annotations

import math

HOUR = 3600.0
MANY = 20_000
"""Feeds remembered; over that number, those with their whole allowance back are forgotten."""


class Rate:
    """
    Lets through `limit` reads at once, and as many in each hour after, evenly.

    It keeps, for each feed, the moment at which the whole allowance is back. Each process counts
    for itself.
    """

    def __init__(self, limit: int) -> None:
        self.each = HOUR / limit
        self._rested: dict[str, float] = {}

    def wait(self, feed: str, now: float) -> int:
        """Count a read and return 0, or return how many seconds to wait before the next one."""
        rested = max(self._rested.get(feed, now), now) + self.each
        over = rested - now - HOUR
        if over > 1e-6:  # noqa: PLR2004 - floats: the last read of the hour is let through
            return math.ceil(over)
        if len(self._rested) >= MANY:
            self._rested = {feed: at for feed, at in self._rested.items() if at > now}
        self._rested[feed] = rested
        return 0
