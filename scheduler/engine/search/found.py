"""What a step of a search leaves: a rota, bounds, and what its time went to."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.engine.contradictions import Contradiction
from scheduler.engine.search.incumbent import Bound, Incumbent


@dataclass(kw_only=True)
class Tried:
    """What a kind of step came to: tries, tries that made the rota better, processor seconds."""

    tries: int = 0
    gains: int = 0
    seconds: float = 0.0

    def add(self, other: Tried) -> None:
        """Add what another step of the kind came to."""
        self.tries += other.tries
        self.gains += other.gains
        self.seconds += other.seconds


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a step leaves: see `PartSearch`."""

    incumbent: Incumbent | None
    bounds: tuple[Bound, ...] = ()
    doubted: frozenset[int] = frozenset()
    infeasible: bool = False
    contradictions: frozenset[Contradiction] = frozenset()
    tried: dict[str, Tried] = field(default_factory=dict)
