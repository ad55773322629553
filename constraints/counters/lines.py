"""Lignes du relevé : weeks, months, windows and years, each from the same days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.away import PAID_LEAVE, UNSETTLED, away_by_day, holidays_off
from constraints.counters.quota import charged, rest_of
from constraints.counters.regime import regime_in, regime_on
from constraints.counters.sheet import (
    NO_STATUS,
    Minutes,
    MonthLine,
    Tiers,
    WeekLine,
    WindowLine,
    YearLine,
    added,
)
from constraints.counters.tally import between
from constraints.counters.terms import Terms
from constraints.counters.weekly import ByDay, Week, tiers, week, widened
from constraints.night import Nights
from scheduler.domain.time import SUNDAY, next_month
from scheduler.domain.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constraints.counters.sheet import ComplementaryLine, PeriodLine

DAY = timedelta(days=1)
WINDOW = 12
PER_MILLE = 1000


@dataclass(frozen=True, kw_only=True)
class Book:
    """One person's days: what they hold, and what of it may be overtime."""

    timeline: Timeline
    terms: Terms
    days: Mapping[date, Minutes]
    work: ByDay

    @property
    def first(self) -> date:
        """First day of the horizon."""
        return self.timeline.horizon.days[0]

    @property
    def last(self) -> date:
        """Last day of the horizon."""
        return self.timeline.horizon.days[-1]


def week_lines(book: Book) -> Iterator[WeekLine]:
    """Yield the civil weeks that the horizon touches, whole."""
    timeline, terms = book.timeline, book.terms
    mondays = timeline.horizon_weeks
    end = mondays[-1] + SUNDAY * DAY
    leave = away_by_day(timeline, PAID_LEAVE, mondays[0], end)
    others = away_by_day(timeline, UNSETTLED, mondays[0], end)
    for day, minutes in holidays_off(timeline, mondays[0], end).items():
        others.setdefault(day, minutes)
    both = {day: leave.get(day, 0) + others.get(day, 0) for day in {*leave, *others}}
    nights = None if terms.night_worker is None else Nights(terms.night_worker, timeline)
    for monday in mondays:
        one = week(timeline, monday, book.work, terms.thresholds)
        due = () if one is None else tiers(one.by_day, terms.premiums)
        wide = one if one is not None and _by_the_week(timeline, monday) else None
        yield WeekLine(
            monday=monday,
            minutes=between(book.days, monday, monday + SUNDAY * DAY),
            declared=timeline.weeks.get(monday, 0),
            described=timeline.described(monday),
            trigger=None if one is None else one.trigger,
            overtime=due,
            with_leave=due if wide is None else _counting(book, wide, leave),
            with_absences=due if wide is None else _counting(book, wide, both),
            equivalent_rest=equivalent(timeline, due),
            night_worker=NO_STATUS if nights is None else nights.status(monday),
        )


def equivalent(timeline: Timeline, due: Tiers) -> int:
    """Return the rest given in place of paying overtime and its premium (L3121-28)."""
    if not timeline.employer.rest_for_overtime:
        return 0
    return sum(rest_of(one.minutes, PER_MILLE + one.rate) for one in due)


def month_lines(
    book: Book,
    weeks: Iterable[WeekLine],
    periods: Iterable[PeriodLine],
    complementary: Iterable[ComplementaryLine],
) -> Iterator[MonthLine]:
    """Yield the civil months of the horizon; overtime goes to the month in which its week ends."""
    weeks, periods, complementary = tuple(weeks), tuple(periods), tuple(complementary)
    first = book.first.replace(day=1)
    while first <= book.last:
        begin, end = max(first, book.first), min(next_month(first) - DAY, book.last)
        ended = [p for p in periods if begin <= p.ends <= end]
        yield MonthLine(
            first=first,
            minutes=between(book.days, begin, end),
            overtime=added(
                *(w.overtime for w in weeks if begin <= w.monday + SUNDAY * DAY <= end),
                *(p.tiers for p in ended if not p.part_time),
            ),
            complementary=added(
                *(c.tiers for c in complementary if begin <= c.last <= end),
                *(p.tiers for p in ended if p.part_time),
            ),
        )
        first = next_month(first)


def window_lines(book: Book) -> Iterator[WindowLine]:
    """Yield the twelve weeks that end with each week of the horizon."""
    for monday in book.timeline.horizon_weeks:
        weeks = [monday - timedelta(weeks=n) for n in range(WINDOW)]
        held = between(book.days, weeks[-1], monday + SUNDAY * DAY)
        yield WindowLine(
            last_monday=monday,
            work=held.work + sum(book.timeline.weeks.get(one, 0) for one in weeks),
            night=held.night,
            described=sum(1 for one in weeks if book.timeline.described(one)),
        )


def year_lines(book: Book) -> Iterator[YearLine]:
    """Yield the civil years of the horizon, each from what is known of it to the horizon's end."""
    timeline, terms = book.timeline, book.terms
    for year in range(book.first.year, book.last.year + 1):
        end = min(date(year, 12, 31), book.last)
        known = date(year, 1, 1) if timeline.known is None else timeline.known.day
        found = charged(timeline, year, terms.thresholds)
        regime = regime_on(timeline, end) or regime_on(timeline, book.first)
        bound = regime is not None and not regime.contract.part_time
        yield YearLine(
            year=year,
            since=max(date(year, 1, 1), known),
            minutes=between(book.days, date(year, 1, 1), end),
            overtime=found.minutes,
            quota=terms.quota.quota.on(end) if bound else None,
        )


def _by_the_week(timeline: Timeline, monday: date) -> bool:
    regime = regime_in(timeline, monday)
    return regime is not None and not regime.modulated


def _counting(book: Book, one: Week, away: ByDay) -> Tiers:
    return tiers(widened(one, book.work, away), book.terms.premiums)
