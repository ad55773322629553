"""
Time: aware instants, elapsed minutes through UTC, civil days and weeks in Europe/Paris.

Only this module subtracts datetimes: same-zone subtraction in Python is wall-clock arithmetic and
is an hour wrong on the two nights a year when the clocks change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from scheduler.errors import ImpossibleTimeError, InvalidProblemError, NaiveTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

PARIS = ZoneInfo("Europe/Paris")
SATURDAY, SUNDAY = 5, 6


def minute_of(instant: datetime) -> int:
    """
    Return the whole UTC minute of an aware instant, counted from 1970.

    Raises
    ------
    NaiveTimeError
        The datetime has no zone.
    InvalidProblemError
        It has seconds: every duration here is a whole number of minutes.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise NaiveTimeError(f"heure sans fuseau : {instant.isoformat()} (attendu : +01:00 ou Z)")
    if instant.second or instant.microsecond:
        raise InvalidProblemError(f"minute entière attendue, reçu {instant.isoformat()}")
    return int(instant.timestamp()) // 60


def minute_at(instant: datetime) -> int:
    """
    Return the UTC minute during which an aware instant falls, counted from 1970.

    Raises
    ------
    NaiveTimeError
        The datetime has no zone.
    """
    return minute_of(instant.replace(second=0, microsecond=0))


def instant_of(minute: int) -> datetime:
    """Return the Paris instant of a UTC minute."""
    return datetime.fromtimestamp(minute * 60, tz=UTC).astimezone(PARIS)


def civil_day(instant: datetime) -> date:
    """Return the day of an aware instant in Paris."""
    return instant.astimezone(PARIS).date()


def at(day: date, clock: time, *, second_passage: bool = False) -> datetime:
    """
    Return the instant when Paris clocks show `clock` on `day`.

    In the repeated hour of October it is the first passage unless `second_passage` (RFC 5545
    3.3.5 reads a local time the same way).

    Raises
    ------
    ImpossibleTimeError
        The spring change skips that time.
    """
    local = datetime.combine(day, clock, tzinfo=PARIS).replace(fold=int(second_passage))
    back = local.astimezone(UTC).astimezone(PARIS)
    if (back.hour, back.minute) != (clock.hour, clock.minute):
        raise ImpossibleTimeError(
            f"{clock:%H:%M} n’existe pas le {day:%d/%m/%Y} : les horloges passent de 02:00 à 03:00"
        )
    return local


@lru_cache(maxsize=16_384)
def midnight(day: date) -> datetime:
    """Return the first instant of the civil day in Paris."""
    return datetime.combine(day, time(), tzinfo=PARIS)


@lru_cache(maxsize=16_384)
def midnight_minute(day: date) -> int:
    """Return the UTC minute at which the civil day begins in Paris."""
    return minute_of(midnight(day))


def day_of(minute: int) -> date:
    """Return the civil day in Paris that holds a UTC minute."""
    # Paris is never more than a day from UTC: guess, then mend by one day at most.
    guess = date(1970, 1, 1) + timedelta(days=(minute + 60) // 1440)
    if midnight_minute(guess) > minute:
        return guess - timedelta(days=1)
    if midnight_minute(guess + timedelta(days=1)) <= minute:
        return guess + timedelta(days=1)
    return guess


def week_of(day: date) -> date:
    """Return the Monday of the civil week of `day` (L3121-35: Monday 0 h to Sunday 24 h)."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Span:
    """
    A stretch of time between two aware instants, half open: the end is outside.

    Raises
    ------
    NaiveTimeError
        An end has no zone.
    InvalidProblemError
        It does not end after it starts.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        first, last = minute_of(self.start), minute_of(self.end)
        if last <= first:
            raise InvalidProblemError(
                f"fin {self.end:%d/%m/%Y %H:%M} avant ou égale au début {self.start:%d/%m/%Y %H:%M}"
            )
        # Kept as `first` and `last` will ask for them: a history has tens of thousands of spans.
        vars(self).update(first=first, last=last)

    @cached_property
    def first(self) -> int:
        """UTC minute of the start."""
        return minute_of(self.start)

    @cached_property
    def last(self) -> int:
        """UTC minute of the end (outside the span)."""
        return minute_of(self.end)

    @property
    def minutes(self) -> int:
        """Elapsed minutes."""
        return self.last - self.first

    @cached_property
    def day(self) -> date:
        """Civil day in Paris on which the span starts."""
        return day_of(self.first)

    @cached_property
    def last_day(self) -> date:
        """Civil day in Paris on which the span ends: a night's, the next one."""
        return day_of(self.last - 1)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Civil days that the span touches, in order."""
        days = (self.last_day - self.day).days + 1
        return tuple(self.day + timedelta(days=n) for n in range(days))

    def gap(self, later: Span) -> int:
        """Minutes from the end of this span to the start of a later one (negative: overlap)."""
        return later.first - self.last

    def overlap(self, other: Span) -> int:
        """Minutes that both spans share."""
        return max(0, min(self.last, other.last) - max(self.first, other.first))

    def touches(self, other: Span) -> bool:
        """Whether the spans share at least a minute."""
        return self.first < other.last and other.first < self.last

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.first <= other.first and other.last <= self.last

    @staticmethod
    def of_minutes(first: int, last: int) -> Span:
        """Build a span from two UTC minutes."""
        return Span(instant_of(first), instant_of(last))


@lru_cache(maxsize=16_384)
def day_span(day: date) -> Span:
    """Return the civil day: 23, 24 or 25 hours."""
    return Span(midnight(day), midnight(day + timedelta(days=1)))


def covered(span: Span, others: Iterable[Span]) -> int:
    """Return the minutes of a span that lie in any of the others, which may overlap."""
    minutes, reached = 0, span.first
    for other in sorted(others, key=lambda each: each.first):
        begin, end = max(reached, other.first), min(span.last, other.last)
        minutes += max(0, end - begin)
        reached = max(reached, end)
    return minutes


@lru_cache(maxsize=4_096)
def week_span(monday: date) -> Span:
    """Return the civil week that starts on `monday`."""
    return Span(midnight(monday), midnight(monday + timedelta(days=7)))


def days_span(first: date, last: date) -> Span:
    """Return the span from the start of `first` to the end of `last`."""
    return Span(midnight(first), midnight(last + timedelta(days=1)))


def month_span(year: int, month: int) -> Span:
    """Return the civil month."""
    return Span(midnight(date(year, month, 1)), midnight(next_month(date(year, month, 1))))


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_later(day: date, months: int) -> date:
    """Return the same day that many months later (earlier if negative), or the month's last day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def civil_months(span: Span) -> Iterator[tuple[date, date]]:
    """Yield the first and last days of what the span has of each civil month, in order."""
    first, last = span.day, span.last_day
    while first <= last:
        yield first, min(last, next_month(first) - timedelta(days=1))
        first = next_month(first)


def within(day: date, since: date | None, until: date | None) -> bool:
    """Whether a day lies between two others, both included (None: no end on that side)."""
    return (since is None or since <= day) and (until is None or day <= until)


def check_order(what: str, first: date, last: date | None) -> None:
    """
    Refuse an end that comes before the beginning (None: no end).

    `what`: what ended, as the message begins: « contrat fini ».

    Raises
    ------
    InvalidProblemError
        It does.
    """
    if last is not None and last < first:
        raise InvalidProblemError(f"{what} le {last:%d/%m/%Y} avant son début {first:%d/%m/%Y}")


def merged(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the union of spans as ordered stretches, in UTC minutes."""
    stretches: list[tuple[int, int]] = []
    for first, last in sorted((span.first, span.last) for span in spans):
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], last))
        else:
            stretches.append((first, last))
    return stretches


Placed = TypeVar("Placed")
OF_SPAN: Callable[[Any], int] = attrgetter("span.first")


def around(
    placed: Sequence[Placed],
    span: Span,
    longest: int,
    start: Callable[[Placed], int] = OF_SPAN,
) -> Sequence[Placed]:
    """
    Return, of what is sorted by start, all that may touch a span: over a year, that is little.

    `longest`: minutes that nothing of it exceeds. `start`: the UTC minute at which each begins.
    """
    begin = bisect_right(placed, span.first - longest, key=start)
    return placed[begin : bisect_left(placed, span.last, key=start)]


def years_after(day: date, years: int) -> date:
    """Return the same day of a later year, or of an earlier one (29 February may be 1 March)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def weeks_touched(span: Span) -> Iterator[date]:
    """Yield the Mondays of the civil weeks that the span touches, in order."""
    monday, last = week_of(span.day), week_of(span.last_day)
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


def windows(span: Span, begins: time, ends: time) -> Iterator[Span]:
    """
    Yield the clock windows (21:00 to 06:00, say) that touch the span, one a day, in order.

    A window whose end is not after its beginning ends on the next day.
    """
    over = timedelta(days=1 if ends <= begins else 0)
    day = span.day - timedelta(days=1)
    while midnight_minute(day) < span.last:
        window = _window(day, begins, ends, over)
        if window.touches(span):
            yield window
        day += timedelta(days=1)


@lru_cache(maxsize=16_384)
def _window(day: date, begins: time, ends: time, over: timedelta) -> Span:
    return Span(at(day, begins), at(day + over, ends))
