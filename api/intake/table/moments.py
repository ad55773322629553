"""Read when a shift starts or ends: a time, a day, both, or an instant with its offset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from api.data.sheets.cells import Value
from api.intake.duties import TimedSpan, span_of, timed
from api.intake.text.clock import Clock, Instant, NotReadError, clock_of, instant, written
from api.intake.text.days import date_of, written_day
from scheduler.domain.time import PARIS

EXACT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:00)?(Z|[+-]\d\d:?\d\d)")
DAY_AND_TIME = re.compile(r"(\S*\d{1,4}[/\-.]\d{1,2}[/\-.]\d{2,4})[T\s,à]+(\d\S*)")
STARTS_AS_DAY = re.compile(r"\D*\d{1,4}\s*[/\-.]\s*\d{1,2}\s*[/\-.]\s*\d{2,4}\s*$")
NEEDS_DAY = "une date (aucune colonne ne la donne)"


@dataclass(frozen=True)
class Moment:
    """When something starts or ends, as far as a cell says; `exact`: the instant, if whole."""

    day: date | None = None
    clock: Clock | None = None
    exact: datetime | None = None


def moment_of(
    value: Value, order: str = "jma", *, fractions: bool = False, decimals: bool = False
) -> Moment:
    """
    Read when something starts or ends (see `clock_of` for numbers).

    NotReadError: it can't be read.
    """
    match value:
        case datetime():
            if value.second:
                raise NotReadError("une heure à la minute")
            return Moment(value.date(), Clock(value.hour * 60 + value.minute))
        case date():
            return Moment(value)
        case str():
            return _texts(value, order, fractions, decimals)
    return Moment(clock=clock_of(value, fractions=fractions, decimals=decimals))


@lru_cache(maxsize=65_536)
def _texts(text: str, order: str, fractions: bool, decimals: bool) -> Moment:
    bare = " ".join(text.split())
    if EXACT.fullmatch(bare):
        try:
            exact = datetime.fromisoformat(bare).astimezone(PARIS)
        except (ValueError, OverflowError):
            raise NotReadError("un instant qui existe, comme 2026-10-24T21:30+02:00") from None
        return Moment(exact.date(), Clock(exact.hour * 60 + exact.minute), exact)
    if match := DAY_AND_TIME.fullmatch(bare):
        return Moment(date_of(match[1], order), written(match[2], decimals=decimals))
    if STARTS_AS_DAY.fullmatch(bare):
        return Moment(date_of(bare, order))
    return Moment(clock=clock_of(bare, fractions=fractions, decimals=decimals))


def span_between(
    day: date | None, start: Moment, end: Moment, last: date | None, *, days: int = 1
) -> TimedSpan:
    """
    Return the span between two moments; `day` and `last` come from other columns.

    `days`: how many days the span may last. NotReadError: no column gives a day, two columns give
    different days, or the span is impossible.
    """
    first = _same(day, start.day)
    if first is None:
        raise NotReadError(NEEDS_DAY)
    final = _same(last, end.day)
    if start.exact is not None and end.exact is not None:
        return timed(Instant(start.exact), Instant(end.exact), days=days)
    if start.clock is None and end.clock is None:
        raise NotReadError("des heures de début et de fin")
    # A workbook shows midnight of a day as the day alone.
    begins, ends = start.clock or Clock(0), end.clock or Clock(0)
    if start.exact is None and end.exact is None:
        if final is not None and instant(final, ends).minute <= instant(first, begins).minute:
            raise NotReadError(f"une fin après le début (le {first:%d/%m/%Y} à {begins})")
        return span_of(first, begins, ends, final, days=days)
    opens = Instant(start.exact) if start.exact else instant(first, begins)
    closes = Instant(end.exact) if end.exact else instant(final or first, ends)
    return timed(opens, closes, days=days)


def _same(day: date | None, other: date | None) -> date | None:
    """Return the day that one or both of two columns give; refuse two different days."""
    if day is not None and other is not None and day != other:
        raise NotReadError(f"le même jour que dans l’autre colonne, {day:%d/%m/%Y}")
    return day or other


def is_day(value: Value) -> bool:
    """Whether a cell holds a day, with or without its month and year."""
    try:
        written_day(value)
    except NotReadError:
        return False
    return True
