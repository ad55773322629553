"""Fill the sheet's lines of weeks, months, twelve-week windows and years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.days.absences import AbsenceMinutes, absence_minutes
from constraints.counters.days.tally import total, total_between
from constraints.counters.overtime.quota import quota_charge, rest_of
from constraints.counters.overtime.regime import by_the_week, regime_on
from constraints.counters.overtime.week import (
    ByDay,
    Week,
    additional_overtime,
    in_week,
    overtime_with_absences,
    tiers,
    week,
)
from constraints.counters.sheet import (
    NO_STATUS,
    Counters,
    Minutes,
    MonthLine,
    Tiers,
    WeekLine,
    WindowLine,
    YearLine,
    added,
)
from constraints.counters.terms import Terms
from constraints.night.rules import nights_of
from scheduler.domain.time import SUNDAY, next_month
from scheduler.domain.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
WINDOW = 12
PER_MILLE = 1000


@dataclass(frozen=True, kw_only=True)
class Book:
    """
    One person's days: the minutes they hold, and those that may be overtime.

    `timeline`: what counts hours; `whole`: with what a forfait in days counts, which makes a night
    worker as well.
    """

    timeline: Timeline
    whole: Timeline
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
    """Yield the civil weeks that the horizon touches, each counted in full."""
    timeline, terms = book.timeline, book.terms
    mondays = timeline.horizon_weeks
    away = absence_minutes(timeline, mondays[0], mondays[-1] + SUNDAY * DAY)
    nights = None if terms.night_worker is None else nights_of(terms.night_worker, book.whole)
    for monday in mondays:
        counted = week(timeline, monday, book.work, terms.thresholds)
        due = () if counted is None else tiers(counted.by_day, terms.premiums)
        by_leave, by_absences = ((), ()) if counted is None else _wider(book, counted, away)
        yield WeekLine(
            monday=monday,
            minutes=total_between(book.days, monday, monday + SUNDAY * DAY),
            declared=timeline.weeks.get(monday, 0),
            described=timeline.described(monday),
            trigger=None if counted is None else counted.trigger,
            overtime=due,
            leave=in_week(monday, away.leave),
            leave_declared=away.declared_in(monday),
            by_leave=by_leave,
            with_absences=added(due, by_leave, by_absences),
            equivalent_rest=equivalent(timeline, added(due, by_leave)),
            night_worker=NO_STATUS if nights is None else nights.status(monday),
        )


def equivalent(timeline: Timeline, due: Tiers) -> int:
    """Return the rest given in place of paying overtime and its premium (L3121-28)."""
    if not timeline.employer.rest_for_overtime:
        return 0
    return sum(rest_of(tier.minutes, PER_MILLE + tier.rate) for tier in due)


def month_lines(sheet: Counters) -> Iterator[MonthLine]:
    """Yield the civil months of a sheet's horizon (see `stretch_line`)."""
    first = sheet.days[0].day.replace(day=1)
    while first <= sheet.days[-1].day:
        end = next_month(first)
        yield stretch_line(sheet, first, end - DAY)
        first = end


def stretch_line(sheet: Counters, first: date, last: date) -> MonthLine:
    """
    Return what a sheet counts from one day to another, both included, inside its horizon.

    Overtime of a week goes where its Sunday falls, that of a reference period where it ends, and
    complementary hours where the contract's week or month ends.
    """
    inside = [line for line in sheet.days if first <= line.day <= last]
    begin, end = (inside[0].day, inside[-1].day) if inside else (first, last)
    weeks = [week for week in sheet.weeks if begin <= week.monday + SUNDAY * DAY <= end]
    periods = [period for period in sheet.periods if begin <= period.ends <= end]
    part_time = [line for line in sheet.complementary if begin <= line.last <= end]
    return MonthLine(
        first=first,
        minutes=total(line.minutes for line in inside),
        overtime=added(
            *(week.overtime for week in weeks), *(p.tiers for p in periods if not p.part_time)
        ),
        by_leave=added(*(week.by_leave for week in weeks)),
        complementary=added(
            *(line.tiers for line in part_time), *(p.tiers for p in periods if p.part_time)
        ),
        complement=added(*(line.within for line in part_time)),
        relief=round(sum(line.relief for line in inside)),
    )


def window_lines(book: Book) -> Iterator[WindowLine]:
    """Yield the twelve weeks that end with each week of the horizon."""
    windows = {
        monday: [monday - timedelta(weeks=n) for n in range(WINDOW)]
        for monday in book.timeline.horizon_weeks
    }
    counted = {
        week: total_between(book.days, week, week + SUNDAY * DAY)
        for week in set().union(*windows.values())
        if book.timeline.described(week)
    }
    for monday, weeks in windows.items():
        known = [week for week in weeks if week in counted]
        declared = sum(book.timeline.weeks.get(week, 0) for week in known)
        yield WindowLine(
            last_monday=monday,
            work=sum(counted[week].work for week in known) + declared,
            night=sum(counted[week].night for week in known),
            described=len(known),
        )


def year_lines(book: Book) -> Iterator[YearLine]:
    """Yield the civil years of the horizon, from their first known day to the horizon's end."""
    timeline, terms = book.timeline, book.terms
    for year in range(book.first.year, book.last.year + 1):
        end = min(date(year, 12, 31), book.last)
        known = date(year, 1, 1) if timeline.known is None else timeline.known.day
        counted = quota_charge(timeline, year, terms.thresholds)
        regime = regime_on(timeline, end) or regime_on(timeline, book.first)
        bound = regime is not None and not regime.contract.part_time
        yield YearLine(
            year=year,
            since=max(date(year, 1, 1), known),
            minutes=total_between(book.days, date(year, 1, 1), end),
            overtime=counted.minutes,
            quota=terms.quota.quota.on(end) if bound else None,
        )


def leave_by_day(book: Book) -> dict[date, int]:
    """Return, by day, the overtime that exists only because paid leave of the week counts too."""
    first, last = book.timeline.horizon_weeks[0], book.timeline.horizon_weeks[-1] + SUNDAY * DAY
    leave = absence_minutes(book.timeline, first, last).leave
    table: dict[date, int] = {}
    if not leave:
        return table
    for monday in book.timeline.horizon_weeks:
        counted = week(book.timeline, monday, book.work, book.terms.thresholds)
        if counted is not None and by_the_week(book.timeline, monday):
            table |= additional_overtime(
                counted, overtime_with_absences(counted, book.work, in_week(monday, leave))
            )
    return table


def _wider(book: Book, counted: Week, away: AbsenceMinutes) -> tuple[Tiers, Tiers]:
    """Return the overtime that paid leave adds, then what other absences would if they counted."""
    if not by_the_week(book.timeline, counted.monday):
        return (), ()
    leave = in_week(counted.monday, away.leave)
    settled = overtime_with_absences(counted, book.work, leave)
    every = overtime_with_absences(
        counted, book.work, leave + in_week(counted.monday, away.unsettled)
    )
    premiums = book.terms.premiums
    return (
        tiers(additional_overtime(counted, settled), premiums, counted.overtime),
        tiers(
            additional_overtime(replace(counted, by_day=settled), every),
            premiums,
            sum(settled.values()),
        ),
    )
