"""Find the sessions, stretches of work without a whole break, after which a break is due."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from scheduler.domain.duty import Duty, DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(kw_only=True)
class Session:
    """
    Work without a whole break: start and end (UTC minutes), minutes of work, its duties.

    `opened`: a whole break of its working day lies right before it; `relieved`: right after it.
    """

    first: int = 0
    last: int = 0
    minutes: int = 0
    duties: list[Duty] = field(default_factory=list)
    opened: bool = False
    relieved: bool = False

    def add(self, duty: Duty, first: int, minutes: int) -> None:
        """Add some work of a duty, from a UTC minute on."""
        if minutes <= 0:
            return
        if not self.duties:
            self.first = first
        if not self.duties or self.duties[-1] is not duty:
            self.duties.append(duty)
        self.minutes += minutes
        self.last = max(self.last, first + minutes)


def sessions_of(duties: Sequence[Duty], *, limit: int, pause: int) -> list[Session]:
    """
    Return the sessions of successive duties that no whole break separates.

    `limit`: minutes of work after which a break is due; `pause`: minutes that make a break. A
    break of unknown place lies, whole, where it serves best in its own duty: so that the fewest
    sessions go over the limit, then reach it with no break at either end, then hold the least work,
    then reach it with none after.
    """
    ways = list(product(*(_ways(duty) for duty in duties)))
    if len(ways) == 1 and not any(duty.floating for duty in duties):
        return Walk(duties, ways[0], limit=limit, pause=pause).sessions
    ways_cut = [Walk(duties, way, limit=limit, pause=pause).sessions for way in ways]
    if any(duty.floating for duty in duties):
        # Where one goes over anyway, a break may as well come later, to spare the next.
        late = {s.minutes - limit for sessions in ways_cut for s in sessions if s.minutes > limit}
        ways_cut += [
            Walk(duties, way, limit=limit, pause=pause, late=minutes).sessions
            for minutes in late
            for way in ways
        ]

    def worth(sessions: list[Session]) -> tuple[int, int, int, int]:
        over = [session.minutes for session in sessions if session.minutes > limit]
        full = [s for s in sessions if s.minutes == limit and not s.relieved]
        bare = [session for session in full if not session.opened]
        return len(over), len(bare), sum(over), len(full)

    return min(ways_cut, key=worth)


def may_reach(duties: Sequence[Duty], limit: int, pause: int) -> bool:
    """
    Whether a session of successive duties may hold that many minutes; cheap, and never wrongly no.

    `pause`: minutes that make a break. With breaks of unknown place all of the work might be one.
    """
    if any(duty.floating for duty in duties):
        return sum(duty.work for duty in duties) >= limit
    minutes, end = 0, None
    for duty in duties:
        for first, last in duty.pieces:
            if end is not None and first - end >= pause:
                minutes = 0
            minutes += last - first
            if minutes >= limit:
                return True
            end = last
    return False


def _ways(duty: Duty) -> list[tuple[int, ...]]:
    """Return each way to put a duty's breaks of unknown place into its pieces, by piece number."""
    if not duty.floating:
        return [()]
    room = [last - first for first, last in duty.pieces]
    ways = list(product(range(len(room)), repeat=len(duty.floating)))
    fits = [
        way
        for way in ways
        if all(
            sum(m for m, at in zip(duty.floating, way, strict=True) if at == piece) <= minutes
            for piece, minutes in enumerate(room)
        )
    ]
    return fits or ways


class Walk:
    """
    The sessions of such duties, their breaks of unknown place in the pieces that `ways` tell.

    In its piece a whole break comes as late as it can: no later than the limit and the piece's
    end; where the limit is passed already, as soon as the rest of the piece is within it, or
    `late` minutes later. Shorter ones only take their minutes off the work.
    """

    def __init__(
        self,
        duties: Sequence[Duty],
        ways: Sequence[tuple[int, ...]],
        *,
        limit: int,
        pause: int,
        late: int = 0,
    ) -> None:
        self.limit = limit
        self.pause = pause
        self.late = late
        self.sessions: list[Session] = []
        self._run = Session()
        self._end: int | None = None
        for duty, way in zip(duties, ways, strict=True):
            self._duty(duty, way)
        self._close(relieved=False)

    def _duty(self, duty: Duty, way: tuple[int, ...]) -> None:
        begin = duty.span.first
        for number, (first, last) in enumerate(duty.pieces):
            edge = first - begin >= self.pause
            if self._end is not None and first - self._end >= self.pause and self._run.duties:
                self._close()
            self._run.opened = self._run.opened or edge
            here = [m for m, at in zip(duty.floating, way, strict=True) if at == number]
            whole = sorted(m for m in here if m >= self.pause)
            work = max(0, last - first - sum(here))
            for done in range(len(whole)):
                before = self._before(work, len(whole) - done)
                self._run.add(duty, last - work - sum(whole[done:]), before)
                self._close()
                work -= before
            self._run.add(duty, last - work, work)
            self._end = begin = last
        if duty.span.last - begin >= self.pause:
            self._close()

    def _before(self, work: int, breaks: int) -> int:
        """Return the minutes worked before the next whole break, with `breaks` of them left."""
        room = self.limit - self._run.minutes
        if room >= 0:
            return min(work, room)
        return min(work, max(0, work - breaks * self.limit) + self.late)

    def _close(self, *, relieved: bool = True) -> None:
        """End the session, with a break unless nothing comes after it."""
        if self._run.minutes > 0:
            self._run.relieved = relieved
            self.sessions.append(self._run)
        self._run = Session(opened=True)


class Line:
    """
    Duties by start, with those that may follow each one without a whole break between.

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

    def after(self, n: int) -> Iterator[int]:
        """Yield the duties that may follow a duty; travel only joins the two that it links."""
        end = self.duties[n].span.last
        if n in self._second:
            second = self._second[n]
            if self._starts[second] - end < self._pauses[n]:
                yield second
            return
        trips = self._trips.get(n, ())
        yield from trips
        led = {self._second[trip] for trip in trips}
        for m in range(bisect_left(self._starts, end), len(self.duties)):
            if self._starts[m] - end >= self._pauses[n]:
                return
            if m not in self._second and m not in led:
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
