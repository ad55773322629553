"""Count the days of paid leave that a stretch of work gives (L3141-3 to L3141-7)."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from constraints.days.worked import leave_day
from constraints.leave.runs import days_of
from scheduler.dated import code, legal
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import days_span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline

L3141_3 = code("L3141-3", "LEGIARTI000033020826")
L3141_4 = code("L3141-4", "LEGIARTI000033020822")
L3141_5_1 = code("L3141-5-1", "LEGIARTI000049459068")
L3141_9 = code("L3141-9", "LEGIARTI000033020794")
L3141_10 = code("L3141-10", "LEGIARTI000033020790")
R3141_4 = code("R3141-4", "LEGIARTI000033453122")

SICKNESS_COUNTS = date(2024, 4, 24)
"""First day of L3141-5-1: sickness that isn't occupational gives leave."""

# More is never refused to an agreement (L3141-9), which may also move the year (L3141-10).
PER_MONTH = legal("half_days", 5, L3141_3, floor=5, by=L3141_9, name="acquis par mois")
MOST = legal("leave_days", 30, L3141_3, floor=30, by=L3141_9, name="nombre maximal")
SICK_PER_MONTH = legal(
    "half_days",
    4,
    L3141_5_1,
    since=SICKNESS_COUNTS,
    floor=4,
    by=L3141_9,
    name="acquis par mois de maladie",
)
SICK_MOST = legal(
    "leave_days",
    24,
    L3141_5_1,
    since=SICKNESS_COUNTS,
    floor=24,
    by=L3141_9,
    name="acquis en maladie, au plus",
)
MONTH_WEEKS = legal("weeks", 4, L3141_4, name="semaines qui valent un mois")
MONTH_DAYS = legal("days", 24, L3141_4, name="jours qui valent un mois")
YEAR_BEGINS = legal(
    "month", 6, R3141_4, floor=1, ceiling=12, by=L3141_10, name="début de l’année de référence"
)

DAY = timedelta(days=1)
YEAR_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Rates:
    """
    What a month gives: `per_month` and `sick_per_month` in half days, the rest in days.

    `most` and `sick_most` are what a reference year gives at most; `weeks` and `days` of work
    stand for a month (L3141-4).
    """

    per_month: int
    most: int
    sick_per_month: int
    sick_most: int
    weeks: int
    days: int


def code_rates(day: date) -> Rates:
    """Return the Code's own values in force on a day."""
    sick = day >= SICKNESS_COUNTS
    return Rates(
        per_month=PER_MONTH.on(day),
        most=MOST.on(day),
        sick_per_month=SICK_PER_MONTH.on(day) if sick else 0,
        sick_most=SICK_MOST.on(day) if sick else 0,
        weeks=MONTH_WEEKS.on(day),
        days=MONTH_DAYS.on(day),
    )


@dataclass(frozen=True, kw_only=True)
class AccruedLeave:
    """
    The leave given from `first` to `last`, in jours ouvrables, rounded up (L3141-7).

    `shared`: the same, if incomplete months counted in proportion. `worked` and `sick` are civil
    days under contract.
    """

    first: date
    last: date
    days: int
    shared: int
    worked: int
    sick: int


def year_of(day: date, month: int) -> tuple[date, date]:
    """Return the first and last days of the year that begins in `month` and includes `day`."""
    year = day.year if day.month >= month else day.year - 1
    return date(year, month, 1), date(year + 1, month, 1) - DAY


def accrued_leave(timeline: Timeline, first: date, last: date, rates: Rates) -> AccruedLeave:
    """
    Return the leave that the contracts give from one day to another.

    The agency gives temps their leave: L1251-21 doesn't make it a duty of the employer. All days
    under contract are work but those without pay, which give nothing, and those of non-occupational
    sickness, which give less (L3141-5, L3141-5-1): leave, maternity, work accidents and
    compensatory rest are work, and so is an absence without a known reason. Work makes as many
    months as there are whole civil months in it, or four weeks, or 24 jours ouvrables, whichever is
    most. Absences take off no more than their share (L3141-6).
    """
    who = timeline.mediator
    under = [day for day in _days(first, last) if _employed(who, day)]
    unpaid, ill = days_of(timeline, AbsenceKind.UNPAID), days_of(timeline, AbsenceKind.SICK)
    worked = [day for day in under if day not in unpaid and day not in ill]
    sick = [day for day in under if day in ill and day not in unpaid]
    counted = _accrued(_months(timeline, worked, rates), _months(timeline, sick, rates), rates)
    days = shared = ceil(counted)
    if under:
        whole, broken = min(YEAR_MONTHS, _months(timeline, under, rates)), _broken_months(under)
        at_work, ill_for = _broken_months(worked), _broken_months(sick)
        part = whole / broken
        days = max(days, ceil(_accrued(part * at_work, part * ill_for, rates)))
        shared = max(days, ceil(_accrued(at_work, ill_for, rates)))
    return AccruedLeave(
        first=first, last=last, days=days, shared=shared, worked=len(worked), sick=len(sick)
    )


def _employed(who: Mediator, day: date) -> bool:
    contract = who.contract_on(day)
    return contract is not None and contract.kind is not ContractKind.TEMP


def _accrued(worked: Fraction | int, sick: Fraction | int, rates: Rates) -> Fraction:
    """Return the days that so many months of work and of sickness give, not rounded."""
    ill = min(Fraction(rates.sick_most), Fraction(rates.sick_per_month, 2) * sick)
    return min(Fraction(rates.most), Fraction(rates.per_month, 2) * worked + ill)


def _months(timeline: Timeline, days: Collection[date], rates: Rates) -> int:
    """Return the months that days of work make, by the most favourable of the three counts."""
    counts = leave_day(timeline)
    whole = sum(count == monthrange(*month)[1] for month, count in _by_month(days).items())
    four_weeks = len(days) // (rates.weeks * 7)
    return max(whole, four_weeks, sum(map(counts, days)) // rates.days)


def _broken_months(days: Collection[date]) -> Fraction:
    """Return the civil months that days make, each day in proportion to its month."""
    by_month = _by_month(days).items()
    return sum((Fraction(count, monthrange(*month)[1]) for month, count in by_month), Fraction(0))


def _by_month(days: Iterable[date]) -> Counter[tuple[int, int]]:
    """Count days by year and month."""
    return Counter([(day.year, day.month) for day in days])


def described(timeline: Timeline, first: date) -> bool:
    """Whether the person's time is known from a day on, or from their first contract on."""
    hired = min((c.start for c in timeline.mediator.contracts), default=first)
    begins = days_span(max(first, hired), max(first, hired)).first
    known = timeline.horizon.first
    if timeline.known is not None:
        known = min(known, timeline.known.first)
    return known <= begins


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + n * DAY
