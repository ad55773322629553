"""Seconds of processor that a running process has used."""

from __future__ import annotations

import time


def processor_of(pid: int) -> float | None:
    """Return the processor seconds of a process so far (None: the system doesn't tell)."""
    try:
        # Linux writes the process into the number of its clock, and in the last bits which of its
        # clocks is meant: 2 counts the time for which it ran. Python has no function for it.
        return time.clock_gettime((~pid << 3) | 2)
    except (OSError, AttributeError, OverflowError):
        return None
