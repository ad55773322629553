"""Count overtime at the end of a reference period (L3121-41, D3121-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.days.solidarity import solidarity_by_day
from constraints.counters.overtime.period import Period
from constraints.counters.overtime.week import ByDay, countable_work, overtime_by_day
from constraints.counters.sheet import PremiumMinutes, Tiers, added
from scheduler.domain.employment.employer import CarriedKind
from scheduler.domain.time import week_of

if TYPE_CHECKING:
    from constraints.counters.thresholds import Premiums, Thresholds
    from scheduler.domain.employment.employer import Carried
    from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
WEEK_DAYS = 7
FULL_WEEK = 35 * 60


@dataclass(frozen=True, kw_only=True)
class PeriodCount:
    """
    A reference period from its start to the last day counted, in minutes.

    `whole`: the threshold of the whole period; `threshold`: in proportion to the days under
    contract. `done`: work without solidarity, opening balance included; `solidarity`: the minutes
    left out. `weekly`: overtime counted week by week, by day. `by_day`: what counts towards the
    threshold, the weekly overtime deducted. `until`: last day counted.
    """

    period: Period
    whole: int
    threshold: int
    done: int
    solidarity: int
    weekly: ByDay
    by_day: ByDay
    until: date

    @property
    def ended(self) -> bool:
        """Whether the person's part of the period is over."""
        return self.until >= self.period.ends

    @property
    def by_week(self) -> bool:
        """Whether all overtime of the period is counted by week (D3121-25, next to last §)."""
        return self.period.unilateral and self.period.partial

    @property
    def counted(self) -> int:
        """Minutes compared with the threshold: work done, less the overtime of its weeks."""
        return self.done - sum(self.weekly.values())

    @property
    def excess(self) -> int:
        """Minutes beyond the threshold."""
        return 0 if self.by_week else max(0, self.counted - self.threshold)

    @property
    def certain(self) -> int:
        """Minutes beyond the whole period's threshold: overtime under any reading of the law."""
        return 0 if self.by_week else max(0, self.counted - self.whole)

    def crossed(self, limit: int) -> date | None:
        """Return the day on which the counted minutes pass a limit (None: they don't)."""
        total = 0
        for day, minutes in sorted(self.by_day.items()):
            total += minutes
            if total > limit:
                return day
        return None


def period_count(
    timeline: Timeline, period: Period, thresholds: Thresholds, until: date
) -> PeriodCount:
    """
    Add up a period from its start to `until`.

    The balance that RH entered (`Carried`) replaces all work up to the end of its day.
    """
    until = min(until, period.ends)
    balance = _balance(timeline, period, until)
    since = period.begins if balance is None else max(period.begins, balance.day + DAY)
    work = countable_work(
        timeline, week_of(period.begins), week_of(until) + timedelta(days=6), thresholds
    )
    weekly = overtime_by_day(timeline, period.begins, until, work, thresholds)
    done = {day: minutes for day, minutes in work.items() if since <= day <= until}
    over = {day: minutes - weekly.get(day, 0) for day, minutes in done.items()}
    if balance is not None:
        done[balance.day] = balance.minutes
        over[balance.day] = balance.minutes - sum(m for day, m in weekly.items() if day < since)
    free = solidarity_by_day(timeline, thresholds.solidarity)
    whole = whole_threshold(period, thresholds)
    return PeriodCount(
        period=period,
        whole=whole,
        threshold=whole * period.own_days // period.days,
        done=sum(done.values()),
        solidarity=sum(m for day, m in free.items() if since <= day <= until),
        weekly=weekly,
        by_day=over,
        until=until,
    )


def gives_overtime(timeline: Timeline, period: Period) -> bool:
    """Whether work beyond the threshold is overtime: not for part-timers, nor for minors."""
    return not period.regime.contract.part_time and not timeline.mediator.minor_on(period.ends)


def whole_threshold(period: Period, thresholds: Thresholds) -> int:
    """
    Return the minutes of the whole period beyond which work is overtime.

    1,607 hours over a year, else 35 hours a week on average over its days; an agreement may set
    less (L3121-44). For part-timers, what the contract asks for, beyond which hours are
    complementary.
    """
    contract, scheme = period.regime.contract, period.regime.scheme
    average = thresholds.week.on(period.first) * period.days // WEEK_DAYS
    legal = thresholds.year.on(period.first) if period.annual else average
    if scheme is not None and scheme.annual_minutes is not None and not period.unilateral:
        legal = min(legal, scheme.annual_minutes)
    if not contract.part_time:
        return legal
    if period.annual and contract.annual_minutes is not None:
        return contract.annual_minutes
    return legal * contract.weekly_minutes // FULL_WEEK


def period_tiers(counted: PeriodCount, premiums: Premiums) -> Tiers:
    """
    Return the overtime of the period's end by premium.

    L3121-36 gives the first premium to the first eight hours of a week. For a period it goes to
    eight hours times its number of weeks, less the hours already counted week by week.
    """
    day = counted.period.ends
    weeks_room = premiums.first_hours.on(day) * counted.period.own_days // WEEK_DAYS
    low = min(counted.excess, max(0, weeks_room - sum(counted.weekly.values())))
    tiers = added(
        (PremiumMinutes(rate=premiums.first_rate.on(day), minutes=low),),
        (PremiumMinutes(rate=premiums.next_rate.on(day), minutes=counted.excess - low),),
    )
    return tuple(tier for tier in tiers if tier.minutes)


def _balance(timeline: Timeline, period: Period, until: date) -> Carried | None:
    balances = [
        balance
        for balance in timeline.carried
        if balance.kind is CarriedKind.PERIOD and period.first <= balance.day <= until
    ]
    return max(balances, key=lambda balance: balance.day, default=None)
