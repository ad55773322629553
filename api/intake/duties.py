"""Make duties and absences of a day, with hours and breaks as written; refuse impossible ones."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from api.intake.text.clock import Clock, Instant, NotReadError, instant
from api.intake.text.hours import Pause, Stretch
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import Span, days_span, instant_of
from scheduler.errors import InvalidProblemError

LONGEST = "24 heures au plus entre le début et la fin"
STANDBY_DAYS = 8
"""Longest on-call, in days: a week and its last night."""

AWAY_DAYS = 3 * 366
"""Longest absence, in days."""

HOUR = 60
INSIDE = "une pause à l’intérieur des horaires"


@dataclass(frozen=True)
class TimedSpan:
    """
    A span read from a cell, with its breaks (None: the file doesn't say them).

    `twice`: clocks show its start or its end twice that night.
    """

    span: Span
    twice: bool = False
    pauses: tuple[Pause, ...] | None = None


def span_of(
    day: date, start: Clock, end: Clock, last: date | None = None, *, days: int = 1
) -> TimedSpan:
    """
    Return the span between two times; `last`: the day of the end, if the file gives it.

    An end that isn't after the start is on the next day. `days`: how many it may last.
    NotReadError: a time doesn't exist that night, or the span ends before it starts or lasts too
    long.
    """
    over = timedelta(days=1 if end.minutes <= start.minutes else 0)
    return timed(instant(day, start), instant(last or day + over, end), days=days)


def timed(begins: Instant, ends: Instant, *, days: int = 1) -> TimedSpan:
    """
    Return the span between two instants, at most so many days long by the clock.

    NotReadError: it doesn't end after it starts, or lasts too long.
    """
    if ends.minute <= begins.minute:
        raise NotReadError("une fin après le début")
    if ends.at.replace(tzinfo=None) - begins.at.replace(tzinfo=None) > timedelta(days=days):
        raise NotReadError(
            LONGEST if days == 1 else f"{days} jours au plus entre le début et la fin"
        )
    return TimedSpan(Span(begins.at, ends.at), begins.twice or ends.twice)


@lru_cache(maxsize=65_536)
def stretch_span(day: date, stretch: Stretch) -> TimedSpan:
    """Return the span of a stretch of work that starts on a day (see `span_of`)."""
    return replace(span_of(day, stretch.start, stretch.end), pauses=stretch.pauses)


def breaks_of(span: Span, pauses: tuple[Pause, ...]) -> tuple[Break, ...]:
    """
    Place breaks at their times; a break with a time before the start is on the next day.

    NotReadError: a break lies outside the span.
    """
    return tuple(
        Break(
            minutes=pause.minutes,
            start=_placed(span, pause),
            kind=pause.kind or BreakKind.UNPAID,
        )
        for pause in pauses
    )


def _placed(span: Span, pause: Pause) -> datetime | None:
    if pause.start is None or isinstance(pause.start, datetime):
        return pause.start
    begins = instant_of(span.first)
    after = pause.start.minutes < begins.hour * 60 + begins.minute
    passage = instant(begins.date() + timedelta(days=int(after)), pause.start)
    # A time that clocks show twice: the passage that lies inside, the first before the other.
    for shift in (0, HOUR) if passage.twice else (0,):
        first = passage.minute + shift
        if span.first <= first and first + pause.minutes <= span.last:
            return instant_of(first)
    raise NotReadError(INSIDE)


def duty_of(
    ident: str, timing: TimedSpan, kind: DutyKind, *, site: str, dispositif: str, agency: str
) -> Duty:
    """
    Build a duty.

    NotReadError: breaks lie outside the span, on each other, or leave no work.
    """
    span, pauses = timing.span, timing.pauses
    bare = Duty(
        id=ident,
        span=span,
        kind=kind,
        site=site,
        dispositif=dispositif,
        agency=agency,
        breaks_known=pauses is not None,
    )
    if not pauses:
        return bare
    breaks = breaks_of(span, pauses)
    if sum(pause.minutes for pause in breaks) >= span.minutes:
        raise NotReadError("une pause plus courte que les horaires")
    try:
        return replace(bare, breaks=breaks)
    except InvalidProblemError:
        raise NotReadError(INSIDE) from None


def whole_days(person: str, first: date, last: date, kind: AbsenceKind) -> Absence:
    """
    Build an absence of whole days, from the first to the last included.

    NotReadError: it ends before it begins, or lasts more than three years.
    """
    if not 0 <= (last - first).days < AWAY_DAYS:
        raise NotReadError("une fin le jour du début ou après, dans les trois ans")
    return Absence(mediator=person, span=days_span(first, last), kind=kind)
