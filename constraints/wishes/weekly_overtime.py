"""Plan few hours that are paid more: overtime by the week (L3121-28), and complementary hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from constraints.counters.days.absences import PAID_LEAVE, absence_minutes_by_day
from constraints.counters.lines.complementary import complementary
from constraints.counters.overtime.period import periods_in
from constraints.counters.overtime.regime import regime_in, regime_on
from constraints.counters.overtime.week import (
    countable_work,
    overtime_with_absences,
    tiers,
    trigger,
    week,
)
from constraints.counters.sheet import added
from constraints.counters.thresholds import (
    LEGAL_WEEK,
    ComplementaryRates,
    Premiums,
    Thresholds,
)
from constraints.counters.wording import premiums
from constraints.part_time import counting_periods, hours_of
from scheduler.domain.employment.contracts import WEEKDAYS
from scheduler.domain.rota import computed_once, timeline
from scheduler.domain.sharing.bands import QUARTER, bands_after, price_of, units_of
from scheduler.domain.time import SUNDAY, days_span
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from constraints.counters.sheet import Tiers
    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.sharing.bands import Bands
    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline
    from scheduler.model import PersonModel, Terms

TENTH = 10


class Stretch(NamedTuple):
    """A week, month or cycle, the minutes of work that cost nothing there, and prices beyond."""

    span: Span
    limit: int
    bands: Bands


@dataclass(frozen=True, kw_only=True)
class WeeklyOvertime(PersonGoal):
    """
    Each begun quarter of an hour that the law pays more, at four times what it is paid.

    So a quarter costs 5 at 25 %, 6 at 50 % and 4 at 10 %: one of overtime costs more than one of
    complementary hours. Full-timers' are counted by the civil week, or over the cycle that is in
    force, beyond what the contract itself asks for, which is paid anyway; part-timers' by the week
    or month of the contract. Days before the horizon count as they were worked. A last week that
    the horizon cuts has its share of the limit, by the contract's weekdays, so that nobody begins
    the next month with a full week. Paid leave counts towards the limit (Cass. soc. 10 September
    2025). Annual contracts are left out: their year is spread by `contract_hours`. So are the
    journée de solidarité, and what agreements change: prices compare, and payroll counts.
    """

    id: str = "weekly_overtime"
    title: str = "Heures supplémentaires et complémentaires"
    unit: str = "points"

    tier: int = 3

    def price(self, person: PersonModel) -> Terms:
        """Price the minutes beyond each limit."""
        hourly = person.hourly
        return [
            term
            for span, limit, bands in self.stretches(person.problem, person.mediator)
            for term in person.model.excess_bands(hourly.minutes(span), limit, bands, unit=QUARTER)
        ]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute the minutes beyond each limit, and price them."""
        stretches = self.stretches(rota.problem, mediator)
        if not stretches:
            return 0
        work = rota.timeline(mediator).hourly.work_in
        return sum(
            price_of(units_of(work(span) - limit, QUARTER), bands)
            for span, limit, bands in stretches
        )

    def remark(self, rota: Rota) -> str:
        """Tell the hours paid more, by premium, of the weeks and months that end in the horizon."""
        by_rate = added(*(due for who in rota.problem.mediators for due in _due(rota, who)))
        return f"Heures payées en plus : {premiums(by_rate)}." if by_rate else ""

    def stretches(self, problem: Problem, mediator: Mediator) -> tuple[Stretch, ...]:
        """Return what is counted apart for a person, computed once per person of a problem."""
        return computed_once(problem, mediator, self.id, lambda *of: tuple(_stretches(*of)))


def _due(rota: Rota, mediator: Mediator) -> Iterator[Tiers]:
    """Yield what payroll owes a person, by premium, of each week or month that has ended."""
    seen, last = rota.timeline(mediator).hourly, rota.problem.horizon.days[-1]
    work = countable_work(seen, seen.horizon_weeks[0], last, Thresholds())
    for monday in seen.horizon_weeks:
        counted, sunday = week(seen, monday, work, Thresholds()), monday + timedelta(days=SUNDAY)
        if counted is not None and sunday <= last:
            leave = sum(absence_minutes_by_day(seen, PAID_LEAVE, monday, sunday).values())
            yield tiers(overtime_with_absences(counted, work, leave), Premiums())
    for line in complementary(seen, Thresholds(), ComplementaryRates()):
        if line.last <= last:
            yield line.tiers


def _stretches(problem: Problem, mediator: Mediator) -> Iterator[Stretch]:
    if not any(slot.duty.paid for slot in problem.candidates[mediator.id]):
        return
    fixed = timeline(problem, mediator).hourly
    yield from _weeks(fixed)
    yield from _cycles(fixed)
    yield from _part_time(fixed)


def _weeks(fixed: Timeline) -> Iterator[Stretch]:
    """Yield the weeks of a full-timer that the horizon touches."""
    for monday in fixed.horizon_weeks:
        limit, regime = trigger(fixed, monday, Thresholds()), regime_in(fixed, monday)
        if limit is None or regime is None:
            continue
        sunday = monday + timedelta(days=SUNDAY)
        leave = sum(absence_minutes_by_day(fixed, PAID_LEAVE, monday, sunday).values())
        span = days_span(monday, sunday)
        own = max(limit, regime.contract.weekly_minutes)
        begun = _begun(fixed, span, regime.contract, own) - leave - _declared(fixed, monday, span)
        yield Stretch(span, max(0, begun), _overtime(fixed, span, own - limit, weeks=1))


def _cycles(fixed: Timeline) -> Iterator[Stretch]:
    """Yield the full-timer's cycles of weeks; one that goes on has all of its limit still."""
    for period in periods_in(fixed, fixed.horizon.days[0], fixed.horizon.days[-1]):
        if not period.annual and not period.regime.contract.part_time:
            span, weeks = days_span(period.begins, period.ends), Fraction(period.own_days, 7)
            limit = int(weeks * LEGAL_WEEK.on(period.begins))
            own = max(limit, int(weeks * period.regime.contract.weekly_minutes))
            bands = _overtime(fixed, span, own - limit, weeks=weeks)
            yield Stretch(span, max(0, own - _declared(fixed, period.begins, span)), bands)


def _part_time(fixed: Timeline) -> Iterator[Stretch]:
    """Yield the weeks, or months, of a part-timer."""
    rates = ComplementaryRates()
    for first, span, contract in counting_periods(fixed.mediator, fixed.horizon):
        regime = regime_on(fixed, span.day)
        if regime is not None and regime.modulated:
            continue
        own = hours_of(contract, span)
        low, high = (_price(rate.on(first)) for rate in (rates.first_tenth, rates.beyond))
        bands = ((units_of(own // TENTH, QUARTER), low), (None, high))
        limit = _begun(fixed, span, contract, own) - _declared(fixed, first, span)
        yield Stretch(span, max(0, limit), bands)


def _begun(fixed: Timeline, span: Span, contract: Contract, limit: int) -> int:
    """Return the share of a limit for the days of a stretch that don't come after the horizon."""
    days = [day for day in span.days if day.weekday() in (contract.days or WEEKDAYS)]
    begun = [day for day in days if day <= fixed.horizon.days[-1]]
    return limit * len(begun) // len(days) if days else limit


def _declared(fixed: Timeline, first: date, span: Span) -> int:
    """Return the totals of the weeks that begin from a day to a span's end, beside their duties."""
    return sum(n for monday, n in fixed.weeks.items() if first <= monday <= span.last_day)


def _overtime(fixed: Timeline, span: Span, own: int, *, weeks: Fraction | int) -> Bands:
    """
    Return the prices of overtime: the first hours of each week, then those that follow.

    `own`: minutes of overtime that the contract itself holds, which are paid anyway.
    """
    paid, day = Premiums(), max(span.day, fixed.horizon.day)
    first = units_of(int(weeks * paid.first_hours.on(day)), QUARTER)
    low, high = (_price(rate.on(day)) for rate in (paid.first_rate, paid.next_rate))
    return bands_after(units_of(own, QUARTER), ((first, low), (None, high)))


def _price(rate: int) -> int:
    """Return four times what a quarter of an hour is paid at a premium (per mille), in quarters."""
    return 4 * (1000 + rate) // 1000


GOAL = WeeklyOvertime()
