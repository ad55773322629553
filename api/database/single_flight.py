"""Une fois pour tous: what several threads want at once is worked out by one, and the rest wait."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator


@dataclass
class _Turn:
    """Whose turn it is for one key, and how many threads have it or wait for it."""

    lock: Lock = field(default_factory=Lock)
    threads: int = 0


class SingleFlight:
    """
    A lock for each key, which is forgotten with the last thread that wants it.

    Look whether the value is there; if it isn't, take the key's turn, look again, and only then
    work it out: so a cold cache costs one computation, not one for each reader, and holds one
    value. Take one key at a time, or two threads may wait for each other for ever.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns: dict[Hashable, _Turn] = {}

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """Hold a key's turn: other threads that want the same key wait, those of others don't."""
        with self._lock:
            mine = self._turns.setdefault(key, _Turn())
            mine.threads += 1
        try:
            with mine.lock:
                yield
        finally:
            with self._lock:
                mine.threads -= 1
                if not mine.threads:
                    del self._turns[key]

    def __len__(self) -> int:
        """Return how many keys are held or waited for."""
        with self._lock:
            return len(self._turns)
