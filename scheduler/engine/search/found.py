"""What a step of a search leaves: a rota, bounds, and what its time went to."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.engine.contradictions import Contradiction
from scheduler.engine.search.incumbent import Bound, Incumbent
from scheduler.engine.tried import Tried


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a step leaves: see `PartSearch`."""

    incumbent: Incumbent | None
    bounds: tuple[Bound, ...] = ()
    doubted: frozenset[int] = frozenset()
    infeasible: bool = False
    contradictions: frozenset[Contradiction] = frozenset()
    tried: dict[str, Tried] = field(default_factory=dict)
