"""
Cover a large part dispositif by dispositif, before its coverage is searched as a whole.

What people who work for several dispositifs have been given for one stays theirs while the next is
covered. All is done on the part's own model, with the literals of the others closed, so that every
rota on the way is lawful for the whole part.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.engine.search.solving import Effort
from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.engine.search.part_search import Budget, PartSearch

KIND = "dispositif par dispositif"


def cover_by_dispositif(
    search: PartSearch, places: Iterable[int], budget: Budget, *, each: float
) -> None:
    """
    Improve the tiers at these places for one dispositif after the other, the largest first.

    `each`: deterministic time for one tier of the whole part; a dispositif gets its share, by
    possible assignments. Without a rota at hand there is nothing to do.
    """
    places = tuple(places)
    search.model.extend(max(places) + 1)
    dispositifs = _dispositifs(search)
    total = sum(map(len, dispositifs))
    # A tier of all dispositifs first: else one's target takes people from the next one's minimum.
    for place in places:
        for free in dispositifs:
            if budget.over or search.solving.stop.is_set() or search.vector is None:
                return
            with timed(search.tried, KIND) as tried:
                tried.gains = int(_cover(search, free, place, budget, each * len(free) / total))


def _dispositifs(search: PartSearch) -> list[list[int]]:
    """Return the places of the assignments of each dispositif, the one that has most first."""
    of = defaultdict(list)
    for place, assignment in enumerate(search.model.assignments):
        of[search.problem.slot_of[assignment.slot].dispositif].append(place)
    return sorted(of.values(), key=lambda places: (-len(places), places))


def _cover(search: PartSearch, free: list[int], place: int, budget: Budget, effort: float) -> bool:
    """Improve one tier by these assignments; return whether that made the rota better."""
    model, mine, vector = search.model, search.incumbent, search.vector
    assert mine is not None  # noqa: S101 - it has a vector
    assert vector is not None  # noqa: S101 - its caller has looked
    model.close(vector, free)
    model.cap(mine.costs[: place + 1])
    model.aim([int(n == place) for n in range(len(model.tiers))])
    # From a rota that hardly covers, coverage is found later than from nothing.
    model.hint(None)
    answer = search.solving.run(
        model.cp, Effort(deterministic=min(effort, budget.left), seconds=budget.seconds)
    )
    search.check(answer, place, mine.costs[: place + 1])
    budget.spent += answer.spent
    gained = answer.vector is not None and search.accept(answer.vector)
    if gained and search.incumbent is not None:
        search.tell(place, search.incumbent.costs[place], None)
    return gained
