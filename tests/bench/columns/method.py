"""Search a part by columns, as a method of the engine's (see `scheduler.engine.Options`)."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from scheduler.engine.search.incumbent import Bound
from scheduler.engine.search.solving import Effort
from scheduler.engine.tried import Tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.engine.search.part_search import Budget, PartSearch
    from tests.bench.columns.door import PartColumns

COLUMNS = "listes"


def by_columns(search: PartSearch, seed: int) -> Callable[[Budget, bool], None] | None:
    """Return the search of a part by columns (None: outlines or arrays can't hold it)."""
    # The parent names this method; only the processes that search load and compile its functions.
    from tests.bench.columns.door import PartColumns  # noqa: PLC0415
    from tests.bench.columns.outlines.shaping import shapes_of  # noqa: PLC0415

    shapes = shapes_of(search.problem, search.profile)
    if shapes is None:
        return None
    part = PartColumns(
        shapes,
        seed,
        stopped=search.solving.stop.is_set,
        solve=lambda cp, effort, seconds: search.solving.run(
            cp, Effort(deterministic=effort, seconds=seconds), brief=True
        ),
        on_better=lambda assignments, _: search.take(search.measured(assignments)),
    )
    return partial(_searched, search, part)


def _searched(search: PartSearch, part: PartColumns, budget: Budget, whole: bool) -> None:
    """
    Take steps until the budget is spent, the search is stopped, or the rota is proved best.

    `whole`: generate for the whole part, and bound it, before improving.
    """
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
        # A linear bound is a float, which may be rounded up to a point too much. It needs no second
        # answer: any multipliers give a true bound, whoever found them.
        value = columns.bound - (columns.bound == columns.cost + 1)
        search.bound(Bound(place=0, value=value, caps=(), confirmed=True))
    tried.seconds = time.process_time() - begun
    for kind, some in ((COLUMNS, tried), *columns.generator.tried.items()):
        search.note(kind, some)
