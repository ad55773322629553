"""
Each person's best rosters under the master's prices, and what the best costs at least.

What the programme doesn't count (groups of kinds, weekends where they would make it too large) is
priced by multipliers, which move with what the best roster breaks; rosters themselves keep all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.time import SATURDAY, SUNDAY
from tests.bench.columns.compiling import compiled
from tests.bench.columns.programme import DEAR, LAWFUL, backwards, forwards
from tests.bench.columns.reaching import reach

if TYPE_CHECKING:
    from tests.bench.columns.tables import Array, Tables

DOUBTFUL = 10
"""Rounds after which, if no roster is found, multipliers of what is broken double each time."""


@compiled
def price(
    tables: Tables,
    people: Array,
    may: Array,
    rests: Array,
    cost: Array,
    prices: Array,
    below: Array,
    apart: int,
    grain: float,
    rounds: int,
    value: Array,
    rosters: Array,
    costs: Array,
    number: Array,
    least: Array,
) -> float:
    """
    Fill, for each of `people`, up to `rosters.shape[1]` rosters that cost less than `below`.

    Two of them differ on at least `apart` days.
    `prices` (P × G + 1): multipliers of the groups and of weekends, moved in up to `rounds` rounds.
    `cost` and `prices` are multiples of `grain`. `least`: what each person's best roster
    costs at least (dear: there is none). Returns how many values the programmes have filled.
    """
    days, kinds = cost.shape[1:]
    groups = tables.limits.shape[1]
    own = np.empty((days, kinds))
    beam = np.empty((12, days), np.int8)
    beam_costs = np.empty(12)
    best = np.empty((1, days), np.int8)
    best_cost = np.empty(1)
    broken = np.zeros(groups + 1)
    kept = np.empty(groups + 1)
    runs, rest = 0, 0
    for p in people:
        runs, rest = max(runs, tables.longest[p]), max(rest, tables.rest[p])
    states = np.empty((days + 1, runs * len(tables.follows) + rest), np.bool_)
    spans = np.empty((days + 1, 5), np.int64)
    filled = 0.0
    for i in range(len(people)):
        p = people[i]
        least[i], number[i] = -DEAR, 0
        exists, counted, values = reach(tables, p, may[p], rests[p], len(value), states, spans)
        if not exists:
            least[i] = DEAR
            continue
        stride, known = 1.0, below[i]
        for attempt in range(rounds):
            weekend, owed = with_multipliers(tables, p, cost[p], prices[p], counted, own)
            filled += values
            lower = backwards(
                *(tables, p, may[p], rests[p], own, weekend, counted), *(states, spans, value)
            )
            if lower > LAWFUL:
                least[i] = DEAR
                break
            if lower - owed > least[i]:
                least[i] = lower - owed
                _copy(prices[p], kept)
            if least[i] >= below[i]:
                break
            forwards(
                *(tables, p, may[p], rests[p], own, weekend, counted, spans, value),
                *(False, best, best_cost),
            )
            square = _broken(tables, p, best[0], prices, counted, broken)
            breaks = False
            for group in range(groups + 1):
                breaks = breaks or broken[group] > 0
            if breaks or attempt in (0, rounds - 1) or number[i] == 0:
                size = forwards(
                    *(tables, p, may[p], rests[p], own, weekend, counted, spans, value),
                    *(True, beam, beam_costs),
                )
                for j in range(size):
                    _insert(cost[p], beam[j], below[i], apart, rosters[i], costs[i], number, i)
                if number[i] > 0:
                    known = min(known, costs[i, 0])
            if square == 0 or known - least[i] <= grain or attempt == rounds - 1:
                break
            if number[i] == 0 and attempt >= DOUBTFUL:
                for group in range(groups + 1):
                    if broken[group] > 0:
                        prices[p, group] = max(2 * prices[p, group], 1.0, grain)
                continue
            move = stride * min(max(known - lower + owed, 0.01), 200.0) / square
            stride *= 0.8
            for group in range(groups + 1):
                moved = max(0.0, prices[p, group] + move * broken[group])
                prices[p, group] = np.ceil(moved / grain) * grain
        if LAWFUL > least[i] > -LAWFUL:
            _copy(kept, prices[p])
    return filled


@compiled
def with_multipliers(
    tables: Tables, p: int, cost: Array, prices: Array, counted: bool, own: Array
) -> tuple[float, float]:
    """
    Fill what cells cost a person with the multipliers of the groups (`own`).

    Returns the price of a weekend, nil where weekends are `counted`, and what limits give back.
    """
    groups = tables.limits.shape[1]
    weekend = 0.0 if counted else prices[groups]
    owed = weekend * tables.weekends[p]
    for day in range(len(cost)):
        _copy(cost[day], own[day])
    for group in range(groups):
        owed += prices[group] * tables.limits[p, group]
        for kind in range(cost.shape[1]):
            if tables.members[p, group, kind]:
                own[:, kind] += prices[group]
    return weekend, owed


@compiled
def _broken(
    tables: Tables, p: int, roster: Array, prices: Array, counted: bool, broken: Array
) -> float:
    """Fill by how much a roster is above each limit; return the square of what counts."""
    groups = tables.limits.shape[1]
    for group in range(groups):
        broken[group] = -tables.limits[p, group]
        for kind in roster:
            if kind >= 0 and tables.members[p, group, kind]:
                broken[group] += 1
    broken[groups] = 0.0
    if not counted:
        broken[groups] = -tables.weekends[p]
        for day in range(len(roster)):
            sunday = tables.weekday[day] == SUNDAY
            if roster[day] >= 0 and (
                tables.weekday[day] == SATURDAY or (sunday and (day == 0 or roster[day - 1] < 0))
            ):
                broken[groups] += 1
    square = 0.0
    for group in range(groups + 1):
        if broken[group] > 0 or prices[p, group] > 0:
            square += broken[group] * broken[group]
    return square


@compiled
def _insert(
    cost: Array,
    roster: Array,
    below: float,
    apart: int,
    rosters: Array,
    costs: Array,
    number: Array,
    i: int,
) -> None:
    """Insert a roster by its cost, unless a better one is near it; a worse near one goes."""
    total = 0.0
    for day in range(len(roster)):
        if roster[day] >= 0:
            total += cost[day, roster[day]]
    size, most = number[i], len(rosters)
    if total >= below or (size == most and total >= costs[most - 1]):
        return
    place = 0
    while place < size:
        differ = 0
        for day in range(len(roster)):
            differ += rosters[place, day] != roster[day]
        if differ >= apart:
            place += 1
            continue
        if costs[place] <= total:
            return
        for other in range(place, size - 1):
            _copy(rosters[other + 1], rosters[other])
            costs[other] = costs[other + 1]
        size -= 1
    place = min(size, most - 1)
    while place > 0 and costs[place - 1] > total:
        _copy(rosters[place - 1], rosters[place])
        costs[place] = costs[place - 1]
        place -= 1
    _copy(roster, rosters[place])
    costs[place] = total
    number[i] = min(size + 1, most)


@compiled
def _copy(source: Array, target: Array) -> None:
    """Copy a row; numba's own copy also compiles the words of its errors, for seconds."""
    for place in range(len(source)):
        target[place] = source[place]
