"""Define periods, the days on which something is in force, and compute with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ONE = timedelta(days=1)
CODE_SINCE = date(2016, 8, 10)
"""First day of the Code's own values: no agreement is recorded before it."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Days from `since` to `until` included (None: without end)."""

    since: date = CODE_SINCE
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the period includes `day`."""
        return self.since <= day and (self.until is None or day <= self.until)

    def common(self, other: Period) -> Period | None:
        """Return the period shared with another one (None: they don't overlap)."""
        since = max(self.since, other.since)
        ends = [p.until for p in (self, other) if p.until is not None]
        until = min(ends, default=None)
        return None if until is not None and until < since else Period(since=since, until=until)

    def without(self, others: Iterable[Period]) -> tuple[Period, ...]:
        """Return the days of this period that none of the others includes, as periods in order."""
        left = [self]
        for other in others:
            left = [part for piece in left for part in _cut(piece, other)]
        return tuple(left)


def _cut(period: Period, other: Period) -> Iterator[Period]:
    if period.common(other) is None:
        yield period
        return
    if period.since < other.since:
        yield Period(since=period.since, until=other.since - ONE)
    if other.until is not None and (period.until is None or other.until < period.until):
        yield Period(since=other.until + ONE, until=period.until)
