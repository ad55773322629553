"""Find a reference period: its days, and the part during which a person is under contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.overtime.regime import LONG_BASES, YEAR_MONTHS, Regime, is_long, regime_on
from scheduler.domain.employment.employer import Route
from scheduler.domain.time import month_later, week_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.employer import Scheme
    from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Period:
    """A reference period from `first` to `last`, under contract from `begins` to `ends`."""

    regime: Regime
    first: date
    last: date
    begins: date
    ends: date

    @property
    def partial(self) -> bool:
        """Whether the person arrives or leaves during it."""
        return self.begins > self.first or self.ends < self.last

    @property
    def unilateral(self) -> bool:
        """Whether the employer set the arrangement alone, without an agreement (L3121-45)."""
        scheme = self.regime.scheme
        return scheme is not None and scheme.route is Route.UNILATERAL

    @property
    def annual(self) -> bool:
        """Whether it lasts a year, so that the threshold is 1,607 hours (L3121-41)."""
        return self.last + DAY == month_later(self.first, YEAR_MONTHS)

    @property
    def days(self) -> int:
        """Days of the whole period."""
        return (self.last - self.first).days + 1

    @property
    def own_days(self) -> int:
        """Days of the period under contract."""
        return (self.ends - self.begins).days + 1


def period_on(timeline: Timeline, day: date) -> Period | None:
    """Return the reference period of a day (None: hours are counted by the week)."""
    regime = regime_on(timeline, day)
    if regime is None or not regime.modulated:
        return None
    first, last = _bounds(regime.scheme, day)
    if regime.scheme is not None:
        last = min(last, _last_day_of(timeline, regime.scheme))
    begins, ends = _under(timeline, regime, day)
    return Period(
        regime=regime, first=first, last=last, begins=max(first, begins), ends=min(last, ends)
    )


def periods_in(timeline: Timeline, first: date, last: date) -> Iterator[Period]:
    """Yield the person's reference periods that touch the days from `first` to `last`, in order."""
    # Most people are counted by the week: no need to look at each day.
    if all(contract.basis not in LONG_BASES for contract in timeline.mediator.contracts):
        return
    day = first
    while day <= last:
        period = period_on(timeline, day)
        if period is None:
            day += DAY
            continue
        yield period
        day = period.ends + DAY


def _bounds(scheme: Scheme | None, day: date) -> tuple[date, date]:
    if scheme is None:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if scheme.weeks:
        length = timedelta(weeks=scheme.weeks)
        origin = week_of(scheme.start)
        first = origin + (day - origin) // length * length
        last = first + length - DAY
    else:
        apart = (day.year - scheme.start.year) * 12 + day.month - scheme.start.month
        number = apart // scheme.months
        if month_later(scheme.start, number * scheme.months) > day:
            number -= 1
        first = month_later(scheme.start, number * scheme.months)
        last = month_later(scheme.start, (number + 1) * scheme.months) - DAY
    return max(first, scheme.start), last if scheme.until is None else min(last, scheme.until)


def _last_day_of(timeline: Timeline, scheme: Scheme) -> date:
    """Return the day before a later arrangement of the same kind takes over."""
    agency = timeline.mediator.agency
    after = [
        s.start - DAY
        for s in timeline.employer.schemes
        if s.start > scheme.start
        and s.agency in ("", agency)
        and bool(s.agency) >= bool(scheme.agency)
        and is_long(s) is is_long(scheme)
    ]
    return min(after, default=date.max)


def _under(timeline: Timeline, regime: Regime, day: date) -> tuple[date, date]:
    """Return the days around `day` under contracts that follow each other and count alike."""
    alike = sorted(
        (
            c
            for c in timeline.mediator.contracts
            if c.basis is regime.contract.basis and c.part_time is regime.contract.part_time
        ),
        key=lambda c: c.start,
    )
    begins, ends = regime.contract.start, regime.contract.end or date.max
    for contract in alike:
        if contract.start <= day:
            continue
        if ends != date.max and contract.start == ends + DAY:
            ends = contract.end or date.max
    for contract in reversed(alike):
        if contract.end is not None and contract.end + DAY == begins:
            begins = contract.start
    return begins, ends
