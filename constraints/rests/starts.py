"""Find the minutes at which a civil week's rest can begin, for encodings."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.model import Item, Literal


@dataclass(frozen=True, kw_only=True)
class RestOfWeek:
    """
    A civil week and the length of its rest, in UTC minutes.

    `outside`: how much of the rest may lie before or after the week. `sunday`: when that begins.
    """

    first: int
    sunday: int
    last: int
    minutes: int
    outside: int

    @property
    def earliest(self) -> int:
        """The earliest minute at which the rest may begin."""
        return self.first - self.outside

    @property
    def latest(self) -> int:
        """The latest minute at which the rest may begin, unless a Sunday night comes before it."""
        return self.last + self.outside - self.minutes

    def near(self, duty: Duty) -> bool:
        """Whether the duty may prevent the rest, or end just before it."""
        return duty.span.first < self.last + self.minutes and duty.span.last > self.earliest

    def possible(self, duties: Sequence[Duty]) -> bool:
        """Whether these duties leave such a rest, even one that follows a night of Sunday."""
        starts = [*self.starts(duties), *(d.span.last for d in duties if self._late_night(d))]
        return any(
            all(
                duty.span.last <= start or duty.span.first >= start + self.minutes
                for duty in duties
            )
            for start in starts
        )

    def starts(self, duties: Sequence[Duty]) -> list[int]:
        """
        Return the minutes at which the week's rest can begin, without superfluous ones.

        A rest begins when a duty ends. A start is superfluous if no duty starts between the end of
        its rest and the end of the next start's rest: the duties that prevent the next rest prevent
        this one too.
        """
        within = {d.span.last for d in duties if self.earliest < d.span.last <= self.latest}
        ends = sorted({self.earliest} | within)
        begins = sorted(d.span.first for d in duties)
        return [
            end
            for end, following in zip(ends, [*ends[1:], None], strict=True)
            if following is None
            or bisect_left(begins, end + self.minutes)
            < bisect_left(begins, following + self.minutes)
        ]

    def nights(self, items: Iterable[Item]) -> dict[int, list[Literal]]:
        """Return the nights that end on Sunday, too late for a whole rest in the week, by end."""
        table: dict[int, list[Literal]] = {}
        for duty, literal in items:
            if self._late_night(duty):
                table.setdefault(duty.span.last, []).append(literal)
        return table

    def _late_night(self, duty: Duty) -> bool:
        ends = duty.span.last
        return duty.span.first < self.sunday < ends <= self.last and ends > self.latest

    def in_the_way(self, items: Iterable[Item], start: int) -> list[Literal]:
        """Return the literals of the duties that overlap a rest begun at that minute."""
        return [
            literal
            for duty, literal in items
            if duty.span.first < start + self.minutes and start < duty.span.last
        ]
