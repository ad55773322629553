"""
Rota rows as tapes with one cell a minute, and what French clocks show at each of them.

Rows are read as a person would read them, as text. Nothing here knows the product: instants,
zones and counting are the standard library's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

CLOCK = ZoneInfo("Europe/Paris")
WORKING = {"work", "training", "travel", "oncall_intervention"}
ON, OFF = b"\1", b"\0"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One stretch of one person: ISO instants, breaks as (begin or None, minutes, kind)."""

    who: str
    begin: str
    end: str
    kind: str = "work"
    breaks: tuple[tuple[str | None, int, str], ...] = ()
    site: str = ""
    agency: str = ""
    dispositif: str = ""

    @cached_property
    def first(self) -> int:
        """The UTC minute at which it begins."""
        return utc(self.begin)

    @cached_property
    def last(self) -> int:
        """The UTC minute at which it ends."""
        return utc(self.end)

    @cached_property
    def day(self) -> date:
        """The civil day on which it begins."""
        return local(self.first).date()

    @cached_property
    def tape(self) -> bytes:
        """Each minute: worked, or in a break of known place; all off where it is no work."""
        cells = bytearray((ON if self.kind in WORKING else OFF) * (self.last - self.first))
        for begin, minutes, kind in self.breaks:
            if begin is not None and kind != "watch":
                start = utc(begin) - self.first
                cells[start : start + minutes] = OFF * minutes
        return bytes(cells)

    @cached_property
    def floats(self) -> tuple[int, ...]:
        """Minutes of each break of unknown place; one on watch is work."""
        return tuple(m for begin, m, kind in self.breaks if begin is None and kind != "watch")

    def minutes(self, begin: int, end: int) -> int:
        """Minutes worked between two minutes, breaks of unknown place as much there as may be."""
        begin, end = max(begin, self.first), min(end, self.last)
        if begin >= end:
            return 0
        return max(0, self.tape.count(ON, begin - self.first, end - self.first) - sum(self.floats))

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The civil days that it touches."""
        days = [self.day]
        while midnight(days[-1] + DAY) < self.last:
            days.append(days[-1] + DAY)
        return tuple(days)

    def night(self, begins: int, ends: int) -> int:
        """Minutes worked while clocks show the night, given in minutes after midnight."""
        if shown(self.first) >= ends and shown(self.first) + len(self.tape) < begins - 60:
            return 0  # by day, even where clocks change meanwhile
        minutes = sum(
            cell and not ends <= shown(self.first + n) < begins for n, cell in enumerate(self.tape)
        )
        return max(0, minutes - sum(self.floats))


def utc(text: str) -> int:
    """Return the UTC minute of an ISO instant."""
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp() // 60)


def local(minute: int) -> datetime:
    """Return what Paris shows at a UTC minute."""
    return datetime.fromtimestamp(minute * 60, tz=UTC).astimezone(CLOCK)


@lru_cache(maxsize=100_000)
def _offset(hour: int) -> int:
    offset = local(hour * 60).utcoffset()
    assert offset is not None
    return int(offset.total_seconds() // 60)


def shown(minute: int) -> int:
    """Return the minutes after midnight that Paris clocks show."""
    return (minute + _offset(minute // 60)) % 1440


@lru_cache(maxsize=10_000)
def midnight(day: date) -> int:
    """Return the UTC minute at which a civil day begins."""
    at = datetime(day.year, day.month, day.day, tzinfo=CLOCK)
    return int(at.astimezone(UTC).timestamp() // 60)


def monday_of(day: date) -> date:
    """Return the Monday of the civil week."""
    return day - day.weekday() * DAY


def with_journeys(rows: Iterable[Row], table: Mapping[tuple[str, str], int]) -> list[Row]:
    """Add the way from one site to another of a day, right after the first, as work."""
    ordered = sorted(rows, key=lambda row: (row.first, row.last))
    posts = [row for row in ordered if row.kind in ("work", "training")]
    ways = []
    for post, next_one in pairwise(posts):
        minutes = min(table.get((post.site, next_one.site), 0), next_one.first - post.last)
        if minutes > 0 and post.site != next_one.site and post.day == next_one.day:
            begin, end = (local(post.last + n).isoformat() for n in (0, minutes))
            # The way is made for what comes next.
            place = (next_one.agency, next_one.dispositif)
            ways.append(Row(post.who, begin, end, "travel", (), "", *place))
    return sorted((*ordered, *ways), key=lambda row: (row.first, row.last))


def free_runs(rows: Iterable[Row], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between two minutes in which no row runs, breaks or not."""
    cells = bytearray(OFF * max(0, end - begin))
    for row in rows:
        first, last = max(row.first, begin), min(row.last, end)
        if first < last:
            cells[first - begin : last - begin] = ON * (last - first)
    for run in re.finditer(rb"\0+", cells):
        yield begin + run.start(), begin + run.end()
