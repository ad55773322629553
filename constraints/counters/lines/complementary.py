"""Fill the sheet's lines of a part-timer's hours beyond the contract, by premium (L3123-29)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.overtime.regime import regime_on
from constraints.counters.overtime.week import countable_work
from constraints.counters.sheet import ComplementaryLine, PremiumMinutes, Tiers, added
from constraints.part_time import counting_periods
from scheduler.domain.people import HoursBasis
from scheduler.domain.time import week_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.counters.thresholds import ComplementaryRates, Thresholds
    from scheduler.domain.timeline import Timeline

TENTH = 10


def complementary(
    timeline: Timeline, thresholds: Thresholds, rates: ComplementaryRates
) -> Iterator[ComplementaryLine]:
    """
    Yield the contract's weeks, or months, that the horizon touches, with hours beyond it.

    A month asks for 52/12 of a week. A cycle of unknown length is counted by the month. A contract
    that begins or ends inside still compares what is worked under it with the whole week or month.
    The journée de solidarité is left out (L3133-9). What is arranged over a longer period is
    counted over it: see `PeriodLine`.
    """
    for _, span, contract in counting_periods(timeline.mediator, timeline.horizon):
        first, last = span.day, span.days[-1]
        regime = regime_on(timeline, first)
        if regime is not None and regime.modulated:
            continue
        work = countable_work(
            timeline, week_of(first), week_of(last) + timedelta(days=6), thresholds
        )
        done = sum(minutes for day, minutes in work.items() if first <= day <= last)
        due = contract.weekly_minutes
        if contract.basis is not HoursBasis.WEEK:
            due = due * 52 // 12
        yield ComplementaryLine(
            first=first,
            last=last,
            contract=due,
            work=done,
            tiers=complementary_tiers(done - due, due, last, rates),
            settled=contract.basis is not HoursBasis.CYCLE,
        )


def complementary_tiers(excess: int, due: int, day: date, rates: ComplementaryRates) -> Tiers:
    """Split hours beyond the contract by premium: up to a tenth of the contract, then the rest."""
    low = max(0, min(excess, due // TENTH))
    high = max(0, excess - low)
    tiers = added(
        (PremiumMinutes(rate=rates.first_tenth.on(day), minutes=low),),
        (PremiumMinutes(rate=rates.beyond.on(day), minutes=high),),
    )
    return tuple(tier for tier in tiers if tier.minutes)
