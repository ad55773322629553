"""Fill the sheet's lines of annual and cycle periods: hours worked, and hours due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constraints.counters.days.absences import (
    PAID_LEAVE,
    UNSETTLED,
    absence_minutes_by_day,
    holidays_off,
)
from constraints.counters.lines.complementary import complementary_tiers
from constraints.counters.overtime.period import Period, periods_in
from constraints.counters.overtime.period_end import (
    PeriodCount,
    gives_overtime,
    period_count,
    period_tiers,
)
from constraints.counters.sheet import PeriodLine, Tiers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.counters.terms import Terms
    from scheduler.domain.timeline import Timeline


def period_lines(timeline: Timeline, terms: Terms) -> Iterator[PeriodLine]:
    """Yield the reference periods that the horizon touches, up to its end."""
    first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
    for period in periods_in(timeline, first, last):
        counted = period_count(timeline, period, terms.thresholds, last)
        scheme = period.regime.scheme
        gone = (min(last, period.ends) - period.begins).days + 1
        yield PeriodLine(
            route=None if scheme is None else scheme.route,
            first=period.first,
            last=period.last,
            begins=period.begins,
            ends=period.ends,
            threshold=counted.threshold,
            done=counted.done,
            due=counted.threshold * gone // period.own_days,
            credited=_credited(timeline, period, counted.until),
            weekly=sum(counted.weekly.values()),
            excess=counted.excess,
            partial=period.partial,
            over=counted.ended,
            part_time=period.regime.contract.part_time,
            tiers=_tiers(timeline, counted, terms) if counted.ended else (),
        )


def _tiers(timeline: Timeline, counted: PeriodCount, terms: Terms) -> Tiers:
    period = counted.period
    if period.regime.contract.part_time:
        return complementary_tiers(
            counted.excess, counted.threshold, period.ends, terms.complementary
        )
    return period_tiers(counted, terms.premiums) if gives_overtime(timeline, period) else ()


def _credited(timeline: Timeline, period: Period, until: date) -> int:
    """
    Return the minutes of absences, which nobody has to make up for (D3121-25).

    A year's 1,607 hours already leave out paid leave and public holidays; a cycle's 35 hours a
    week don't.
    """
    first = period.begins
    kinds = UNSETTLED if period.annual else UNSETTLED | PAID_LEAVE
    away = absence_minutes_by_day(timeline, kinds, first, until)
    if not period.annual:
        for day, minutes in holidays_off(timeline, first, until).items():
            away.setdefault(day, minutes)
    return sum(away.values())
