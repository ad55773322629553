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
from numba import njit

from scheduler.domain.time import SATURDAY, SUNDAY
from scheduler.engine.columns.reaching import (
    FEWEST_UNITS,
    FEWEST_WEEKENDS,
    MOST_UNITS,
    MOST_WEEKENDS,
)

if TYPE_CHECKING:
    from scheduler.engine.columns.tables import Array, Tables

DEAR = np.float32(1e9)
"""The cost of what isn't lawful."""
LAWFUL = 5e8
"""Costs below this are those of lawful rosters."""
NOTHING = np.float32(0)


@njit(cache=True, nogil=True)
def backwards(
    tables: Tables,
    p: int,
    may: Array,
    rests: Array,
    cost: Array,
    weekend: float,
    states: Array,
    spans: Array,
    value: Array,
) -> float:
    """
    Fill `value` (day, state, weekends, units) and return what the best roster costs at least.

    `may` (D × S), `rests` (D): what the person may do on a day. `weekend`: the price of each one
    worked, where weekends aren't counted. `states`, `spans`: what `reach` has filled; values
    elsewhere aren't filled.
    """
    days, kinds = cost.shape
    classes = tables.follows.shape[0]
    longest, shortest, rest = tables.longest[p], tables.shortest[p], tables.rest[p]
    off = longest * classes
    value[days, : off + rest] = 0.0
    # Cost from the n-th day of a run on, by the class of the day before (the last: a day off).
    begun = np.empty((longest + 1, classes + 1, value.shape[3]), np.float32)
    cheapest = np.empty(len(tables.alike), np.int64)
    for day in range(days - 1, -1, -1):
        now, then = spans[day], spans[day + 1]
        fewest, most = now[FEWEST_UNITS], now[MOST_UNITS] + 1
        _cheapest(tables, may[day], cost[day], cheapest)
        for w in range(now[FEWEST_WEEKENDS], now[MOST_WEEKENDS] + 1):
            for n in range(1, longest + 1):
                first, last = (classes, classes + 1) if n == 1 else (0, classes)
                for before in range(first, last):
                    begun[n, before, fewest:most] = DEAR
                fresh = tables.weekday[day] == SATURDAY or (
                    tables.weekday[day] == SUNDAY and n == 1
                )
                after_w = w + (1 if fresh and tables.counted[p] else 0)
                if not then[FEWEST_WEEKENDS] <= after_w <= then[MOST_WEEKENDS]:
                    continue
                for kind in range(kinds):
                    after = (n - 1) * classes + tables.kind_class[kind]
                    if cheapest[tables.alike[kind]] != kind or not states[day + 1, after]:
                        continue
                    add = np.float32(cost[day, kind] + (weekend if fresh else 0.0))
                    units = tables.length[day, kind]
                    lowest = max(fewest, then[FEWEST_UNITS] - units)
                    highest = min(most, then[MOST_UNITS] + 1 - units)
                    if lowest >= highest:
                        continue
                    later = value[day + 1, after, after_w, lowest + units : highest + units]
                    for before in range(first, last):
                        state = off + rest - 1 if n == 1 else (n - 2) * classes + before
                        if states[day, state] and (n == 1 or tables.follows[before, kind]):
                            _lower(begun[n, before, lowest:highest], later, add)
            inside = then[FEWEST_WEEKENDS] <= w <= then[MOST_WEEKENDS]
            lowest, highest = max(fewest, then[FEWEST_UNITS]), min(most, then[MOST_UNITS] + 1)
            lawful = rests[day] and inside and lowest < highest
            for n in range(1, longest + 1):
                ends = lawful and (n >= shortest or n == day)
                for before in range(classes):
                    state = (n - 1) * classes + before
                    if not states[day, state]:
                        continue
                    here = value[day, state, w]
                    here[fewest:most] = DEAR
                    if ends:
                        here[lowest:highest] = value[day + 1, off, w, lowest:highest]
                    if n < longest:
                        _lower(here[fewest:most], begun[n + 1, before, fewest:most], NOTHING)
            for n in range(1, rest + 1):
                if not states[day, off + n - 1]:
                    continue
                here = value[day, off + n - 1, w]
                here[fewest:most] = DEAR
                if lawful:
                    later = value[day + 1, off + min(n, rest - 1), w]
                    here[lowest:highest] = later[lowest:highest]
                if n == rest:
                    _lower(here[fewest:most], begun[1, classes, fewest:most], NOTHING)
    return float(value[0, off + rest - 1, 0, 0])


@njit(cache=True, nogil=True)
def _cheapest(tables: Tables, may: Array, cost: Array, cheapest: Array) -> None:
    """Fill the cheapest kind that may be, of each set of kinds that are alike (-1: none)."""
    cheapest[:] = -1
    for kind in range(len(may)):
        best = cheapest[tables.alike[kind]]
        if may[kind] and (best < 0 or cost[kind] < cost[best]):
            cheapest[tables.alike[kind]] = kind


@njit(cache=True, nogil=True)
def _lower(here: Array, other: Array, add: float) -> None:
    for m in range(len(here)):
        here[m] = min(here[m], other[m] + add)


@njit(cache=True, nogil=True)
def forwards(
    tables: Tables,
    p: int,
    may: Array,
    rests: Array,
    cost: Array,
    weekend: float,
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
    off, counted = longest * classes, tables.counted[p]
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
                bound = g + value[day + 1, after, w if counted else 0, m]
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
                    for row in (state, weekends, units, parent, filled):
                        row[day + 1, place] = row[day + 1, place - 1]
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
