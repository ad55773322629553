"""
Breaks minute by minute: how long anybody goes on without one that is long enough.

Of an adult the article gives one break, once the work of the day reaches six hours. So a stretch
that is too long is unlawful where the day had no whole break by its sixth hour of work; where it
had one, the text doesn't say whether another was due, and the stretch is doubtful. Nor does it say
whether that day is the date on which posts begin or goes on until a daily rest: where one of the
two readings doubts, the stretch is doubtful.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from tests.prove.tape import ON, Row, local

UNKNOWN = -1
"""What is measured, or less, where movable breaks leave no single figure."""


class Stretch(NamedTuple):
    """
    Work with no whole break: since when, how long, and the UTC minute of its end.

    `sure`: it is unlawful; doubtful otherwise.
    """

    begin: datetime
    minutes: int
    last: int
    sure: bool = True


class Terms(NamedTuple):
    """
    Minutes of work at most, minutes of a whole break, and whether one break a day is given.

    Where one is, as many minutes as the limit are too many too, unless a whole break of the working
    day comes after them; and later stretches of the day are doubtful.
    """

    limit: int
    pause: int
    daily: bool


LEAST_REST = 9 * 60
"""Minutes between posts of two dates from which on a working day doesn't go on."""


@dataclass
class _Days:
    """
    One reading of what a working day is: the day of each row, by its begin.

    `early`: by day, minutes of the stretch that its first whole break ended (or its last post).
    """

    of: dict[int, date]
    early: dict[date, int] = field(default_factory=dict)


def _readings(rows: Sequence[Row]) -> tuple[_Days, _Days]:
    """Return the days of rows by the date of each, and until a daily rest that may lie between."""
    until_rest: dict[int, date] = {}
    for before, row in pairwise([None, *rows]):
        assert row is not None
        if before and (row.day == before.day or row.first - before.last < LEAST_REST):
            until_rest[row.first] = until_rest[before.first]
        else:
            until_rest[row.first] = row.day
    return _Days({row.first: row.day for row in rows}), _Days(until_rest)


def bare_stretches(rows: Sequence[Row], terms: Terms) -> Iterator[Stretch]:
    """Yield the stretches that are too long; rows come by begin and don't overlap."""
    by_date, until_rest = _readings(rows)
    for group in _groups(rows, terms.pause):
        after = bisect_left(rows, group[-1].last, key=attrgetter("first"))
        resumed = (
            after < len(rows) and until_rest.of[rows[after].first] == until_rest.of[group[-1].first]
        )
        way = _movable if any(row.floats for row in group) else _fixed
        either = [list(way(group, terms, days, resumed)) for days in (by_date, until_rest)]
        yield from min(
            either, key=lambda stretches: (sum(s.sure for s in stretches), len(stretches))
        )


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


def _fixed(group: Sequence[Row], terms: Terms, days: _Days, resumed: bool) -> Iterator[Stretch]:
    """Cut the work of rows, whose breaks all have their place, at each whole break."""
    zero = group[0].first
    cells = bytearray(group[-1].last - zero)
    for row in group:
        cells[row.first - zero : row.last - zero] = row.tape
    whole = re.compile(rb"\0{%d,}" % terms.pause)
    breaks = [(m.start(), m.end()) for m in whole.finditer(cells)]
    edges = [0, *(edge for pause in breaks for edge in pause), len(cells)]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        minutes = cells.count(ON, begin, end)
        if not minutes:
            continue
        first = zero + cells.index(ON, begin)
        last = zero + cells.rindex(ON, begin, end) + 1
        own = [row for row in group if row.first < last and first < row.last]
        day = days.of[own[0].first]
        opened = day in days.early or first - own[0].first >= terms.pause
        ended = resumed or group[-1].last - last >= terms.pause
        rested = days.early.get(day, terms.limit + 1) <= terms.limit
        if minutes > terms.limit:
            yield Stretch(local(first), minutes, last, sure=not (terms.daily and rested))
        elif terms.daily and minutes == terms.limit and not ended:
            yield Stretch(local(first), minutes, last, sure=not opened)
        for row in own:
            days.early.setdefault(days.of[row.first], minutes)


class _State(NamedTuple):
    """
    Where one way to take the breaks has come to.

    `sure`, `doubtful`: stretches too long so far; `excess`: by how many minutes of the sure ones,
    which weigh more than a doubt. `run`: minutes of the one that runs; `rested`: its day had its
    whole break in time, before it; `opened`: that day had any before it. `early`: minutes of the
    stretch that the day's first whole break ended (0: there was none yet).
    """

    sure: int = 0
    excess: int = 0
    doubtful: int = 0
    run: int = 0
    rested: bool = False
    opened: bool = False
    early: int = 0

    def into(self, days: _Days, row: Row) -> _State:
        """Come to the posts of another working day."""
        early = days.early.get(days.of[row.first], 0)
        return self._replace(early=early, opened=self.opened if self.run else early > 0)

    def worked(self, terms: Terms) -> _State:
        """One more minute; beyond the limit a stretch is too long once."""
        state = self._replace(run=self.run + 1)
        if not self.run:
            return state._replace(rested=0 < self.early <= terms.limit)
        if self.run < terms.limit:
            return state
        sure = not (terms.daily and self.rested)
        state = state._replace(excess=self.excess + (terms.daily and sure))
        return state.faulty(sure=sure) if self.run == terms.limit else state

    @property
    def cost(self) -> tuple[int, int, int]:
        """What makes a way worse: first what is unlawful, then by how much, then doubts."""
        return self.sure, self.excess, self.doubtful

    def faulty(self, *, sure: bool) -> _State:
        """The stretch is too long."""
        return self._replace(sure=self.sure + sure, doubtful=self.doubtful + (not sure))

    def rests(self) -> _State:
        """A whole break of its working day ends the stretch."""
        return self._replace(run=0, opened=True, early=self.early or self.run)

    def ends(self, terms: Terms) -> _State:
        """The stretch ends, and no whole break of its working day comes after it."""
        full = terms.daily and self.run == terms.limit
        state = self.faulty(sure=not self.opened) if full else self
        return state._replace(run=0, opened=False)


_Ways = dict[tuple[tuple[int, ...], int, bool, bool, bool, bool, bool], _State]
"""The best way by the breaks left in the row, and by all that weighs on what follows."""


def _keep(ways: _Ways, left: tuple[int, ...], state: _State, terms: Terms) -> None:
    over, late = state.run > terms.limit, state.early > terms.limit
    # Where a stretch is too long anyway, going on with it may spare what follows.
    key = (left, state.excess, over, state.rested, state.opened, state.early > 0, late)
    if key not in ways or state < ways[key]:
        ways[key] = state


def _movable(group: Sequence[Row], terms: Terms, days: _Days, resumed: bool) -> Iterator[Stretch]:
    """Try every minute for every movable break: how many stretches are too long at best?"""
    states, off = [_State().into(days, group[0])], 0
    for row, before in zip(group, (group[0], *group), strict=False):
        same = days.of[row.first] == days.of[before.first]
        off += max(0, row.first - before.last)
        ways: _Ways = {}
        for state in states:
            come = state
            if off >= terms.pause and row is not before:
                come = state.rests() if same else state.ends(terms)
            _keep(ways, row.floats, come if same else come.into(days, row), terms)
        ways, off = _through(row, ways, off, terms, same=same)
        states = list(ways.values())
    last = group[-1]
    ends = [state.rests() if resumed else state.ends(terms) for state in states]
    best = min(ends, key=lambda state: (state.cost, state.early > terms.limit))
    if best.early:
        days.early.setdefault(days.of[last.first], best.early)
    for number in range(best.sure + best.doubtful):
        minutes = UNKNOWN - number
        yield Stretch(local(group[0].first), minutes, last.last, sure=number < best.sure)


def _through(row: Row, ways: _Ways, off: int, terms: Terms, *, same: bool) -> tuple[_Ways, int]:
    """
    Go through a row, each of its minutes worked, in a break, or the first one of a break.

    `off`: minutes of break that lead to it; `same`: what came before is of its working day.
    """
    #: By the minute at which a break ends: what is left, and what it has come to.
    resting: dict[int, list[tuple[tuple[int, ...], _State]]] = defaultdict(list)

    def paused(state: _State, inside: int) -> _State:
        if same or ON in row.tape[:n]:
            return state.rests()
        return state.ends(terms)._replace(opened=inside >= terms.pause)

    for n, cell in enumerate(row.tape):
        for left, state in resting.pop(n, ()):
            _keep(ways, left, state, terms)
        before, ways = ways, {}
        off = 0 if cell else off + 1
        for (left, *_), state in before.items():
            if not cell:
                whole = off >= terms.pause
                _keep(ways, left, paused(state, n + 1) if whole else state, terms)
                continue
            _keep(ways, left, state.worked(terms), terms)
            for number, length in enumerate(left):
                if row.tape[n : n + length] == ON * length:
                    rest = (*left[:number], *left[number + 1 :])
                    after = paused(state, length) if length >= terms.pause else state
                    resting[n + length].append((rest, after))
    for left, state in resting.pop(len(row.tape), ()):
        _keep(ways, left, state, terms)
    return ways, off
