"""Search a part by deterministic time alone: the same rota twice, on any machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import first_open
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.confirming import confirm_bounds
from scheduler.engine.search.steps.granting import grant
from scheduler.engine.search.steps.improving import improve
from scheduler.engine.search.steps.proving import prove
from scheduler.engine.search.steps.start import start
from scheduler.engine.tiers import COVERAGE

if TYPE_CHECKING:
    from scheduler.domain.problem import Assignment
    from scheduler.engine.search.part_search import PartSearch


def search_whole(
    search: PartSearch, standing: frozenset[Assignment] | None, *, each: float
) -> None:
    """
    Start, cover, grant wishes; prove and improve in as many rounds as there are tiers.

    `each`: deterministic time for the proof of one tier, and for a round of neighbourhoods.
    """
    places = range(len(search.tiers))
    start(search, standing)
    if not standing:
        covering = places[:COVERAGE]
        prove(search, (), covering, Budget(deterministic=each * len(covering)), each=each)
        covered = search.incumbent
        if covered is None:
            return
        if first_open(search.bounds, covered.costs) not in covering:
            grant(search, Budget(deterministic=each))
    for _ in places:
        whole, second = (Budget(deterministic=each * len(places)) for _ in range(2))
        prove(search, (), places, whole, each=each, standing=standing)
        confirm_bounds(search, (), second, each=each)
        mine = search.incumbent
        if mine is None or search.solving.stop.is_set():
            return
        if first_open(search.bounds, mine.costs) is None:
            return
        improve(search, (), Budget(deterministic=each))
