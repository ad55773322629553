"""Seconds of processor that running processes have used, as the system counts them."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import NamedTuple, Self

EVERY = 0.2
"""Seconds between two looks at what processes use."""


class Usage(NamedTuple):
    """A running process: the one it comes from, and its seconds, its own and the system's."""

    parent: int
    seconds: float


def usage_of(process: int) -> Usage:
    """
    Return what a process has used so far.

    Raises
    ------
    OSError
        It has ended.
    """
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    fields = stat.rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return Usage(parent=int(fields[1]), seconds=ticks / os.sysconf("SC_CLK_TCK"))


def processor_of_descendants() -> float:
    """Return the processor seconds of all processes that come from this one, so far."""
    usages: dict[int, Usage] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            usages[int(path.name)] = usage_of(int(path.name))
        except OSError:
            continue  # it has ended
    total = 0.0
    for usage in usages.values():
        above = usage.parent
        while above not in {0, 1, os.getpid()}:
            above = usages[above].parent if above in usages else 0
        total += usage.seconds if above == os.getpid() else 0.0
    return total


class Meter:
    """
    Notes, while it is entered, what running processes have used, so that clock turns to processor.

    A busy machine then tells the same as an idle one. `over` is set once `most` seconds are used.
    """

    def __init__(self, most: float) -> None:
        self.most, self.over = most, threading.Event()

    def __enter__(self) -> Self:
        self._begun, self._points = time.monotonic(), [(0.0, 0.0)]
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._thread.join()

    @property
    def used(self) -> float:
        """Seconds of processor so far."""
        return max(used for _, used in self._points)

    def at(self, seconds: float) -> float:
        """Return what was used by so many seconds of the clock after the meter was entered."""
        return max(used for moment, used in self._points if moment <= max(seconds, 0.0))

    def _watch(self) -> None:
        while not self._left.wait(EVERY):
            used = processor_of_descendants()
            self._points.append((time.monotonic() - self._begun, used))
            if used >= self.most:
                self.over.set()
