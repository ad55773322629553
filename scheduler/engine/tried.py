"""What a kind of step of a search came to, and what it cost."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(kw_only=True)
class Tried:
    """What a kind of step came to: tries, those that found something, and processor seconds."""

    tries: int = 0
    gains: int = 0
    seconds: float = 0.0

    def add(self, other: Tried) -> None:
        """Add what another step of the kind came to."""
        self.tries += other.tries
        self.gains += other.gains
        self.seconds += other.seconds


def note(work: dict[str, Tried], kind: str, tried: Tried) -> None:
    """Add what a step of a kind came to, to the work that is done."""
    work.setdefault(kind, Tried()).add(tried)


@contextmanager
def timed(work: dict[str, Tried], kind: str) -> Iterator[Tried]:
    """Add a try of a kind to the work that is done, with its processor seconds."""
    tried, begun = Tried(tries=1), time.process_time()
    yield tried
    tried.seconds = time.process_time() - begun
    note(work, kind, tried)
