"""Search a whole part once, for several tiers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.tried import timed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.engine.search.part_search import Budget, PartSearch
    from scheduler.engine.search.solving import Effort


def search_at_once(
    search: PartSearch,
    budget: Budget,
    effort: Effort,
    kind: str,
    *,
    caps: Sequence[int],
    worth: Mapping[int, int],
    hint: Sequence[int] | None = None,
) -> None:
    """
    Search for a better rota that costs at most `caps` in the first tiers.

    `worth`: what a unit is worth of the tiers that it weighs, by their place. `hint`: a vector to
    start from.
    """
    model = search.model
    model.extend(len(search.tiers))
    model.close((), None)
    model.cap(caps)
    model.aim([worth.get(place, 0) for place in range(len(search.tiers))])
    model.hint(hint)
    with timed(search.tried, kind) as tried:
        answer = search.solving.run(model.cp, effort)
        budget.spent += answer.spent
        search.check(answer, len(caps), caps)
        tried.gains = int(answer.vector is not None and search.accept(answer.vector))
