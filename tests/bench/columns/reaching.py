"""
Where a person's lawful rosters can be on each day, so that the programme fills nothing else.

Where most cells are fixed, in a neighbourhood or a dive, that is a small part of all states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.time import SATURDAY, SUNDAY
from tests.bench.columns.compiling import compiled

if TYPE_CHECKING:
    from tests.bench.columns.tables import Array, Tables

FEWEST_UNITS, MOST_UNITS, FEWEST_WEEKENDS, MOST_WEEKENDS, BEGIN = range(5)
"""Places in the spans of a day; the last: where its values begin."""


@compiled
def reach(
    tables: Tables, p: int, may: Array, rests: Array, room: int, states: Array, spans: Array
) -> tuple[bool, bool, float]:
    """
    Fill which states beginnings come to (`states`), and between which sums rosters stay (`spans`).

    `may`, `rests`: as in `programme`. `states` (D + 1 × states) and `spans` (D + 1 × 5: units and
    weekends at the end of so many days, at least and at most) hold every lawful roster, and more.
    Weekends are counted if no more than `room` values are needed for it. Returns whether there can
    be any roster, whether weekends are counted, and how many values the programme will fill.
    """
    days, kinds = may.shape
    classes, longest, rest = len(tables.follows), tables.longest[p], tables.rest[p]
    off = longest * classes
    counted = True
    _span(tables, p, may, rests, counted, spans)
    if not _place(spans, off + rest) <= room:
        counted = False
        _span(tables, p, may, rests, counted, spans)
        _place(spans, off + rest)
    states[:] = False
    states[0, off + rest - 1] = True
    filled = 0.0
    after = np.empty((classes + 1, classes), np.bool_)
    for day in range(days):
        after[:] = False
        open_kinds = 1
        for kind in range(kinds):
            if may[day, kind]:
                open_kinds += 1
                after[classes, tables.kind_class[kind]] = True
                for before in range(classes):
                    if tables.follows[before, kind]:
                        after[before, tables.kind_class[kind]] = True
        runs = 0
        for n in range(1, longest + 1):
            worked = False
            for before in range(classes):
                if not states[day, (n - 1) * classes + before]:
                    continue
                worked = True
                if rests[day] and (n >= tables.shortest[p] or n == day):
                    states[day + 1, off] = True
                for kind_class in range(classes if n < longest else 0):
                    if after[before, kind_class]:
                        states[day + 1, n * classes + kind_class] = True
            runs += worked
        for n in range(1, rest + 1):
            if not states[day, off + n - 1]:
                continue
            if rests[day]:
                states[day + 1, off + min(n, rest - 1)] = True
            for kind_class in range(classes if n == rest else 0):
                if after[classes, kind_class]:
                    states[day + 1, kind_class] = True
        units = spans[day, MOST_UNITS] - spans[day, FEWEST_UNITS] + 1
        weekends = spans[day, MOST_WEEKENDS] - spans[day, FEWEST_WEEKENDS] + 1
        if units < 1 or weekends < 1:
            return False, counted, filled
        filled += float(units * weekends * open_kinds * (runs + 1))
    return spans[days, MOST_UNITS] >= spans[days, FEWEST_UNITS], counted, filled


@compiled
def _place(spans: Array, states: int) -> int:
    """Fill where the values of each day begin; return how many there are."""
    begin = 0
    for day in range(len(spans)):
        span = spans[day]
        span[BEGIN] = begin
        units = span[MOST_UNITS] - span[FEWEST_UNITS] + 1
        begin += max(0, units * (span[MOST_WEEKENDS] - span[FEWEST_WEEKENDS] + 1) * states)
    return begin


@compiled
def row(value: Array, span: Array, state: int, weekends: int) -> Array:
    """Return the values of a state with so many weekends, by units from the fewest on."""
    units = span[MOST_UNITS] - span[FEWEST_UNITS] + 1
    levels = span[MOST_WEEKENDS] - span[FEWEST_WEEKENDS] + 1
    begin = span[BEGIN] + (state * levels + weekends - span[FEWEST_WEEKENDS]) * units
    return value[begin : begin + units]


@compiled
def _span(tables: Tables, p: int, may: Array, rests: Array, counted: bool, spans: Array) -> None:
    """Fill the sums between which lawful rosters stay, from both ends."""
    days, kinds = may.shape
    least = np.zeros((2, days), np.int64)
    most = np.zeros((2, days), np.int64)
    # Weekends that the days from here on add at least, whatever was worked before.
    surely = np.zeros(days, np.int64)
    works = False
    for day in range(days):
        idle, works = not works, False
        for kind in range(kinds):
            if may[day, kind]:
                units = tables.length[day, kind]
                least[0, day] = min(least[0, day], units) if works else units
                most[0, day] = max(most[0, day], units)
                works = True
        if rests[day] or not works:
            least[0, day] = 0
        weekday, must = tables.weekday[day], works and not rests[day]
        if not counted:
            continue
        if weekday == SATURDAY:
            least[1, day], most[1, day], surely[day] = must, works, must
        elif weekday == SUNDAY:
            least[1, day] = must and (idle or rests[day - 1])
            most[1, day] = works and idle
            surely[day] = must and idle
    spans[0] = 0
    for day in range(days):
        for sums in range(2):
            spans[day + 1, 2 * sums] = spans[day, 2 * sums] + least[sums, day]
            spans[day + 1, 2 * sums + 1] = spans[day, 2 * sums + 1] + most[sums, day]
    fewer, more, weekends = 0, 0, 0
    allowed = tables.weekends[p] if counted else 0
    for day in range(days, -1, -1):
        if day < days:
            fewer, more = fewer + least[0, day], more + most[0, day]
            weekends += surely[day]
        span = spans[day]
        span[FEWEST_UNITS] = max(span[FEWEST_UNITS], tables.least[p] - more)
        span[MOST_UNITS] = min(span[MOST_UNITS], tables.most[p] - fewer)
        span[MOST_WEEKENDS] = min(span[MOST_WEEKENDS], allowed - weekends)
