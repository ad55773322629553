"""
Prove coverage and changes together, where a rota that stands is planned again.

Tier by tier, the first ones are the hardest: that all posts can be held tells the solver nothing of
where to look, and its answer is far from what stands. One sum, in which a unit of each tier is
worth more than all that the tiers below can cost, has the same optimum, and the few changes bound
it from the start: a month of 35 people is proved in 3 seconds of processor, where one tier of
coverage alone took 27.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import Bound, best_bound
from scheduler.engine.search.solving import Effort
from scheduler.engine.tiers import changes_first
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.engine.search.incumbent import Costs
    from scheduler.engine.search.part_model import PartModel
    from scheduler.engine.search.part_search import Budget, PartSearch

LARGEST = 12_000
"""Possible assignments of a part beyond which its presolve alone takes longer than it is worth."""

HEAVIEST = 1 << 52
"""Most that the sum can be: the solver tells it as a float."""

KIND = "preuve d’ensemble"


def prove_together(search: PartSearch, known: Sequence[Bound], budget: Budget, each: float) -> bool:
    """
    Prove the tiers of coverage and of changes at once; return whether that proved them.

    Of a part that has a lawful rota to start from. `each`: deterministic time for it; it is tried
    again only with more of it.
    """
    count = changes_first(search.tiers)
    if not count or search.incumbent is None or each <= search.together:
        return False
    if len(search.model.assignments) > LARGEST:
        return False
    search.together = each
    search.model.extend(count)
    first = _first_open(search, known, count)
    while first < count:
        before = search.incumbent
        with timed(search.tried, KIND) as tried:
            end = _prove_from(search, first, count, budget, each)
            tried.gains = int(search.incumbent is not before)
        first = _first_open(search, known, count)
        if first < end:
            return False
    return True


def _prove_from(search: PartSearch, first: int, count: int, budget: Budget, each: float) -> int:
    """
    Prove as many tiers at once as can be weighed against each other, from a place on.

    Return the place after the last of them.
    """
    mine, vector = search.incumbent, search.vector
    if mine is None or vector is None:
        return count
    weights = weigh(search, mine.costs, first, count)
    search.model.hint(vector)
    answer = search.solving.run(
        search.model.cp,
        Effort(deterministic=min(each, budget.left), seconds=budget.seconds),
        news=lambda best, bound: search.tell(first, best // weights[0], bound // weights[0]),
    )
    budget.spent += answer.spent
    search.check(answer, first, mine.costs[: first + 1])
    if answer.vector is not None:
        search.accept(answer.vector)
    costs = mine.costs if search.incumbent is None else search.incumbent.costs
    left = answer.bound
    for place, weight in enumerate(weights, first):
        # The tiers above cost no more than the caps, and those below less than a unit of this one.
        value = -((weight - 1 - left) // weight)
        if left > 0 and value > 0:
            search.bound(Bound(place=place, value=value, caps=costs[:place]))
        left -= weight * costs[place]
    return first + len(weights)


def weigh(search: PartSearch, costs: Costs, first: int, count: int) -> tuple[int, ...]:
    """
    Have the model minimise as many tiers, from a place on, as can be weighed against each other.

    Those down to `first` are capped at their costs. Return the weights.
    """
    model = search.model
    model.extend(count)
    model.close((), None)
    weights = _weights(model, costs, first, count)
    # The solver refuses a sum that could be too large.
    model.cap((*costs[: first + 1], *map(model.most, range(first + 1, count))))
    model.aim([*[0] * first, *weights])
    return weights


def _first_open(search: PartSearch, known: Sequence[Bound], count: int) -> int:
    """Return the place of the first of so many tiers that isn't proved (else their number)."""
    assert search.incumbent is not None  # noqa: S101 - its caller has looked
    costs, bounds = search.incumbent.costs, (*known, *search.bounds)
    proved = (best_bound(bounds, place, costs) >= costs[place] for place in range(count))
    return next((place for place, done in enumerate(proved) if not done), count)


def _weights(model: PartModel, costs: Sequence[int], first: int, count: int) -> tuple[int, ...]:
    """
    Return the weights of the tiers from `first` on, of as many as their sum can hold.

    A unit of each is worth more than all that the tiers below can cost. The first is capped at what
    it costs now.
    """
    for end in range(count, first, -1):
        weights, total = [], 0
        for place in reversed(range(first, end)):
            weights.append(total + 1)
            most = costs[place] if place == first else model.most(place)
            total += weights[-1] * most
        if total < HEAVIEST:
            break
    return tuple(reversed(weights))
