"""
Grant wishes before what counts more is searched, and spare them while it is.

Covering a part pays no heed to wishes, and many rotas are nearly as good in hours and fairness.
Once these are at their best, a wish that was lost for a few points of them is hard to win back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.solving import Effort
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from scheduler.engine.search.incumbent import Incumbent
    from scheduler.engine.search.part_search import Budget, PartSearch

KIND = "souhaits d’abord"
"""Granting, as it is measured."""

ENOUGH = 0.5
"""Deterministic time of granting at most."""

WORTH = 1000
"""Units of the first tier below coverage that a wish is worth while wishes are granted."""

BARREN = 100
"""Tries that spared wishes and gained nothing above them, after which half of them spare none."""


def grant(search: PartSearch, budget: Budget) -> None:
    """Search the whole part for a better rota that covers as well and refuses fewest wishes."""
    mine, first, wishes = search.incumbent, search.first, search.wishes
    if mine is None or wishes is None or not mine.costs[wishes]:
        return
    model, caps = search.model, mine.costs[:first]
    model.extend(len(search.tiers))
    # Completed only now: a vector of fewer tiers would be half a hint.
    vector = search.vector
    if vector is None:
        return
    model.close((), None)
    model.cap(caps)
    model.aim([(place == first) + WORTH * (place == wishes) for place in range(len(search.tiers))])
    model.hint(vector)
    effort = Effort(deterministic=min(ENOUGH, budget.left), seconds=budget.seconds)
    with timed(search.tried, KIND) as tried:
        answer = search.solving.run(model.cp, effort)
        budget.spent += answer.spent
        search.check(answer, first, caps)
        tried.gains = int(answer.vector is not None and search.accept(answer.vector))


def spared(search: PartSearch, focus: int) -> int | None:
    """Return the place of the wishes that a try to improve another tier is not to lose."""
    wishes = wishes_below(search, focus)
    if wishes is None or search.barren < BARREN:
        return wishes
    return search.random.choice((wishes, None))


def note_try(search: PartSearch, before: Incumbent, *, sparing: bool) -> None:
    """Note whether a try has gained anything above the wishes, if it was to spare them."""
    after, wishes = search.incumbent, search.wishes
    if after is not None and wishes is not None and after.costs[:wishes] < before.costs[:wishes]:
        search.barren = 0
    elif sparing:
        search.barren += 1


def spares(search: PartSearch, rota: Incumbent, focus: int) -> bool:
    """Whether a rota that is better in a tier loses no points of wishes, or covers better."""
    mine, first, wishes = search.incumbent, search.first, wishes_below(search, focus)
    if mine is None or wishes is None:
        return True
    return rota.costs[:first] < mine.costs[:first] or rota.costs[wishes] <= mine.costs[wishes]


def wishes_below(search: PartSearch, focus: int) -> int | None:
    """Return the place of the wishes, if a tier stands between coverage and them."""
    wishes = search.wishes
    return wishes if wishes is not None and search.first <= focus < wishes else None
