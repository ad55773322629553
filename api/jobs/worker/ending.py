"""
Notice the signal that the process must end.

Python runs what a signal asks for in the main thread, once that thread does something. The system
mostly wakes the main thread, but may hand the signal to any other: a main thread that waits without
a limit would then sleep on, and the process would end by force or not at all.
"""

import signal
import threading
from collections.abc import Callable
from typing import Any

LOOK = 1.0
"""Seconds after which the main thread looks whether another thread got the signal."""


def ending_by_signal() -> threading.Event:
    """Return an event that is set once a signal asks the process to end (SIGTERM, Ctrl+C)."""
    ending = threading.Event()
    answer_signals(lambda *_: ending.set())
    return ending


def answer_signals(by: Callable[[int, Any], None] | signal.Handlers) -> None:
    """Answer Ctrl+C and SIGTERM so from now on, where this thread may say how."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, by)


def wait_for(ending: threading.Event) -> None:
    """Wait in the main thread until a signal asks the process to end."""
    while not ending.wait(LOOK):
        pass
