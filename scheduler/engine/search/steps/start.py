"""
The first rota of a part, without a model: a rota that stands if it is lawful, or else an empty one.

What is unlawful of the rota that stands is taken out of it. Where locks or mandatory slots forbid
all of these, the first rota comes from the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.lawful import lawful

if TYPE_CHECKING:
    from scheduler.domain.problem import Assignment
    from scheduler.engine.search.incumbent import Incumbent
    from scheduler.engine.search.part_search import PartSearch


def start(search: PartSearch, standing: frozenset[Assignment] | None) -> None:
    """Take the first lawful rota among those that need no search."""
    first = lawful(search.judge, standing or frozenset())
    if first is not None:
        search.take(search.measured(first))


def keep(search: PartSearch, standing: frozenset[Assignment]) -> Incumbent | None:
    """Return the rota that stands as far as it is lawful, for the search to come at least to it."""
    kept = lawful(search.judge, standing)
    return None if kept is None else search.measured(kept)
