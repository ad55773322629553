"""Find when the rest of a civil week can begin, for encodings."""

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
    A week, and how long its rest must be; all in UTC minutes.

    `outside`: how much of the rest may lie before or after the week. `sunday`: when that begins.
    """

    first: int
    sunday: int
    last: int
    minutes: int
    outside: int

    @property
    def earliest(self) -> int:
        """When the rest may begin at the earliest."""
        return self.first - self.outside

    @property
    def latest(self) -> int:
        """When it may at the latest, unless after a night of Sunday."""
        return self.last + self.outside - self.minutes

    def near(self, duty: Duty) -> bool:
        """Whether the duty can stand in the way of the rest, or have it begin."""
        return duty.span.first < self.last + self.minutes and duty.span.last > self.earliest

    def possible(self, duties: Sequence[Duty]) -> bool:
        """Whether these duties leave such a rest, were it after a night of Sunday."""
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

        A rest begins as a duty ends. One is superfluous where no duty starts between its end and
        that of the next: whatever stands in the way of the next stands in its own.
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
        """Return the nights that end on Sunday too late for a whole rest, by end."""
        table: dict[int, list[Literal]] = {}
        for duty, literal in items:
            if self._late_night(duty):
                table.setdefault(duty.span.last, []).append(literal)
        return table

    def _late_night(self, duty: Duty) -> bool:
        ends = duty.span.last
        return duty.span.first < self.sunday < ends <= self.last and ends > self.latest

    def in_the_way(self, items: Iterable[Item], start: int) -> list[Literal]:
        """Return the literals of the duties that a rest begun at that minute would meet."""
        return [
            literal
            for duty, literal in items
            if duty.span.first < start + self.minutes and start < duty.span.last
        ]
