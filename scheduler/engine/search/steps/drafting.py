"""
Draft a large part as a whole and from nothing: hours, fairness and wishes at once.

From a rota that only covers, neighbourhoods take a minute to where the solver comes in seconds by
following the linear relaxation of the whole part. Told what is known already, it stays near it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import first_open
from scheduler.engine.search.solving import Effort
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.engine.search.incumbent import Bound
    from scheduler.engine.search.part_search import Budget, PartSearch

KIND = "ébauche"
"""Drafting, as it is measured."""

SMALLEST, LARGEST = 2_500, 16_000
"""
Possible assignments of a part that is drafted.

A smaller one is proved, or soon improved to its best. A larger one's relaxation takes minutes.
"""

DRAFT = 6.0
"""Deterministic time of a draft; parts of 6,000 have theirs after two to four units."""

SOONEST = 15.0
"""Seconds that must be left for it: there is nothing to show before it has come to an end."""

NEAR = 0.02
"""Distance from the bound, as a share of the draft's cost, at which it ends: the rest is polish."""

WEIGHTS = (1000, 10, 1)
"""
What a unit is worth of the last tier of coverage, and of the two below it.

These steer: what is better is decided by the tiers in their order.
"""

WISH = 2000
"""What a unit of wishes is worth."""


def drafted(possible: int) -> bool:
    """Whether a part of so many possible assignments is drafted."""
    return SMALLEST < possible <= LARGEST


def draft(search: PartSearch, known: Sequence[Bound], budget: Budget) -> None:
    """Search for a better rota, which covers as well as is proved to be the best."""
    bounds = (*known, *search.bounds)
    mine, first = search.incumbent, search.first
    if mine is None:
        return
    model = search.model
    model.extend(len(search.tiers))
    # What isn't proved may be far from its best: to look for as good a rota takes too long.
    caps = mine.costs[: min(first, first_open(bounds, mine.costs) or 0)]
    worth = dict(enumerate(WEIGHTS, first - 1))
    if search.wishes is not None:
        worth[search.wishes] = WISH
    places = range(len(mine.costs))
    model.close((), None)
    model.cap(caps)
    # A tier at its cap is at its best: its weight would only draw the search aside.
    model.aim([worth.get(place, 0) if place >= len(caps) else 0 for place in places])
    model.hint(None)
    effort = Effort(deterministic=budget.left, seconds=budget.seconds, gap=NEAR)
    with timed(search.tried, KIND) as tried:
        answer = search.solving.run(model.cp, effort)
        budget.spent += answer.spent
        search.check(answer, len(caps), caps)
        tried.gains = int(answer.vector is not None and search.accept(answer.vector))
