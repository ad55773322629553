"""
Prove tiers on the whole part: each from the top, under the caps of the incumbent above it.

It finds the optimum of small parts and the bounds of large ones. A part that has no rota yet gets
its first one here.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from scheduler.engine.contradictions import Refuted
from scheduler.engine.search.incumbent import Bound, lags, proves
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps.granting import spares
from scheduler.engine.search.steps.together import prove_together
from scheduler.engine.tiers import COVERAGE, changes_first
from scheduler.engine.tried import Tried, timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.problem import Assignment
    from scheduler.engine.search.part_search import Budget, PartSearch
    from scheduler.engine.search.solving import Answer

LONG = 45
"""Days from which a horizon's tiers are bounded by its months before they are proved whole."""

KIND, MONTHS = "preuve", "preuve par mois"


def prove(
    search: PartSearch,
    known: Sequence[Bound],
    places: Iterable[int],
    budget: Budget,
    *,
    each: float,
    standing: frozenset[Assignment] | None = None,
) -> None:
    """
    Prove the tiers at these places in turn, until one isn't proved.

    `each`: deterministic time for one tier. `standing`: a rota that may not be lawful, to start
    from where there is no better one.
    """
    if standing is not None:
        spent = budget.spent
        if prove_together(search, known, budget, each):
            places = [place for place in places if place >= changes_first(search.tiers)]
        elif budget.spent > spent:
            return  # its time is spent, and its bounds are as good; tier by tier comes next
    first = search.incumbent
    for place in places:
        first = search.joined(first)
        mine = search.incumbent
        bounds = (*known, *search.bounds)
        if mine is not None and proves(bounds, place, mine.costs):
            continue
        if budget.over and mine is not None:
            return
        if mine is not None and _by_months(search, place, budget, each):
            continue
        # A bound is shown once the solver has come to it in both of its ways.
        second = mine is not None and lags(bounds, place, mine.costs)
        # From a rota that only covers the tier above, the next is covered later than from nothing.
        hinted = place >= COVERAGE or mine is first or bool(standing)
        done = _tier(search, place, budget, each, standing, hinted=hinted, second=second)
        ended = done or budget.over or search.solving.stop.is_set()
        if not ended and not hinted and search.incumbent is mine:
            # Or it comes to nothing, as where hours beyond contracts are priced in the tier.
            done = _tier(search, place, budget, each, standing, hinted=True, second=second)
        if not done:
            return


def _by_months(search: PartSearch, place: int, budget: Budget, each: float) -> bool:
    """Bound one tier of a long horizon by its months; return whether that proves it."""
    mine = search.incumbent
    assert mine is not None  # noqa: S101 - its caller has looked
    if len(search.problem.horizon.days) < LONG or not mine.assignments:
        return False
    search.model.extend(place + 1)
    vector = search.vector
    if vector is None or search.months.count == 1:
        return False
    effort = Effort(deterministic=min(each, budget.left or each), seconds=budget.seconds)
    caps = mine.costs[:place]
    with timed(search.tried, MONTHS):
        answer = search.months.bound(place, caps, vector, search.solving, effort)
    budget.spent += answer.spent
    search.check(answer, place, caps)
    search.bound(Bound(place=place, value=answer.value, caps=caps))
    search.tell(place, mine.costs[place], answer.value)
    return proves(search.bounds, place, mine.costs)


def _tier(
    search: PartSearch,
    place: int,
    budget: Budget,
    each: float,
    standing: frozenset[Assignment] | None,
    *,
    hinted: bool,
    second: bool,
) -> bool:
    """Minimise one tier under the incumbent's costs above it; return whether it is proved."""
    begun = time.process_time()
    before = search.incumbent
    caps = () if before is None else before.costs[:place]
    answer = _answer(search, place, caps, budget, each, standing, hinted=hinted, second=second)
    if answer.impossible and before is not None:
        search.check(answer, place, (*caps, before.costs[place]))
        # The audit lets more pass than the rules' encodings: the rota came without a model.
        caps = ()
        answer = _answer(search, 0, caps, budget, each, standing, hinted=hinted, second=second)
        place = 0
        if answer.impossible and not before.assignments:
            # Nobody anywhere is lawful, and no cap was set.
            search.contradict(place, Refuted.IMPOSSIBLE)
    if answer.impossible and before is None:
        if search.incumbent is None:
            search.infeasible = True
        else:
            search.contradict(place, Refuted.IMPOSSIBLE)
    search.contradict(place, *answer.refuted)
    if answer.vector is not None:
        wanted = None if answer.proved else partial(spares, search, focus=place)
        search.accept(answer.vector, wanted)
    if answer.bound and search.incumbent is not None:
        search.bound(Bound(place=place, value=answer.bound, caps=caps, second=second))
    gain = search.incumbent is not before
    search.note(KIND, Tried(tries=1, gains=int(gain), seconds=time.process_time() - begun))
    if search.incumbent is None:
        return False
    return answer.proved or proves(search.bounds, place, search.incumbent.costs)


def _answer(  # noqa: PLR0917 - one call
    search: PartSearch,
    place: int,
    caps: tuple[int, ...],
    budget: Budget,
    each: float,
    standing: frozenset[Assignment] | None,
    *,
    hinted: bool,
    second: bool,
) -> Answer:
    model, mine = search.model, search.incumbent
    model.extend(place + 1)
    # An empty rota as a hint doubles the time of coverage.
    hinted = hinted and mine is not None and bool(mine.assignments)
    vector = search.vector if hinted else None
    model.close((), None)
    model.cap((*caps, mine.costs[place]) if mine is not None and hinted else caps)
    model.aim([int(n == place) for n in range(len(model.tiers))])
    if vector is None and standing:
        model.hint_assignments(standing)
    else:
        model.hint(vector)
    # Without any rota yet a part may run over its time: holes are better than nothing.
    seconds = None if mine is None else budget.seconds
    answer = search.solving.run(
        model.cp,
        Effort(deterministic=min(each, budget.left or each), seconds=seconds),
        news=lambda best, bound: search.tell(place, best, bound),
        first=None if mine is not None else search.accept,
        second=second,
        # Coverage needs rotas first, then bounds.
        relaxed=place >= COVERAGE or second,
    )
    budget.spent += answer.spent
    return answer


def confirm(search: PartSearch, budget: Budget) -> None:
    """Look for any lawful rota, in another way than `prove` looks."""
    search.model.close((), None)
    search.model.cap(())
    search.model.aim([0] * len(search.model.tiers))
    search.model.hint(None)
    answer = search.solving.run(
        search.model.cp,
        Effort(deterministic=budget.deterministic, seconds=budget.seconds),
        other=True,
    )
    budget.spent += answer.spent
    search.infeasible = answer.impossible
    if answer.vector is not None:
        search.accept(answer.vector)
