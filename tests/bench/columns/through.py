"""
What the best roster costs that holds a cell, of each person, compiled.

A cell that costs more than a better rota leaves room for is in none: it can be closed. What leads
to each state is added up onwards, and what follows from it is known from `programme.backwards`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.time import SATURDAY, SUNDAY
from tests.bench.columns.compiling import compiled
from tests.bench.columns.pricing import with_multipliers
from tests.bench.columns.programme import DEAR, LAWFUL, NOTHING, backwards
from tests.bench.columns.reaching import (
    FEWEST_UNITS,
    FEWEST_WEEKENDS,
    MOST_WEEKENDS,
    reach,
    row,
)

if TYPE_CHECKING:
    from tests.bench.columns.tables import Array, Tables


@compiled
def through(
    tables: Tables,
    may: Array,
    rests: Array,
    cost: Array,
    prices: Array,
    value: Array,
    before: Array,
    cells: Array,
    idle: Array,
) -> float:
    """
    Fill what any roster of a person costs at least that holds each of the `cells` (P × D × S).

    `idle` (P × D): those that rest on a day. What no roster holds is dear. `cost`, `prices`: see
    `pricing.price`. `value`, `before`: room for what follows, and for what leads there. Returns how
    many values the programmes have filled.
    """
    people, days, kinds = cost.shape
    own = np.empty((days, kinds))
    runs, rest = tables.longest.max(), tables.rest.max()
    states = np.empty((days + 1, runs * len(tables.follows) + rest), np.bool_)
    spans = np.empty((days + 1, 5), np.int64)
    cells[:] = DEAR
    idle[:] = DEAR
    filled = 0.0
    for p in range(people):
        exists, counted, values = reach(tables, p, may[p], rests[p], len(value), states, spans)
        if not exists:
            continue
        weekend, owed = with_multipliers(tables, p, cost[p], prices[p], counted, own)
        filled += 2 * values
        least = backwards(
            *(tables, p, may[p], rests[p], own, weekend, counted), *(states, spans, value)
        )
        if least < LAWFUL:
            _onwards(
                *(tables, p, may[p], rests[p], own, weekend, counted),
                *(states, spans, value, before, cells[p], idle[p]),
            )
            cells[p] -= owed
            idle[p] -= owed
    return filled


@compiled
def _onwards(
    tables: Tables,
    p: int,
    may: Array,
    rests: Array,
    cost: Array,
    weekend: float,
    counted: bool,
    states: Array,
    spans: Array,
    value: Array,
    before: Array,
    cells: Array,
    idle: Array,
) -> None:
    """Fill one person's `cells` and `idle`; `value`: what `backwards` has filled."""
    days, kinds = cost.shape
    classes = tables.follows.shape[0]
    longest, shortest, rest = tables.longest[p], tables.shortest[p], tables.rest[p]
    off = longest * classes
    for day in range(days + 1):
        for w in range(spans[day, FEWEST_WEEKENDS], spans[day, MOST_WEEKENDS] + 1):
            for state in range(off + rest):
                row(before, spans[day], state, w)[:] = DEAR
    row(before, spans[0], off + rest - 1, 0)[0] = 0.0
    for day in range(days):
        now, then = spans[day], spans[day + 1]
        shift = now[FEWEST_UNITS] - then[FEWEST_UNITS]
        for w in range(now[FEWEST_WEEKENDS], now[MOST_WEEKENDS] + 1):
            for state in range(off + rest):
                if not states[day, state]:
                    continue
                here = row(before, now, state, w)
                n = state // classes + 1 if state < off else 0
                inside = then[FEWEST_WEEKENDS] <= w <= then[MOST_WEEKENDS]
                if rests[day] and inside and (n == 0 or n >= shortest or n == day):
                    after = off if n else off + min(state - off + 1, rest - 1)
                    best = _pass(
                        here,
                        row(before, then, after, w),
                        row(value, then, after, w),
                        shift,
                        NOTHING,
                    )
                    idle[day] = min(idle[day], best)
                if n >= longest or (n == 0 and state != off + rest - 1):
                    continue
                fresh = tables.weekday[day] == SATURDAY or (
                    tables.weekday[day] == SUNDAY and n == 0
                )
                after_w = w + (1 if fresh and counted else 0)
                if not then[FEWEST_WEEKENDS] <= after_w <= then[MOST_WEEKENDS]:
                    continue
                for kind in range(kinds):
                    if not may[day, kind] or (n and not tables.follows[state % classes, kind]):
                        continue
                    after = n * classes + tables.kind_class[kind]
                    if not states[day + 1, after]:
                        continue
                    best = _pass(
                        here,
                        row(before, then, after, after_w),
                        row(value, then, after, after_w),
                        shift + tables.length[day, kind],
                        np.float32(cost[day, kind] + (weekend if fresh else 0.0)),
                    )
                    cells[day, kind] = min(cells[day, kind], best)


@compiled
def _pass(here: Array, before: Array, value: Array, moved: int, add: np.float32) -> np.float32:
    """Lower what leads to the next state (`before`); return the least of all that goes on so."""
    best = DEAR
    for m in range(max(0, -moved), min(len(here), len(before) - moved)):
        costs = here[m] + add
        before[m + moved] = min(before[m + moved], costs)
        best = min(best, costs + value[m + moved])
    return best
