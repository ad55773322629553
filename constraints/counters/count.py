"""Count one person's hours: from a timeline and the rules in force to the whole sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from constraints.counters.days.relief import relief_by_day
from constraints.counters.days.solidarity import solidarity_by_day
from constraints.counters.days.tally import tally, total
from constraints.counters.lines.calendar import (
    Book,
    equivalent,
    leave_by_day,
    month_lines,
    week_lines,
    window_lines,
    year_lines,
)
from constraints.counters.lines.complementary import complementary
from constraints.counters.lines.forfait import forfait_lines
from constraints.counters.lines.owed import owed_lines
from constraints.counters.lines.periods import period_lines
from constraints.counters.lines.remarks import remarks
from constraints.counters.lines.rest import rest
from constraints.counters.overtime.week import countable_work, overtime_by_day
from constraints.counters.sheet import Counters, DayLine, Minutes, WeekLine, added
from constraints.counters.terms import Terms, terms_of
from constraints.night.rules import nights_of
from scheduler.domain.employment.employer import CarriedKind
from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constraints.counters.sheet import PeriodLine
    from scheduler.domain.timeline import Timeline
    from scheduler.rule import PersonRule

DAY = timedelta(days=1)
WINDOW_BEFORE = timedelta(weeks=11)


def counters(timeline: Timeline, rules: Iterable[PersonRule]) -> Counters:
    """
    Return one person's counters over the timeline's horizon.

    `rules`: the rules that apply to the person (`Profile.rules_of`), which give rates and
    thresholds, agreements included. What is worked under a forfait in days is counted in days, and
    in no line of hours (L3121-62). Cost: linear in the duties since 1 January, or of the longest
    reference period that the horizon touches.
    """
    rules, whole, timeline = tuple(rules), timeline, timeline.hourly
    terms = terms_of(rules)
    book = _book(timeline, whole, terms)
    weeks = tuple(week_lines(book))
    periods = tuple(period_lines(timeline, terms))
    part_time = tuple(
        complementary(timeline, terms.thresholds, terms.complementary, terms.complement)
    )
    nothing = Minutes()
    by_leave = leave_by_day(book)
    late = overtime_by_day(timeline, book.first, book.last, book.work, terms.thresholds)
    relief = relief_by_day(timeline, terms.relief, book.first, book.last)
    days = tuple(
        DayLine(
            day=day,
            minutes=book.days.get(day, nothing),
            overtime=late.get(day, 0),
            by_leave=by_leave.get(day, 0),
            relief=relief.get(day, Fraction(0)),
        )
        for day in timeline.horizon.days
    )
    night = _night_rest(book)
    counted = Counters(
        mediator=whole.mediator,
        horizon=timeline.horizon,
        total=total(day.minutes for day in days),
        days=days,
        weeks=weeks,
        months=(),
        windows=tuple(window_lines(book)),
        years=tuple(year_lines(book)),
        periods=periods,
        complementary=part_time,
        rest=rest(
            timeline,
            terms.thresholds,
            terms.quota,
            night=night,
            equivalent=_equivalent(book, weeks, periods),
        ),
        owed=owed_lines(whole, rules),
        forfait=tuple(forfait_lines(whole, rules)),
    )
    return remarks(replace(counted, months=tuple(month_lines(counted))), timeline)


def _book(timeline: Timeline, whole: Timeline, terms: Terms) -> Book:
    weeks = timeline.horizon_weeks
    first, end = weeks[0], weeks[-1] + SUNDAY * DAY
    balances = [balance.day for balance in timeline.carried if balance.kind is CarriedKind.REST]
    begin = min(date(timeline.horizon.day.year, 1, 1), first - WINDOW_BEFORE, *balances)
    free = solidarity_by_day(timeline, terms.thresholds.solidarity)
    return Book(
        timeline=timeline,
        whole=whole,
        terms=terms,
        days=tally(timeline, begin, end, terms.window, free),
        work=countable_work(timeline, first, end, terms.thresholds),
    )


def _night_rest(book: Book) -> Mapping[date, int] | None:
    """
    Return the rest that night work earned by day, in thousandths of a minute.

    None: it is due, but no agreement sets its amount.
    """
    rule = book.terms.night_worker
    if rule is None:
        return {}
    nights = nights_of(rule, book.whole)
    worked = {
        day: minutes.night
        for day, minutes in book.days.items()
        if minutes.night and day <= book.last and nights.worker_on(day)
    }
    rates = {day: book.terms.night_rest.on(day) for day in worked}
    if any(not rate and book.first <= day for day, rate in rates.items()):
        return None
    return {day: minutes * rates[day] for day, minutes in worked.items()}


def _equivalent(book: Book, weeks: Iterable[WeekLine], periods: Iterable[PeriodLine]) -> int:
    ended = [p.tiers for p in periods if not p.part_time]
    by_week = [w.due for w in weeks if book.first <= w.monday + SUNDAY * DAY <= book.last]
    return equivalent(book.timeline, added(*ended, *by_week))
