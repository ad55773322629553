"""
Have each bound confirmed by a second answer, before anybody is shown it.

CP-SAT has called a rota optimal that wasn't, and given bounds too high (or-tools #2649, #5295). So
a bound is asked about again, as another question to a solver set otherwise: whether a rota exists
that costs less. Only « none does » confirms it; a rota that costs less refutes it. The objective,
which no rota meets then, is cut off by the relaxation at once: proofs that took seconds are mostly
confirmed in a tenth of the time. A caller's method confirms its own bounds.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import Bound, unconfirmed
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps.together import weigh
from scheduler.engine.tiers import changes_first
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.engine.search.part_search import Budget, PartSearch

KIND = "confirmation"

FALLBACK = 0.02
"""
Least share of the cost by which a lower bound is asked about where the best isn't soon confirmed.

It goes down by as much again as lies between bound and cost, if that is more.
"""


def confirm_bounds(
    search: PartSearch, known: Sequence[Bound], budget: Budget, *, each: float
) -> None:
    """
    Confirm the bounds on the incumbent's tiers, or find a better rota that refutes them.

    `each`: deterministic time for one of them; none is asked about again without more of it.
    """
    _coverage_and_changes(search, known, budget, each)
    while not (budget.over or search.solving.stop.is_set()):
        mine = search.incumbent
        if mine is None:
            return
        claims = unconfirmed((*known, *search.bounds), mine.costs)
        keys = ((place, value, mine.costs[:place]) for place, value in claims)
        key = next((key for key in keys if search.questions.get(key, 0.0) < each), None)
        if key is None:
            return
        search.questions[key] = each
        place, value, caps = key
        lower = value - max(mine.costs[place] - value, ceil(FALLBACK * mine.costs[place]))
        confirmed = _confirms(search, Bound(place=place, value=value, caps=caps), budget, each)
        if not confirmed and lower > 0 and search.incumbent is mine:
            _confirms(search, Bound(place=place, value=lower, caps=caps), budget, each)


def _confirms(search: PartSearch, bound: Bound, budget: Budget, each: float) -> bool:
    """Ask whether any rota costs less than a bound, under its caps; keep it if none does."""
    model = search.model
    model.extend(bound.place + 1)
    model.close((), None)
    model.cap((*bound.caps, bound.value - 1))
    model.aim([int(place == bound.place) for place in range(len(model.tiers))])
    refused = _refused(search, budget, each)
    if refused:
        search.bound(replace(bound, confirmed=True))
    return refused


def _refused(search: PartSearch, budget: Budget, each: float) -> bool:
    """Whether no rota meets the model as it is set; one that does is taken."""
    search.model.hint(None)
    effort = Effort(deterministic=min(each, budget.left), seconds=budget.seconds)
    with timed(search.tried, KIND) as tried:
        answer = search.solving.run(search.model.cp, effort, second=True)
        budget.spent += answer.spent
        if answer.vector is not None:
            tried.gains = int(search.accept(answer.vector))
    return answer.impossible


def _coverage_and_changes(
    search: PartSearch, known: Sequence[Bound], budget: Budget, each: float
) -> None:
    """
    Confirm the tiers of coverage and of changes at once, where they are to be proved together.

    No rota comes before the incumbent in their order if none makes their weighed sum smaller.
    """
    count, mine = changes_first(search.tiers), search.incumbent
    if mine is None or not count:
        return
    claims = dict(unconfirmed((*known, *search.bounds), mine.costs[:count]))
    if len(claims) <= 1 or any(value < mine.costs[place] for place, value in claims.items()):
        return
    key = (count, 0, mine.costs[:count])
    if search.questions.get(key, 0.0) >= each:
        return
    search.questions[key] = each
    weights = weigh(search, mine.costs, 0, count)
    if len(weights) < count:
        return
    total = sum(w * cost for w, cost in zip(weights, mine.costs, strict=False))
    search.model.cp.proto.objective.domain.extend([0, total - 1])
    if _refused(search, budget, each):
        for place, value in claims.items():
            bound = Bound(place=place, value=value, caps=mine.costs[:place], confirmed=True)
            search.bound(bound)
