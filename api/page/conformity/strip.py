"""Draw the shifts that prove a finding on a strip of time: numbers for an SVG picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.french.words import brief_day_of_month
from api.shell.scale import Tick
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.time import midnight, minute_of
from scheduler.domain.worktime.hard_hours import is_night

WIDTH = 700
LEAST = 3
"""The narrowest bar that is seen."""

MOST_DAYS = 8
"""Up to this many days, each one is named; over a longer time, only Mondays are."""

WEEKS = 13
"""Up to this many weeks, each one is named; over a longer time, only first days of months are."""
CLASSES = {
    DutyKind.TRAINING: "cfa",
    DutyKind.STANDBY: "astreinte",
    DutyKind.TRAVEL: "trajet",
    DutyKind.COMMUTE: "trajet",
}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A shift on the strip."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A strip of whole days, `WIDTH` wide; ticks are midnights, some named by their day."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def strip_of(duties: Sequence[Duty]) -> Strip | None:
    """Draw shifts, from the day of the first to the day of the last (None: there are none)."""
    if not duties:
        return None
    first = min(duty.span.day for duty in duties)
    last = max(duty.span.last_day for duty in duties)
    start, end = (minute_of(midnight(day)) for day in (first, last + timedelta(days=1)))
    scale = WIDTH / (end - start)
    bars = (
        Bar(
            x=round((duty.span.first - start) * scale),
            width=max(LEAST, round(duty.span.minutes * scale)),
            kind=CLASSES.get(duty.kind, "nuit" if is_night(duty) else "jour"),
        )
        for duty in sorted(duties, key=lambda duty: duty.span.first)
    )
    return Strip(bars=tuple(bars), ticks=tuple(_ticks(first, last, start, scale)))


def _ticks(first: date, last: date, start: int, scale: float) -> Iterator[Tick]:
    days = (last - first).days + 1
    for n in range(days):
        day = first + timedelta(days=n)
        if days <= MOST_DAYS:
            label = brief_day_of_month(day)
        else:
            named = day.weekday() == 0 and (days <= 7 * WEEKS or day.day <= 7)  # noqa: PLR2004
            label = f"{day:%d/%m}" if named else ""
            if days > 7 * WEEKS and not label:
                continue
        yield Tick(at=round((minute_of(midnight(day)) - start) * scale), label=label)
