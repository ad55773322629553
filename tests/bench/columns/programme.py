"""
The dynamic programme of one person's roster, backwards and forwards, compiled.

Backwards: what the rest of the horizon costs at least from each state: the last kind's class and
how many days the run has, or how many days off there have been; weekends and units so far. Runs and
rests that touch an edge of the horizon are never short. Prices are dyadic fractions (see
`pricing`), so that single precision adds them without any error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.time import SATURDAY, SUNDAY
from tests.bench.columns.compiling import compiled
from tests.bench.columns.reaching import (
    FEWEST_UNITS,
    FEWEST_WEEKENDS,
    MOST_UNITS,
    MOST_WEEKENDS,
    row,
)

if TYPE_CHECKING:
    from tests.bench.columns.tables import Array, Tables

DEAR = np.float32(1e9)
"""The cost of what isn't lawful."""
LAWFUL = 5e8
"""Costs below this are those of lawful rosters."""
NOTHING = np.float32(0)


@compiled
def backwards(
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
) -> float:
    """
    Fill `value` (see `row`: day, state, weekends, units) and return the least that a roster costs.

    `may` (D × S), `rests` (D): what the person may do on a day. `weekend`: the price of each one
    worked, where weekends aren't `counted`. `states`, `spans`: what `reach` has filled; values
    elsewhere aren't filled.
    """
    days, kinds = cost.shape
    classes = tables.follows.shape[0]
    longest, shortest, rest = tables.longest[p], tables.shortest[p], tables.rest[p]
    off = longest * classes
    ends = spans[days]
    for w in range(ends[FEWEST_WEEKENDS], ends[MOST_WEEKENDS] + 1):
        for state in range(off + rest):
            row(value, ends, state, w)[:] = 0.0
    # Cost from the n-th day of a run on, by the class of the day before (the last: a day off).
    begun = np.empty((longest + 1, classes + 1, tables.most[p] + 1), np.float32)
    cheapest = np.empty(len(tables.alike), np.int64)
    for day in range(days - 1, -1, -1):
        now, then = spans[day], spans[day + 1]
        size = now[MOST_UNITS] - now[FEWEST_UNITS] + 1
        # Places of units on the next day, of as many units as the first of this day.
        shift = now[FEWEST_UNITS] - then[FEWEST_UNITS]
        later_size = then[MOST_UNITS] - then[FEWEST_UNITS] + 1
        lowest, highest = max(0, -shift), min(size, later_size - shift)
        _cheapest(tables, may[day], cost[day], cheapest)
        for w in range(now[FEWEST_WEEKENDS], now[MOST_WEEKENDS] + 1):
            begun[:, :, :size] = DEAR
            for n in range(1, longest + 1):
                first, last = (classes, classes + 1) if n == 1 else (0, classes)
                fresh = tables.weekday[day] == SATURDAY or (
                    tables.weekday[day] == SUNDAY and n == 1
                )
                after_w = w + (1 if fresh and counted else 0)
                if not then[FEWEST_WEEKENDS] <= after_w <= then[MOST_WEEKENDS]:
                    continue
                for kind in range(kinds):
                    after = (n - 1) * classes + tables.kind_class[kind]
                    if cheapest[tables.alike[kind]] != kind or not states[day + 1, after]:
                        continue
                    add = np.float32(cost[day, kind] + (weekend if fresh else 0.0))
                    moved = shift + tables.length[day, kind]
                    begin, end = max(0, -moved), min(size, later_size - moved)
                    if begin >= end:
                        continue
                    later = row(value, then, after, after_w)[begin + moved : end + moved]
                    for before in range(first, last):
                        state = off + rest - 1 if n == 1 else (n - 2) * classes + before
                        if states[day, state] and (n == 1 or tables.follows[before, kind]):
                            _lower(begun[n, before, begin:end], later, add)
            inside = then[FEWEST_WEEKENDS] <= w <= then[MOST_WEEKENDS]
            lawful = rests[day] and inside and lowest < highest
            for state in range(off + rest):
                if not states[day, state]:
                    continue
                here = row(value, now, state, w)
                here[:] = DEAR
                n = state // classes + 1 if state < off else 0
                if lawful and (n == 0 or n >= shortest or n == day):
                    after = off if n else off + min(state - off + 1, rest - 1)
                    later = row(value, then, after, w)
                    later = later[lowest + shift : highest + shift]
                    _lower(here[lowest:highest], later, NOTHING)
                if n and n < longest:
                    _lower(here, begun[n + 1, state % classes, :size], NOTHING)
                elif state == off + rest - 1:
                    _lower(here, begun[1, classes, :size], NOTHING)
    return float(row(value, spans[0], off + rest - 1, 0)[0])


@compiled
def _cheapest(tables: Tables, may: Array, cost: Array, cheapest: Array) -> None:
    """Fill the cheapest kind that may be, of each set of kinds that are alike (-1: none)."""
    cheapest[:] = -1
    for kind in range(len(may)):
        best = cheapest[tables.alike[kind]]
        if may[kind] and (best < 0 or cost[kind] < cost[best]):
            cheapest[tables.alike[kind]] = kind


@compiled
def _lower(here: Array, other: Array, add: np.float32) -> None:
    for m in range(len(here)):
        here[m] = min(here[m], other[m] + add)


@compiled
def forwards(
    tables: Tables,
    p: int,
    may: Array,
    rests: Array,
    cost: Array,
    weekend: float,
    counted: bool,
    spans: Array,
    value: Array,
    limited: bool,
    rosters: Array,
    costs: Array,
) -> int:
    """
    Fill `rosters` with the best that a beam of their number finds; return how many there are.

    The beam keeps, on each day, the beginnings that the programme completes at least cost. Where
    `limited` counts of groups, and of weekends, are kept; else only what the programme knows.
    """
    width, days = rosters.shape
    kinds = cost.shape[1]
    classes, groups = tables.follows.shape[0], tables.limits.shape[1]
    longest, shortest, rest = tables.longest[p], tables.shortest[p], tables.rest[p]
    off = longest * classes
    state = np.zeros((days + 1, width), np.int64)
    weekends = np.zeros((days + 1, width), np.int64)
    units = np.zeros((days + 1, width), np.int64)
    spent = np.zeros((days + 1, width))
    parent = np.zeros((days + 1, width), np.int64)
    filled = np.zeros((days + 1, width), np.int64)
    used = np.zeros((2, width, groups), np.int64)
    total = np.empty(width)
    state[0, 0] = off + rest - 1
    size = 1
    for day in range(days):
        now, then = day % 2, spans[day + 1]
        grown = 0
        for i in range(size):
            before = state[day, i]
            works = before < off
            n = before // classes + 1 if works else 0
            for kind in range(-1, kinds):
                w, m, g = weekends[day, i], units[day, i], spent[day, i]
                if kind < 0:
                    if not rests[day] or (works and n < shortest and n != day):
                        continue
                    after = off if works else off + min(before - off + 1, rest - 1)
                else:
                    if not may[day, kind]:
                        continue
                    if works:
                        if n >= longest or not tables.follows[before % classes, kind]:
                            continue
                    elif before - off + 1 < rest:
                        continue
                    full = False
                    for group in range(groups if limited else 0):
                        if tables.members[p, group, kind]:
                            full = full or used[now, i, group] >= tables.limits[p, group]
                    m += tables.length[day, kind]
                    if full:
                        continue
                    after = n * classes + tables.kind_class[kind]
                    g += cost[day, kind]
                    weekday = tables.weekday[day]
                    if weekday == SATURDAY or (weekday == SUNDAY and not works):
                        w += 1
                        g += weekend
                        if w > tables.weekends[p] and limited:
                            continue
                if not then[FEWEST_UNITS] <= m <= then[MOST_UNITS]:
                    continue
                if counted and not then[FEWEST_WEEKENDS] <= w <= then[MOST_WEEKENDS]:
                    continue
                later = row(value, then, after, w if counted else 0)
                bound = g + later[m - then[FEWEST_UNITS]]
                if bound > LAWFUL or (grown == width and bound >= total[width - 1]):
                    continue
                # One beginning is kept of those that end alike.
                twin = -1
                for j in range(grown):
                    if (
                        state[day + 1, j] == after
                        and weekends[day + 1, j] == w
                        and units[day + 1, j] == m
                    ):
                        twin = j
                        break
                if twin >= 0 and bound >= total[twin]:
                    continue
                place = twin
                if twin < 0:
                    place = grown if grown < width else width - 1
                    grown = min(grown + 1, width)
                while place > 0 and total[place - 1] > bound:
                    total[place] = total[place - 1]
                    for mark in (state, weekends, units, parent, filled):
                        mark[day + 1, place] = mark[day + 1, place - 1]
                    spent[day + 1, place] = spent[day + 1, place - 1]
                    place -= 1
                total[place] = bound
                state[day + 1, place], weekends[day + 1, place] = after, w
                units[day + 1, place], spent[day + 1, place] = m, g
                parent[day + 1, place], filled[day + 1, place] = i, kind
        for j in range(grown):
            for group in range(groups):
                used[1 - now, j, group] = used[now, parent[day + 1, j], group]
                if filled[day + 1, j] >= 0 and tables.members[p, group, filled[day + 1, j]]:
                    used[1 - now, j, group] += 1
        size = grown
    for i in range(size):
        costs[i] = spent[days, i]
        place = i
        for day in range(days, 0, -1):
            rosters[i, day - 1] = filled[day, place]
            place = parent[day, place]
    return size
