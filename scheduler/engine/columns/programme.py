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

if TYPE_CHECKING:
    from scheduler.engine.columns.tables import Array, Tables

DEAR = np.float32(1e9)
"""The cost of what isn't lawful."""
LAWFUL = 5e8
"""Costs below this are those of lawful rosters."""


@njit(cache=True, nogil=True)
def backwards(
    tables: Tables, p: int, may: Array, rests: Array, cost: Array, weekend: float, value: Array
) -> float:
    """
    Fill `value` (day, state, weekends, units) and return what the best roster costs at least.

    `may` (D × S), `rests` (D): what the person may do on a day. `weekend`: the price of each one
    worked, where weekends aren't counted.
    """
    days, kinds = cost.shape
    classes = tables.follows.shape[0]
    longest, shortest, rest = tables.longest[p], tables.shortest[p], tables.rest[p]
    most, dims = tables.most[p], tables.weekends[p] if tables.counted[p] else 0
    off = longest * classes
    for state in range(off + rest):
        for w in range(dims + 1):
            for m in range(most + 1):
                value[days, state, w, m] = 0.0 if m >= tables.least[p] else DEAR
    # Cost from the n-th day of a run on, by the class of the day before (the last: a day off).
    begun = np.empty((longest + 1, classes + 1, most + 1), np.float32)
    for day in range(days - 1, -1, -1):
        for w in range(dims + 1):
            for n in range(1, longest + 1):
                begun[n] = DEAR
                fresh = tables.weekday[day] == SATURDAY or (
                    tables.weekday[day] == SUNDAY and n == 1
                )
                step = 1 if fresh and tables.counted[p] else 0
                if w + step > dims:
                    continue
                for kind in range(kinds):
                    if not may[day, kind]:
                        continue
                    add = np.float32(cost[day, kind] + (weekend if fresh else 0.0))
                    units = tables.length[day, kind]
                    after = value[day + 1, (n - 1) * classes + tables.kind_class[kind], w + step]
                    first, last = (classes, classes + 1) if n == 1 else (0, classes)
                    for before in range(first, last):
                        if n > 1 and not tables.follows[before, kind]:
                            continue
                        best = begun[n, before]
                        for m in range(most + 1 - units):
                            total = after[m + units] + add
                            best[m] = min(best[m], total)
            for n in range(1, longest + 1):
                ends = rests[day] and (n >= shortest or n == day)
                for before in range(classes):
                    here = value[day, (n - 1) * classes + before, w]
                    _fill(here, value[day + 1, off, w], ends)
                    if n < longest:
                        _lower(here, begun[n + 1, before])
            for n in range(1, rest + 1):
                here = value[day, off + n - 1, w]
                _fill(here, value[day + 1, off + min(n, rest - 1), w], rests[day])
                if n == rest:
                    _lower(here, begun[1, classes])
    return float(value[0, off + rest - 1, 0, 0])


@njit(cache=True, nogil=True)
def _fill(here: Array, after: Array, lawful: bool) -> None:
    for m in range(len(here)):
        here[m] = after[m] if lawful else DEAR


@njit(cache=True, nogil=True)
def _lower(here: Array, other: Array) -> None:
    for m in range(len(here)):
        here[m] = min(here[m], other[m])


@njit(cache=True, nogil=True)
def forwards(
    tables: Tables,
    p: int,
    may: Array,
    rests: Array,
    cost: Array,
    weekend: float,
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
        now = day % 2
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
                    if full or m > tables.most[p]:
                        continue
                    after = n * classes + tables.kind_class[kind]
                    g += cost[day, kind]
                    weekday = tables.weekday[day]
                    if weekday == SATURDAY or (weekday == SUNDAY and not works):
                        w += 1
                        g += weekend
                        if w > tables.weekends[p] and (limited or counted):
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
