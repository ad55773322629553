"""Fill the sheet's lines of a part-timer's hours beyond the contract, by premium (L3123-29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from constraints.counters.days.absences import AWAY, absence_minutes_by_day, holidays_off
from constraints.counters.overtime.regime import regime_on
from constraints.counters.overtime.week import countable_work
from constraints.counters.sheet import ComplementaryLine, PremiumMinutes, Tiers, added
from constraints.counters.thresholds import ComplementTerms
from constraints.part_time import counting_periods, hours_of
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.time import week_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constraints.counters.thresholds import ComplementaryRates, Thresholds
    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline

TENTH = 10
CODE = ComplementTerms()


def complementary(
    timeline: Timeline,
    thresholds: Thresholds,
    rates: ComplementaryRates,
    complement: ComplementTerms = CODE,
) -> Iterator[ComplementaryLine]:
    """
    Yield the contract's weeks, or months, that the horizon touches, with hours beyond it.

    A month asks for 52/12 of a week. A cycle of unknown length is counted by the month. A contract
    that begins or ends inside still compares what is worked under it with the whole week or month.
    The journée de solidarité is left out (L3133-9). What is arranged over a longer period is
    counted over it: see `PeriodLine`.

    An amendment that raises the hours has its own premium up to its hours, and another beyond them
    (L3123-22). Without an agreement that allows it, there is none: all is complementary.
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
        touching = [a for a in contract.amendments if a.touches(first, last)]
        amended = contract.allowing(complement.most.on)
        lawful = [a for a in touching if a in amended.amendments]
        own = hours_of(replace(contract, amendments=()), span)
        more = hours_of(amended, span) - own
        within = _within(timeline, amended, span, done - own, more) if more else 0
        beyond = max(0, done - own - more)
        yield ComplementaryLine(
            first=first,
            last=last,
            contract=own,
            work=done,
            tiers=_tier(complement.beyond.on(last), beyond)
            if more
            else complementary_tiers(beyond, own, last, rates),
            settled=contract.basis is not HoursBasis.CYCLE,
            complement=more,
            within=_tier(complement.rate.on(last), within),
            shared=bool(more)
            and amended.mean_week(first, last) not in {a.weekly_minutes for a in lawful},
            unfounded=len(lawful) < len(touching),
        )


def _within(timeline: Timeline, contract: Contract, span: Span, excess: int, more: int) -> int:
    """
    Return the minutes worked of those that amendments add to a span's, `more` at most.

    `excess`: worked beyond the contract's own. Its share of days off, or of holidays, need not be
    worked first: on each other day the amendment adds its hours.
    """
    first, last = span.day, span.days[-1]
    away = holidays_off(timeline, first, last)
    away |= absence_minutes_by_day(timeline, AWAY, first, last)
    spared = sum(
        (
            Fraction(minutes * contract.weekly_minutes, contract.on(day).weekly_minutes)
            for day, minutes in away.items()
        ),
        Fraction(0),
    )
    return max(0, min(more, round(excess + spared)))


def _tier(rate: int, minutes: int) -> Tiers:
    return (PremiumMinutes(rate=rate, minutes=minutes),) if minutes else ()


def complementary_tiers(excess: int, due: int, day: date, rates: ComplementaryRates) -> Tiers:
    """Split hours beyond the contract by premium: up to a tenth of the contract, then the rest."""
    low = max(0, min(excess, due // TENTH))
    high = max(0, excess - low)
    tiers = added(
        (PremiumMinutes(rate=rates.first_tenth.on(day), minutes=low),),
        (PremiumMinutes(rate=rates.beyond.on(day), minutes=high),),
    )
    return tuple(tier for tier in tiers if tier.minutes)
