"""
Fill the sheet's line of compensatory rest: earned, taken, deadline (L3121-30, L3122-8).

A person may take the compulsory rest once it reaches seven hours, and must take it within two
months (D3121-18).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.days.absences import absence_minutes_by_day
from constraints.counters.overtime.quota import beyond, quota_charge, rest_of, rest_rates
from constraints.counters.sheet import Rest
from scheduler.domain.employment.employer import CarriedKind
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import month_later

if TYPE_CHECKING:
    from constraints.counters.thresholds import QuotaTerms, Thresholds
    from scheduler.domain.employment.employer import Carried
    from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
OPENS = 7 * 60
MONTHS_TO_TAKE = 2
TAKEN = frozenset({AbsenceKind.REST})
RECOVERED = frozenset({AbsenceKind.RECOVERY})


@dataclass(frozen=True, kw_only=True)
class EarnedRest:
    """Compulsory rest earned by day: the most and the least, as the headcount may be unknown."""

    most: Mapping[date, int]
    least: Mapping[date, int]


def earned_rest(
    timeline: Timeline, thresholds: Thresholds, terms: QuotaTerms, first: date, last: date
) -> EarnedRest:
    """Return the compulsory rest earned between two days by overtime beyond the quota."""
    most: dict[date, int] = {}
    least: dict[date, int] = {}
    for year in range(first.year, last.year + 1):
        over = beyond(quota_charge(timeline, year, thresholds), terms.quota)
        total = [0, 0]
        for day, minutes in sorted(over.items()):
            for number, (table, rate) in enumerate(
                zip((most, least), rest_rates(timeline, terms, day), strict=True)
            ):
                # Rounded on the year's total, so that minutes lost day by day are not.
                before, total[number] = total[number], total[number] + minutes * rate
                gained = rest_of(1, total[number]) - rest_of(1, before)
                if first <= day <= last and gained:
                    table[day] = gained
    return EarnedRest(most=most, least=least)


def rest(
    timeline: Timeline,
    thresholds: Thresholds,
    terms: QuotaTerms,
    *,
    night: Mapping[date, int] | None,
    equivalent: int,
) -> Rest:
    """
    Return the compensatory rest at the end of the horizon.

    It is counted from the opening balance that RH entered, else from 1 January. `night`: rest
    earned by night work by day, in thousandths of a minute (None: no agreement sets its amount).
    `equivalent`: rest earned in the horizon in place of pay.
    """
    end = timeline.horizon.days[-1]
    balance = _balance(timeline, end)
    since = date(timeline.horizon.days[0].year, 1, 1) if balance is None else balance.day + DAY
    gained = (
        earned_rest(timeline, thresholds, terms, since, end)
        if since <= end
        else EarnedRest(most={}, least={})
    )
    taken = absence_minutes_by_day(timeline, TAKEN, since, end)
    recovered = absence_minutes_by_day(timeline, RECOVERED, timeline.horizon.days[0], end)
    carried = 0 if balance is None else balance.minutes
    opened = _opened(gained.most, taken, None if balance is None else (balance.day, carried))
    return Rest(
        since=None if balance is None else balance.day,
        carried=carried,
        compulsory=sum(gained.most.values()),
        compulsory_least=sum(gained.least.values()),
        night=None
        if night is None
        else rest_of(1, sum(m for day, m in night.items() if since <= day <= end)),
        taken=sum(taken.values()),
        opened=opened,
        deadline=None if opened is None else month_later(opened, MONTHS_TO_TAKE),
        equivalent=equivalent,
        recovered=sum(recovered.values()),
    )


def _opened(
    gained: Mapping[date, int], taken: Mapping[date, int], balance: tuple[date, int] | None
) -> date | None:
    """Return the day from which at least seven hours of rest have been due without interruption."""
    total, opened = 0, None
    if balance is not None:
        total = balance[1]
        opened = balance[0] if total >= OPENS else None
    for day in sorted({*gained, *taken}):
        total += gained.get(day, 0) - taken.get(day, 0)
        if total < OPENS:
            opened = None
        elif opened is None:
            opened = day
    return opened


def _balance(timeline: Timeline, end: date) -> Carried | None:
    balances = [
        balance
        for balance in timeline.carried
        if balance.kind is CarriedKind.REST and balance.day <= end
    ]
    return max(balances, key=lambda balance: balance.day, default=None)
