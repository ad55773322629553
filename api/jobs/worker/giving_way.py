"""Tell a calculation that may wait to leave its place: the process ends, or another needs it."""

from __future__ import annotations

import threading


class GivingWay(threading.Event):
    """An event that is set once one of several is, and stays so when that is cleared again."""

    def __init__(self, *causes: threading.Event) -> None:
        super().__init__()
        self.causes = causes

    def is_set(self) -> bool:
        """Whether it is time to leave."""
        if not super().is_set() and any(cause.is_set() for cause in self.causes):
            self.set()
        return super().is_set()
