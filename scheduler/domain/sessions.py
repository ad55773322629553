"""Stretches of work between breaks: what a break is due after."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.duty import Duty, DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(kw_only=True)
class Session:
    """
    Work without a whole break: UTC minutes, minutes of work, and the duties it is made of.

    `relieved`: a whole break lies right before or right after it, within the same working day.
    """

    first: int = 0
    last: int = 0
    minutes: int = 0
    duties: list[Duty] = field(default_factory=list)
    relieved: bool = False
    break_day: date | None = None

    def add(self, duty: Duty, first: int, minutes: int) -> None:
        """Add some work of a duty, from a UTC minute on."""
        if minutes <= 0:
            return
        if not self.duties:
            self.first = first
            self.relieved = self.relieved or self.break_day == duty.span.day
        if not self.duties or self.duties[-1] is not duty:
            self.duties.append(duty)
        self.minutes += minutes
        self.last = max(self.last, first + minutes)


class Walk:
    """
    The sessions of duties that follow each other, none apart by a whole break.

    `limit`: minutes of work after which a break is due; `pause`: minutes that make a break. A
    break of unknown place is put where it serves best in its own duty: as late as it can be, no
    later than the limit and the duty's end. Shorter ones only take their minutes off the work.
    `tail`: minutes of work since the last break at the end.
    """

    def __init__(self, duties: Sequence[Duty], *, limit: int, pause: int) -> None:
        self.limit = limit
        self.pause = pause
        self.sessions: list[Session] = []
        self._run = Session()
        self._end: int | None = None
        for duty in duties:
            self._duty(duty)
        self.tail = self._run.minutes
        self._close(None, relieved=False)

    def _duty(self, duty: Duty) -> None:
        short = sum(minutes for minutes in duty.floating if minutes < self.pause)
        whole = sorted(minutes for minutes in duty.floating if minutes >= self.pause)
        own = 0
        begin = duty.span.first
        for first, last in duty.pieces:
            edge = first - begin >= self.pause
            if self._end is not None and first - self._end >= self.pause and self._run.duties:
                same = self._run.duties[-1].span.day == duty.span.day
                self._close(duty.span.day if same else None, relieved=same)
                own = 0
            self._run.relieved = self._run.relieved or edge
            length = last - first
            while (excess := self._run.minutes + length - self.limit) > 0:
                used = min(short, excess, length)
                short, length = short - used, length - used
                fits = [minutes for minutes in whole if minutes <= length]
                if used == excess or not fits:
                    break
                whole.remove(fits[0])
                before = min(max(0, self.limit - self._run.minutes), length - fits[0])
                self._run.add(duty, last - length, before)
                self._cut(duty)
                length -= before + fits[0]
                own = 0
            self._run.add(duty, last - length, length)
            own += length
            self._end = begin = last
        left = min(own, short + sum(whole))
        self._run.minutes -= left
        if whole or duty.span.last - begin >= self.pause:
            self._cut(duty)

    def _cut(self, duty: Duty) -> None:
        """End the session with a break inside the duty."""
        same = bool(self._run.duties) and self._run.duties[-1].span.day == duty.span.day
        self._close(duty.span.day, relieved=same)

    def _close(self, day: date | None, *, relieved: bool) -> None:
        if self._run.minutes > 0:
            self._run.relieved = self._run.relieved or relieved
            self.sessions.append(self._run)
        self._run = Session(break_day=day)


class Line:
    """
    Duties by start, and which may follow which with no whole break between them.

    `pauses`: minutes that make a break, for each duty's day.
    """

    def __init__(self, duties: Sequence[Duty], pauses: Sequence[int]) -> None:
        self.duties = duties
        self._pauses = pauses
        self._starts = [duty.span.first for duty in duties]
        index = {duty.id: n for n, duty in enumerate(duties)}
        self._trips: dict[int, list[int]] = {}
        self._second: dict[int, int] = {}
        for n, duty in enumerate(duties):
            first, _, second = duty.id.partition(">")
            if duty.kind is DutyKind.TRAVEL and first in index and second in index:
                self._second[n] = index[second]
                self._trips.setdefault(index[first], []).append(n)

    def is_trip(self, n: int) -> bool:
        """Whether the duty is travel that a rota makes between two of its own."""
        return n in self._second

    def after(self, n: int) -> Iterator[int]:
        """Yield what may follow a duty; travel stands between its own two ends only."""
        end = self.duties[n].span.last
        if n in self._second:
            second = self._second[n]
            if self._starts[second] - end < self._pauses[n]:
                yield second
            return
        yield from self._trips.get(n, ())
        for m in range(bisect_left(self._starts, end), len(self.duties)):
            if self._starts[m] - end >= self._pauses[n]:
                return
            if m not in self._second:
                yield m

    def longest(self) -> Iterator[tuple[int, ...]]:
        """Yield the chains that can't be made longer."""
        followed = {m for n in range(len(self.duties)) for m in self.after(n)}
        stack: list[tuple[int, ...]] = [(n,) for n in range(len(self.duties)) if n not in followed]
        while stack:
            chain = stack.pop()
            longer = [(*chain, m) for m in self.after(chain[-1])]
            if longer:
                stack.extend(longer)
            else:
                yield chain
