"""Breaks minute by minute: how long anybody goes on without one that is long enough."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tests.prove.tape import ON, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tests.prove.tape import Row

UNKNOWN = -1
"""What is measured, or less, where movable breaks leave no single figure."""


class Stretch(NamedTuple):
    """Work with no whole break: since when, how long, and the UTC minute of its end."""

    begin: datetime
    minutes: int
    last: int


def bare_stretches(
    rows: Sequence[Row], *, limit: int, pause: int, reached: bool
) -> Iterator[Stretch]:
    """
    Yield the stretches of more than `limit` minutes of work without `pause` minutes off.

    `reached`: as many as the limit are too many, unless a whole break lies at either end, within
    the working day. Rows come by begin and don't overlap.
    """
    for group in _groups(rows, pause):
        if sum(row.tape.count(ON) for row in group) < limit:
            continue
        if any(row.floats for row in group):
            days = {group[0].day, group[-1].day}
            alone = not any(row.day in days and row not in group for row in rows)
            yield from _movable(group, limit, pause, reached=reached and alone)
            continue
        first = group[0].first
        cells = bytearray(group[-1].last - first)
        for row in group:
            cells[row.first - first : row.last - first] = row.tape
        whole = re.compile(rb"\0{%d,}" % pause)
        begin = 0
        for end in (*(m.start() for m in whole.finditer(cells)), len(cells)):
            minutes = cells.count(ON, begin, end)
            if minutes > limit or (
                reached
                and minutes == limit
                and not _relieved(rows, group, (first + cells.index(ON, begin), first + end), pause)
            ):
                start = first + cells.index(ON, begin)
                stop = first + cells.rindex(ON, begin, end) + 1
                yield Stretch(local(start), minutes, stop)
            begin = end


def _groups(rows: Sequence[Row], pause: int) -> Iterator[list[Row]]:
    """Yield rows that follow each other by less than a break."""
    group: list[Row] = []
    for row in rows:
        if group and row.first - group[-1].last >= pause:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _relieved(rows: Sequence[Row], group: Sequence[Row], span: tuple[int, int], pause: int) -> bool:
    """Whether the stretch has a whole break at either end, within its working days."""
    first, end = span
    own = [row for row in group if row.first < end and first < row.last]
    days = {own[0].day, own[-1].day}
    beside = any(row.day in days and (row.last <= first or end <= row.first) for row in rows)
    return beside or first - own[0].first >= pause or own[-1].last - end >= pause


class _State(NamedTuple):
    """
    Where one way to take the breaks has come to, the best first.

    `faults`: stretches too long so far; `over`: the one that runs is one of those; `run`: its
    minutes; `bare`: no whole break of its day came right before it.
    """

    faults: int
    run: int
    bare: bool

    def worked(self, limit: int) -> _State:
        """One more minute; beyond the limit a stretch is too long once."""
        if self.run > limit:
            return self
        return _State(self.faults + (self.run == limit), self.run + 1, self.bare)

    def rested(self, *, inside: bool) -> _State:
        """A whole break ends the stretch."""
        return _State(self.faults, 0, self.bare and not inside)


_Ways = dict[tuple[tuple[int, ...], bool], _State]
"""The best way by the breaks left in the row, and whether its stretch is too long already."""


def _keep(ways: _Ways, left: tuple[int, ...], state: _State, limit: int) -> None:
    key = (left, state.run > limit)
    if key not in ways or state < ways[key]:
        ways[key] = state


def _movable(group: Sequence[Row], limit: int, pause: int, *, reached: bool) -> Iterator[Stretch]:
    """Try every minute for every movable break: how many stretches are too long at best?"""
    ways: _Ways = {((), False): _State(0, 0, bare=True)}
    off, clock = pause, group[0].first
    for row in group:
        off += row.first - clock
        before, ways = ways, {}
        for state in before.values():
            rested = state.rested(inside=False) if off >= pause else state
            _keep(ways, row.floats, rested, limit)
        ways, off = _through(row, ways, off, limit, pause)
        clock = row.last
    best = min(ways.values())
    count = best.faults + (reached and best.run == limit and best.bare)
    for number in range(count):
        yield Stretch(local(group[0].first), UNKNOWN - number, group[-1].last)


def _through(row: Row, ways: _Ways, off: int, limit: int, pause: int) -> tuple[_Ways, int]:
    """Go through a row, each of its minutes worked, in a break, or the first one of a break."""
    #: By the minute at which a break ends: what is left, and what it has come to.
    resting: dict[int, list[tuple[tuple[int, ...], _State]]] = defaultdict(list)
    for n, cell in enumerate(row.tape):
        for left, state in resting.pop(n, ()):
            _keep(ways, left, state, limit)
        before, ways = ways, {}
        off = 0 if cell else off + 1
        for (left, _), state in before.items():
            if not cell:
                _keep(ways, left, state.rested(inside=True) if off >= pause else state, limit)
                continue
            _keep(ways, left, state.worked(limit), limit)
            for number, length in enumerate(left):
                if row.tape[n : n + length] == ON * length:
                    rest = (*left[:number], *left[number + 1 :])
                    after = state.rested(inside=True) if length >= pause else state
                    resting[n + length].append((rest, after))
    for left, state in resting.pop(len(row.tape), ()):
        _keep(ways, left, state, limit)
    return ways, off
