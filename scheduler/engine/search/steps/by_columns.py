"""Search a part by columns for a while; the bound that they give is one of the only tier."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import Bound
from scheduler.engine.tried import Tried

if TYPE_CHECKING:
    from scheduler.engine.search.part_search import Budget, PartSearch

COLUMNS = "listes"


def by_columns(search: PartSearch, budget: Budget, *, seed: int, whole: bool = True) -> None:
    """
    Take steps until the budget is spent, the search is stopped, or the rota is proved best.

    `whole`: generate for the whole part, and bound it, before improving. A part that columns can't
    hold is left without a note.
    """
    part = search.columns(seed)
    if part is None:
        return
    columns, begun, tried = part.search, time.process_time(), Tried()
    if search.incumbent is not None:
        part.begin(search.incumbent.assignments)
    work = columns.generator.work
    columns.generator.tried.clear()
    part.until = budget.until
    while not (budget.over or search.solving.stop.is_set()):
        foreign = search.foreign()
        if foreign is not None:
            search.take(foreign)
            part.begin(foreign.assignments)
        before = columns.cost
        columns.step(whole=whole)
        budget.spent = columns.generator.work - work
        if columns.rosters is None:
            break
        tried.tries += 1
        tried.gains += columns.cost < before
        search.tell(0, columns.cost, columns.bound or None)
        if columns.cost <= columns.bound:
            break
    if columns.rosters is not None and columns.bound:
        # A linear bound is a float, which may be rounded up to a point too much.
        value = columns.bound - (columns.bound == columns.cost + 1)
        search.bound(Bound(place=0, value=value, caps=(), confirmed=True))
    tried.seconds = time.process_time() - begun
    for kind, some in ((COLUMNS, tried), *columns.generator.tried.items()):
        search.note(kind, some)
