"""Lay outlines out in arrays, where their slots are of few kinds and one of each a day."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.time import day_of, week_of
from tests.bench.columns.outlines.outlining import outlined
from tests.bench.columns.tables import Array, Cover, Shapes, Tables

if TYPE_CHECKING:
    from datetime import date

    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot
    from scheduler.rule import Profile
    from tests.bench.columns.outlines.outline import Outline, TeamOutline

KINDS = 100
"""Kinds of slots at most: a roster has one byte a day."""


def shapes_of(problem: Problem, profile: Profile) -> Shapes | None:
    """Return a part as arrays (None: it can't be outlined, or its outlines are of another form)."""
    team = outlined(problem, profile)
    return None if team is None else laid_out(team)


def laid_out(team: TeamOutline) -> Shapes | None:
    """Return the arrays (None: slots or successions are of another form than arrays hold)."""
    problem, outlines = team.problem, list(team.people.values())
    days = {day: place for place, day in enumerate(problem.horizon.days)}
    names = sorted({slot.duty.template for slot in problem.slots})
    kinds = {name: place for place, name in enumerate(names)}
    cells = _cells(problem.slots, days, kinds)
    same = len({frozenset(outline.successions) for outline in outlines}) == 1
    if not same or not cells or len(kinds) > KINDS or not all(o.apart for o in outlines):
        return None
    slots = [[""] * len(kinds) for _ in days]
    for slot, (day, kind) in cells.items():
        slots[day][kind] = slot
    length = _lengths(outlines, cells, (len(days), len(kinds)))
    if length is None:
        return None
    unit = gcd(*(int(minutes) for minutes in length.flat)) or 1
    spans = np.zeros((len(outlines), len(days), len(kinds)), bool)
    price = np.zeros(spans.shape, np.int64)
    for place, outline in enumerate(outlines):
        for slot_held in outline.slots:
            if slot_held.id not in outline.closed:
                spans[(place, *cells[slot_held.id])] = True
        for priced, points in outline.prices.items():
            price[(place, *cells[priced])] = points
    return Shapes(
        people=tuple(team.people),
        slots=tuple(tuple(row) for row in slots),
        open=spans,
        price=price,
        constant=sum(outline.constant for outline in outlines),
        tables=_tables(outlines, cells, kinds, list(days), length=length // unit, unit=unit),
        cover=_cover(team, cells, spans.shape[1:]),
    )


def _cells(
    slots: tuple[Slot, ...], days: dict[date, int], kinds: dict[str, int]
) -> dict[str, tuple[int, int]]:
    """Return the day and kind of each slot, empty where two share a cell or one lies outside."""
    cells = {}
    for slot in slots:
        day = days.get(day_of(slot.span.first))
        if day is None or not slot.duty.counts:
            return {}
        cells[slot.id] = (day, kinds[slot.duty.template])
    return cells if len(set(cells.values())) == len(cells) else {}


def _lengths(
    outlines: list[Outline], cells: dict[str, tuple[int, int]], shape: tuple[int, int]
) -> Array | None:
    """Return the minutes of each cell (None: people measure a slot differently)."""
    minutes = np.full(shape, -1)
    for outline in outlines:
        for slot, worked in outline.worked.items():
            if minutes[cells[slot]] not in (-1, worked):
                return None
            minutes[cells[slot]] = worked
    return np.maximum(minutes, 0)


def _tables(
    outlines: list[Outline],
    cells: dict[str, tuple[int, int]],
    kinds: dict[str, int],
    days: list[date],
    *,
    length: Array,
    unit: int,
) -> Tables:
    after = np.ones((len(kinds), len(kinds)), bool)
    for first, following in outlines[0].successions:
        if first in kinds and following in kinds:
            after[kinds[first], kinds[following]] = False
    follows, kind_class = np.unique(after, axis=0, return_inverse=True)
    groups = max((len(outline.counts) for outline in outlines), default=0)
    members = np.zeros((len(outlines), groups, len(kinds)), bool)
    limits = np.full((len(outlines), groups), len(days))
    for place, outline in enumerate(outlines):
        for group, count in enumerate(outline.counts):
            members[place, group] = _group(count.slots, cells, len(kinds))
            limits[place, group] = count.most
    every, weeks = len(days), len({week_of(day) for day in days})
    # Nobody works longer than the longest slot of every day.
    whole = int(length.max(axis=1).sum()) * unit
    most = [whole if o.most_minutes is None else min(whole, o.most_minutes) for o in outlines]
    return Tables(
        length=length,
        kind_class=kind_class.reshape(-1),
        follows=follows,
        alike=_alike(kind_class.reshape(-1), follows, length),
        weekday=np.array([day.weekday() for day in days]),
        longest=np.array([min(o.longest_run or every, every) for o in outlines]),
        shortest=np.array([o.shortest_run for o in outlines]),
        rest=np.array([o.shortest_rest for o in outlines]),
        least=np.array([-(-o.least_minutes // unit) for o in outlines]),
        most=np.array(most) // unit,
        weekends=np.array(
            [weeks if o.weekends is None else min(weeks, o.weekends) for o in outlines]
        ),
        members=members,
        limits=limits,
    )


def _alike(kind_class: Array, follows: Array, length: Array) -> Array:
    """Return a number for each kind; kinds that differ by their prices alone share one."""
    marks = np.vstack([kind_class, follows, length])
    return np.unique(marks, axis=1, return_inverse=True)[1].reshape(-1)


def _group(slots: frozenset[str], cells: dict[str, tuple[int, int]], kinds: int) -> Array:
    """Return which kinds a count is of: all slots of a template are counted, or none."""
    member = np.zeros(kinds, bool)
    member[[cells[slot][1] for slot in slots]] = True
    return member


def _cover(team: TeamOutline, cells: dict[str, tuple[int, int]], shape: tuple[int, ...]) -> Cover:
    wanted, under, over = (np.zeros(shape) for _ in range(3))
    for slot, row in team.rows.items():
        wanted[cells[slot]], under[cells[slot]], over[cells[slot]] = row
    return Cover(wanted.reshape(-1), under.reshape(-1), over.reshape(-1))
