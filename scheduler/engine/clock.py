"""The seconds of a solve: all of them, and those in which its processes could search."""

from __future__ import annotations

import time


class Clock:
    """
    Counts from the moment when it is made.

    `starting`: seconds so far in which processes began or built models, and searched nothing.
    """

    def __init__(self) -> None:
        self._begun = self._looked = time.monotonic()
        self._starting = True
        self.starting = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds since the solve began."""
        return time.monotonic() - self._begun

    @property
    def searching(self) -> float:
        """Seconds of these that the search has had."""
        return self.elapsed - self.starting

    def look(self, *, starting: bool) -> None:
        """Count the seconds since the last look as what they were then, be they over by now."""
        now = time.monotonic()
        if self._starting:
            self.starting += now - self._looked
        self._looked, self._starting = now, starting
