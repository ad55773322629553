"""Count the working time that an agreement takes off a pregnant employee and has paid."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from constraints.counters.days.absences import AWAY, absence_minutes_by_day, contract_minutes
from constraints.counters.thresholds import RELIEF_FROM_DAY
from scheduler.domain.time import days_span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from scheduler.dated import Dated
    from scheduler.domain.timeline import Timeline

PER_MILLE = 1000


def relief_by_day(
    timeline: Timeline, relief: Dated, first: date, last: date
) -> Mapping[date, Fraction]:
    """
    Return by day the minutes of the contract that are neither worked nor lost (ALISFA IV-1.6).

    They are the part `relief` (per mille) of what the contract asks for on the day: nothing on
    public holidays, and in proportion where an absence takes a part of the day.
    """
    who = timeline.mediator
    if not who.protections:
        return {}
    away = absence_minutes_by_day(timeline, AWAY, first, last)
    table = {}
    for day in days_span(first, last).days:
        contract = who.contract_on(day)
        if (
            contract is None
            or day in timeline.holidays
            or not who.pregnant_on(day, RELIEF_FROM_DAY)
        ):
            continue
        due = max(Fraction(0), contract_minutes(contract, day) - away.get(day, 0))
        if minutes := due * relief.on(day) / PER_MILLE:
            table[day] = minutes
    return table
