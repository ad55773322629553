"""
Grant wishes before what counts more is searched, and spare them while it is.

Covering a part pays no heed to wishes, and many rotas are nearly as good in hours and fairness.
Once these are at their best, a wish that was lost for a few points of them is hard to win back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.solving import Effort
from scheduler.engine.tiers import COVERAGE, wishes_at
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.engine.search.part_search import Budget, PartSearch

KIND = "souhaits d'abord"
"""Granting, as it is measured."""

WORTH = 1000
"""Units of the first tier below coverage that a wish is worth while wishes are granted."""

BARREN = 100
"""Tries without any gain after which wishes are spared in half of them only."""


def grant(search: PartSearch, budget: Budget) -> None:
    """Search the whole part for a better rota that covers as well and refuses fewest wishes."""
    mine, wishes = search.incumbent, wishes_at(search.tiers)
    if mine is None or wishes is None or not mine.costs[wishes]:
        return
    model, covering = search.model, mine.costs[:COVERAGE]
    model.extend(len(search.tiers))
    vector = search.vector
    if vector is None:
        return
    model.close((), None)
    model.cap(covering)
    model.aim([{COVERAGE: 1, wishes: WORTH}.get(place, 0) for place in range(len(mine.costs))])
    model.hint(vector)
    effort = Effort(deterministic=budget.left, seconds=budget.seconds)
    with timed(search.tried, KIND) as tried:
        answer = search.solving.run(model.cp, effort)
        budget.spent += answer.spent
        search.check(answer, COVERAGE, covering)
        tried.gains = int(answer.vector is not None and search.accept(answer.vector))


def spared(search: PartSearch, focus: int) -> int | None:
    """Return the place of the wishes that a try to improve another tier is not to lose."""
    wishes = wishes_at(search.tiers)
    if wishes is None or not COVERAGE <= focus < wishes:
        return None
    return wishes if search.barren < BARREN or search.random.choice((True, False)) else None


def spares(search: PartSearch, vector: Sequence[int], focus: int) -> bool:
    """Whether a rota that is better in a tier refuses no more wishes than the incumbent does."""
    mine, wishes = search.incumbent, wishes_at(search.tiers)
    if mine is None or wishes is None or not COVERAGE <= focus < wishes:
        return True
    return search.measured(search.model.read(vector)).costs[wishes] <= mine.costs[wishes]
