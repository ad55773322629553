"""Put a template's hours and breaks on a day, clock changes included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.time import PARIS, Span, at, instant_of, minute_of
from scheduler.errors import InvalidProblemError

DAY = 24 * 60
HOUR = 60


class AutumnChange(StrEnum):
    """
    What a template that spans the autumn change does with the hour that comes twice.

    NONE keeps the hour as work. END_EARLIER ends one clock hour earlier, so that the shift lasts as
    long as usual. LONGER_BREAK lengthens the first unpaid break by 60 minutes.
    """

    NONE = ""
    END_EARLIER = "fin_avancee"
    LONGER_BREAK = "pause_allongee"


#: What a slot's provenance says where the change was applied.
APPLIED = {
    AutumnChange.END_EARLIER: "passage à l’heure d’hiver : fin avancée d’une heure",
    AutumnChange.LONGER_BREAK: "passage à l’heure d’hiver : pause allongée d’une heure",
}


@dataclass(frozen=True, kw_only=True)
class TemplateBreak:
    """A break in each of a template's slots, in minutes; `at` is None if its time isn't fixed."""

    minutes: int
    at: time | None = None
    kind: BreakKind = BreakKind.UNPAID

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise InvalidProblemError(f"pause de {self.minutes} min : durée positive attendue")


@dataclass(frozen=True, kw_only=True)
class SlotTimes:
    """The instants of one slot; `changed` says in French what the autumn change did to it."""

    span: Span
    breaks: tuple[Break, ...]
    changed: str = ""


def check_hours(start: time, end: time, breaks: tuple[TemplateBreak, ...]) -> None:
    """
    Check that hours and breaks are possible on an ordinary day.

    Raises
    ------
    InvalidProblemError
        A break lies outside the hours or on another one, or breaks leave no work.
    """
    length = _length(start, end)
    taken = 0
    for pause in sorted((b for b in breaks if b.at is not None), key=lambda b: _into(start, b.at)):
        begins = _into(start, pause.at)
        if begins + pause.minutes > length:
            raise InvalidProblemError(
                f"pause de {pause.minutes} min à {pause.at:%H:%M} hors de l’horaire "
                f"{start:%H:%M}–{end:%H:%M}"
            )
        if begins < taken:
            raise InvalidProblemError(f"pause à {pause.at:%H:%M} sur une autre pause")
        taken = begins + pause.minutes
    if sum(b.minutes for b in breaks) >= length:
        raise InvalidProblemError(f"les pauses couvrent tout l’horaire {start:%H:%M}–{end:%H:%M}")


@lru_cache(maxsize=65_536)
def place(
    day: date,
    start: time,
    end: time,
    breaks: tuple[TemplateBreak, ...] = (),
    autumn: AutumnChange = AutumnChange.NONE,
) -> SlotTimes:
    """
    Put hours on a day; an end that is not after the start falls on the next day.

    A break goes where the clocks show its time, on the next day if it is before the start. One in
    the hour that spring skips begins when that hour would have: at 03:30 for 02:30. Where the
    autumn change is compensated, breaks begin as long after the start as on other nights, so that
    no stretch of work grows by the repeated hour.

    Raises
    ------
    ImpossibleTimeError
        Start or end is a time that the spring change skips.
    InvalidProblemError
        A break doesn't fit.
    """
    check_hours(start, end, breaks)
    length = _length(start, end)
    begins = at(day, start)
    ends = at(day + timedelta(days=1 if end <= start else 0), end)
    first, last = minute_of(begins), minute_of(ends)
    compensated = autumn is not AutumnChange.NONE and last - first == length + HOUR
    if compensated and autumn is AutumnChange.END_EARLIER:
        last -= HOUR
        ends = instant_of(last)
    if compensated and autumn is AutumnChange.LONGER_BREAK:
        breaks = lengthen_break(breaks)
    placed = tuple(
        Break(
            minutes=pause.minutes,
            kind=pause.kind,
            start=None
            if pause.at is None
            else instant_of(first + _into(start, pause.at))
            if compensated
            else _shown(day, start, pause.at),
        )
        for pause in breaks
    )
    for pause in placed:
        if pause.first is not None and pause.first + pause.minutes > last:
            raise InvalidProblemError(f"pause de {pause.minutes} min : elle finit après le poste")
    return SlotTimes(
        span=Span(begins, ends), breaks=placed, changed=APPLIED[autumn] if compensated else ""
    )


def place_minutes(day: date, start: time, minutes: int) -> SlotTimes:
    """
    Put a start on a day, and an end so many elapsed minutes later, whatever clocks do meanwhile.

    Raises
    ------
    ImpossibleTimeError
        The spring change skips the start.
    """
    begins = at(day, start)
    return SlotTimes(span=Span(begins, instant_of(minute_of(begins) + minutes)), breaks=())


def lengthen_break(breaks: tuple[TemplateBreak, ...]) -> tuple[TemplateBreak, ...]:
    """
    Lengthen the first unpaid break by the repeated hour.

    Raises
    ------
    InvalidProblemError
        No break is unpaid.
    """
    for n, pause in enumerate(breaks):
        if pause.kind is BreakKind.UNPAID:
            grown = TemplateBreak(minutes=pause.minutes + HOUR, at=pause.at)
            return (*breaks[:n], grown, *breaks[n + 1 :])
    raise InvalidProblemError("pause à allonger en octobre : aucune pause non payée")


def _shown(day: date, start: time, clock: time) -> datetime:
    """Return when clocks show a break's time; an hour on for a time that spring skips."""
    over = timedelta(days=1 if clock < start else 0)
    local = datetime.combine(day + over, clock, tzinfo=PARIS)
    return local.astimezone(UTC).astimezone(PARIS)


def _length(start: time, end: time) -> int:
    """Return the minutes from start to end on an ordinary day; equal ends are a whole day."""
    return (_minutes(end) - _minutes(start)) % DAY or DAY


def _into(start: time, clock: time | None) -> int:
    """Return how many minutes after the start a clock time comes, on an ordinary day (None: 0)."""
    return 0 if clock is None else (_minutes(clock) - _minutes(start)) % DAY


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
