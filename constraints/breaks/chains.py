"""
Add up the work of close duties that no whole break cuts, for encodings.

The audits follow what was worked. Encodings try what might be worked, one duty at a time: a break
of unknown place is tried in each piece of its duty, and the most favourable result is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from scheduler.domain.duty import Duty, DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Run(NamedTuple):
    """Work without a whole break: minutes, start, duties, and whether a break ended it."""

    minutes: int = 0
    first: int = 0
    duties: tuple[Duty, ...] = ()
    relieved: bool = False

    def longer(self, duty: Duty, first: int, minutes: int) -> Run:
        """Return the run with more work added."""
        if not self.duties:
            return Run(minutes, first, (duty,))
        duties = self.duties if self.duties[-1] is duty else (*self.duties, duty)
        return self._replace(minutes=self.minutes + minutes, duties=duties)

    def ended(self) -> Run:
        """Return the run, ended by a whole break."""
        return self._replace(relieved=True)


class Trail(NamedTuple):
    """
    The work in a chain of duties: the runs that have ended, and the one that continues.

    `limit`: minutes of work after which a break is due; `pause`: minutes that make one. `end`: when
    work last ended, or when the first duty began.
    """

    limit: int
    pause: int
    past: tuple[Run, ...] = ()
    run: Run = Run()
    end: int | None = None

    def too_long(self) -> list[Run]:
        """Return the runs with more work than the limit."""
        return [run for run in (*self.past, self.run) if run.minutes > self.limit]

    def bare(self) -> list[Run]:
        """Return the runs that reach the limit and have no whole break after them."""
        return [
            run for run in (*self.past, self.run) if run.minutes == self.limit and not run.relieved
        ]

    def then(self, duty: Duty) -> Trail:
        """Return the most favourable trail once one more duty is added."""
        if not duty.floating:
            return self._with(duty, ())
        ways = product(range(len(duty.pieces)), repeat=len(duty.floating))
        tried = (self._with(duty, way) for way in ways)
        return min(tried, key=lambda t: (len(t.too_long()), len(t.bare()), t.run.minutes))

    def _with(self, duty: Duty, way: tuple[int, ...]) -> Trail:
        """Return the trail with a duty more, its breaks of unknown place in the pieces of `way`."""
        limit, pause, past, run, end = self
        free = duty.span.first
        for number, (first, last) in enumerate(duty.pieces):
            if run.duties and end is not None and first - end >= pause:
                past, run = (*past, run.ended()), Run()
            pauses = [m for m, piece in zip(duty.floating, way, strict=True) if piece == number]
            left, clock = max(0, last - first - sum(pauses)), first
            for minutes in sorted(m for m in pauses if m >= pause):
                before = min(left, max(0, limit - run.minutes))
                if before:
                    run = run.longer(duty, clock, before)
                past, run = (*past, run.ended()) if run.duties else past, Run()
                left, clock = left - before, clock + before + minutes
            if left:
                run = run.longer(duty, clock, left)
            free = end = last
        if duty.span.last - free >= pause:
            past, run = (*past, run.ended()) if run.duties else past, Run()
        return Trail(limit, pause, past, run, end)


class Following:
    """
    Which duties, given by start, may follow which with no whole break between them.

    `pauses`: minutes that make a break, for each duty's day. Travel stands between its two ends.
    """

    def __init__(self, duties: Sequence[Duty], pauses: Sequence[int]) -> None:
        self.pauses = pauses
        self.firsts = [duty.span.first for duty in duties]
        self.lasts = [duty.span.last for duty in duties]
        numbers = {duty.id: n for n, duty in enumerate(duties)}
        #: The duty to which each journey of a rota leads, and the journeys from each duty.
        self.leads: dict[int, int] = {}
        self.journeys: dict[int, list[int]] = {}
        for n, duty in enumerate(duties):
            ends = [numbers.get(name) for name in duty.id.split(">")]
            if duty.kind is DutyKind.TRAVEL and len(ends) == 2 and None not in ends:  # noqa: PLR2004
                start, stop = ends
                if start is not None and stop is not None:
                    self.leads[n] = stop
                    self.journeys.setdefault(start, []).append(n)

    def __call__(self, n: int) -> Iterator[int]:
        """Yield what may follow a duty."""
        end, pause = self.lasts[n], self.pauses[n]
        if n in self.leads:
            if self.firsts[self.leads[n]] < end + pause:
                yield self.leads[n]
            return
        yield from self.journeys.get(n, ())
        begin = bisect_left(self.firsts, end)
        for m in range(begin, bisect_left(self.firsts, end + pause)):
            if m not in self.leads:
                yield m
