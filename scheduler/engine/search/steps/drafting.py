"""
Draft a large part as a whole and from nothing: hours, fairness and wishes at once.

From a rota that only covers, neighbourhoods take a minute to where the solver comes in seconds by
following the linear relaxation of the whole part. Told what is known already, it stays near it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import first_open
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps.at_once import search_at_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.engine.search.incumbent import Bound
    from scheduler.engine.search.part_search import Budget, PartSearch

KIND = "ébauche"
"""Drafting, as it is measured."""

NEAR = 0.02
"""Distance from the bound, as a share of the draft's cost, at which it ends: the rest is polish."""

WEIGHTS = (10_000, 10, 1)
"""
What a unit is worth of the last tier of coverage, and of the two below it.

These steer: what is better is decided by the tiers in their order.
"""

WISH = 2000
"""What a unit of wishes is worth: less than coverage, more than what lies between."""


def draft(search: PartSearch, known: Sequence[Bound], budget: Budget) -> None:
    """Search for a better rota, which covers as well as is proved to be the best."""
    mine, first = search.incumbent, search.first
    opened = None if mine is None else first_open((*known, *search.bounds), mine.costs)
    if mine is None or opened is None:
        return
    worth = dict(enumerate(WEIGHTS, first - 1))
    if search.wishes is not None:
        worth[search.wishes] = WISH
    # What isn't proved may be far from its best: to look for as good a rota takes too long. What is
    # at its best needs no weight: that would only draw the search aside.
    caps = mine.costs[: min(first, opened)]
    worth = {place: weight for place, weight in worth.items() if place >= len(caps)}
    effort = Effort(deterministic=budget.left, seconds=budget.seconds, gap=NEAR)
    search_at_once(search, budget, effort, KIND, caps=caps, worth=worth)
