"""
Improve a rota by neighbourhoods on the model as it is built: all but a few literals stay closed.

The tier in focus counts fifty times the next, the tiers above it stay at most at their costs, and
only what is better in the first tier that differs is accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import best_bound
from scheduler.engine.search.neighbourhoods import TRY
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps.granting import note_try, spared
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.problem import Assignment
    from scheduler.engine.search.incumbent import Bound, Incumbent
    from scheduler.engine.search.neighbourhoods import Kind
    from scheduler.engine.search.part_search import Budget, PartSearch

WEIGHTS = (2500, 50, 5)
"""What a unit is worth of the tier in focus and of those below it; of all others it is worth 1."""

MENDING = "réparation"
"""Bringing a rota to cover better, as it is measured."""

MENDS = 30
"""Tries that bring a rota that is better below coverage to cover as well as the best."""

OVERHEAD = 0.01
"""Deterministic time that a try counts for besides its search."""


def improve(
    search: PartSearch, known: Sequence[Bound], budget: Budget, *, tiers: int | None = None
) -> None:
    """
    Try neighbourhoods until the budget is spent, the search is stopped, or all is proved.

    `tiers`: how many of the first tiers are improved (None: all of them).
    """
    count = len(search.tiers) if tiers is None else tiers
    origin = search.incumbent
    while not (budget.over or search.solving.stop.is_set()):
        origin = _join(search, origin)
        if search.rival is not None:
            _mend(search, budget)
            origin = search.incumbent
        mine = search.incumbent
        search.model.extend(count)
        if mine is None or search.vector is None:
            return
        focuses = [
            place
            for place, cost in enumerate(mine.costs[:count])
            if best_bound((*known, *search.bounds), place, mine.costs) < cost
        ]
        if not focuses or not search.neighbourhoods.people:
            return
        kind, focus = search.neighbourhoods.draw(focuses)
        with timed(search.tried, kind.value) as tried:
            tried.gains = int(_try(search, kind, focus, budget))


def _mend(search: PartSearch, budget: Budget) -> None:
    """Try to make a rota cover as well as the best, to which it was preferable in all else."""
    best, rival, first = search.incumbent, search.rival, search.first
    search.rival = None
    if rival is None or best is None or rival.costs[first:] >= best.costs[first:]:
        return
    search.model.extend(search.first + 1)
    search.incumbent, tries = rival, 0
    while not search.incumbent.beats(best) and tries < MENDS and search.vector is not None:
        if budget.over or search.solving.stop.is_set():
            break
        costs = zip(search.incumbent.costs, best.costs, strict=True)
        focus = next((place for place, (cost, least) in enumerate(costs) if cost != least), None)
        if focus is None:
            break
        kind, _ = search.neighbourhoods.draw([focus])
        with timed(search.tried, MENDING) as tried:
            tried.gains = int(_try(search, kind, focus, budget, mending=True))
        tries += 1
    if best.beats(search.incumbent):
        # It is tried on while it comes nearer.
        search.rival = search.incumbent if search.incumbent is not rival else None
        search.incumbent = best


def _try(
    search: PartSearch, kind: Kind, focus: int, budget: Budget, *, mending: bool = False
) -> bool:
    """
    Try a neighbourhood of a kind for a tier; return whether it made the rota better.

    It may go beyond the budget: cut short, one that was to be long would find nothing.
    """
    around, model, mine, vector = (
        search.neighbourhoods,
        search.model,
        search.incumbent,
        search.vector,
    )
    assert mine is not None  # noqa: S101 - its caller has looked
    assert vector is not None  # noqa: S101 - its caller has looked
    payers = search.measuring.payers(mine.assignments, focus)
    lacking = search.measuring.lacking(mine.assignments, focus)
    model.close(vector, around.free(kind, focus, payers, lacking))
    wishes = spared(search, focus)
    caps = [cost if n <= focus or n == wishes else None for n, cost in enumerate(mine.costs)]
    model.cap(caps)
    model.aim(_weights(focus, len(mine.costs), wishes))
    model.hint(vector)
    deterministic = TRY if mending else around.efforts[focus]
    effort = Effort(deterministic=deterministic, seconds=budget.seconds)
    answer = search.solving.run(model.cp, effort, brief=True)
    search.check(answer, focus, caps)
    gain = 0.0
    if answer.vector is not None and search.accept(answer.vector):
        gain = gained(mine, search.incumbent)
        assert search.incumbent is not None  # noqa: S101 - just accepted
        search.tell(focus, search.incumbent.costs[focus], None)
    spent = answer.spent + OVERHEAD
    budget.spent += spent
    note_try(search, mine, sparing=wishes is not None)
    way = around.way(kind, focus)
    way.record.note(gain, spent)
    share = answer.spent / deterministic
    way.adapt(proved=answer.proved, share=share, most=around.most(kind))
    if not mending:  # what mends a rota says nothing of what the best one can still gain
        around.learn(focus, gained=gain > 0)
    return gain > 0


def _weights(focus: int, tiers: int, wishes: int | None) -> list[int]:
    """Return the weight of each tier: 0 above the focus, then falling; spared wishes come next."""
    falling = (*WEIGHTS, *[1] * tiers)
    weights = [*[0] * focus, *falling[: tiers - focus]]
    if wishes is not None:
        weights[wishes] = WEIGHTS[1]
    return weights


def gained(before: Incumbent, after: Incumbent | None) -> float:
    """Return by what share the first tier that differs has become better."""
    if after is None:
        return 0.0
    for old, new in zip(before.costs, after.costs, strict=True):
        if old != new:
            return (old - new) / max(1, old)
    return 0.0


def _join(search: PartSearch, origin: Incumbent | None) -> Incumbent | None:
    """
    Graft what was found here onto a better rota that another process has found meanwhile.

    Return the rota against which later changes are counted.
    """
    foreign = search.foreign()
    mine = search.incumbent
    if foreign is None or mine is None or foreign.assignments == mine.assignments:
        return origin
    base = frozenset() if origin is None else origin.assignments
    added, removed = mine.assignments - base, base - mine.assignments
    joined: frozenset[Assignment] = (foreign.assignments | added) - removed
    search.take(foreign)
    if (added or removed) and joined not in (foreign.assignments, mine.assignments):
        vector = search.model.complete(joined, search.solving)
        if vector is not None:
            search.accept(vector)
    return search.incumbent
