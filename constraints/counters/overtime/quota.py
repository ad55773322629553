"""Charge overtime to the year's quota, and find the compulsory rest beyond it (L3121-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.days.work import duties_of, work_by_day
from constraints.counters.overtime.period import periods_in
from constraints.counters.overtime.period_end import gives_overtime, period_count
from constraints.counters.overtime.week import ByDay, countable_work, overtime_by_day
from scheduler.domain.employment.employer import CarriedKind
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import week_of

if TYPE_CHECKING:
    from constraints.counters.thresholds import QuotaTerms, Thresholds
    from scheduler.dated import Dated
    from scheduler.domain.employment.employer import Carried
    from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
PER_MILLE = 1000


@dataclass(frozen=True, kw_only=True)
class QuotaCharge:
    """
    Overtime of one civil year that is charged to the quota, by day.

    `since`: first day whose overtime was computed; the balance that RH entered is dated the day
    before.
    """

    year: int
    since: date
    by_day: ByDay

    @property
    def minutes(self) -> int:
        """Minutes charged so far."""
        return sum(self.by_day.values())


def quota_charge(timeline: Timeline, year: int, thresholds: Thresholds) -> QuotaCharge:
    """
    Return the overtime charged to a civil year's quota, up to the end of the horizon.

    An hour belongs to the year in which it is worked; those of a reference period, known at its
    end (L3121-41), to the year in which it ends. Not charged: hours given back as equivalent rest,
    urgent works, the journée de solidarité (L3121-30, L3133-9).
    """
    key = quota_charge, year, thresholds
    return timeline.counted_once(key, lambda: _charge(timeline, year, thresholds))


def _charge(timeline: Timeline, year: int, thresholds: Thresholds) -> QuotaCharge:
    first, last = date(year, 1, 1), min(date(year, 12, 31), timeline.horizon.days[-1])
    balance = _balance(timeline, first, last)
    since = first if balance is None else balance.day + DAY
    table: dict[date, int] = {} if balance is None else {balance.day: balance.minutes}
    if timeline.employer.rest_for_overtime or since > last:
        return QuotaCharge(year=year, since=since, by_day=table)
    work = countable_work(timeline, week_of(since), week_of(last) + 6 * DAY, thresholds)
    urgent = _urgent(timeline, since, last)
    for day, minutes in overtime_by_day(timeline, since, last, work, thresholds).items():
        if minutes > urgent.get(day, 0):
            table[day] = minutes - urgent.get(day, 0)
    for period in periods_in(timeline, since, last):
        if period.ends <= last and gives_overtime(timeline, period):
            excess = period_count(timeline, period, thresholds, period.ends).certain
            if excess:
                table[period.ends] = table.get(period.ends, 0) + excess
    return QuotaCharge(year=year, since=since, by_day=table)


def beyond(counted: QuotaCharge, quota: Dated) -> dict[date, int]:
    """Return the minutes beyond the quota, by the day of work."""
    table: dict[date, int] = {}
    total = 0
    for day, minutes in sorted(counted.by_day.items()):
        before, total = total, total + minutes
        over = total - max(before, quota.on(day))
        if over > 0:
            table[day] = over
    return table


def rest_rates(timeline: Timeline, terms: QuotaTerms, day: date) -> tuple[int, int]:
    """
    Return the most and the least rest that a minute beyond the quota gives, in per mille.

    Both are equal where the headcount is known (L3121-38); else they are the rates of the two sizes
    of employer.
    """
    large, small = terms.large_rest.on(day), terms.small_rest.on(day)
    headcount = timeline.employer.headcount
    if headcount is None:
        return large, small
    rate = large if headcount > terms.small_headcount.on(day) else small
    return rate, rate


def rest_of(minutes: int, rate: int) -> int:
    """Return the minutes of rest for minutes of work, at a rate in per mille, rounded half up."""
    return (minutes * rate + PER_MILLE // 2) // PER_MILLE


def _balance(timeline: Timeline, first: date, last: date) -> Carried | None:
    balances = [
        balance
        for balance in timeline.carried
        if balance.kind is CarriedKind.OVERTIME and first <= balance.day <= last
    ]
    return max(balances, key=lambda balance: balance.day, default=None)


def _urgent(timeline: Timeline, first: date, last: date) -> ByDay:
    table: dict[date, int] = {}
    if not any(ground.kind is GroundKind.URGENT for ground in timeline.grounds):
        return table
    for duty in duties_of(timeline, first, last):
        for day, minutes in work_by_day(duty):
            if any(timeline.grounds_for(GroundKind.URGENT, duty, day)):
                table[day] = table.get(day, 0) + minutes
    return table
