"""Tell the number of days of a forfait in days, for its rule and for the payroll (L3121-64)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from constraints.leave.rights import YEAR_BEGINS, accrued_leave, code_rates, year_of
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.forfait import LEFT_DAYS, MOST_DAYS, MOST_WITH_WAIVER, WITH_WAIVER
from scheduler.domain.time import days_span
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Day, Timeline

L3121_64 = code("L3121-64", "LEGIARTI000036262805")
L3121_66 = code("L3121-66", "LEGIARTI000033003387")

R2315_3 = Source("Code du travail", "R2315-3")
HALF_DAY = 4 * 60
"""Minutes of a representative's credit that stand for half a day of a forfait (R2315-3)."""

WORKED_LEAVE = Fraction(5, 6)
"""Days worked that a jour ouvrable of leave stands for: five of a week's six."""


class Caps(NamedTuple):
    """Days of a year of reference: up to `settled` all is lawful, beyond `certain` nothing is."""

    settled: int
    certain: int


@dataclass(frozen=True, kw_only=True)
class DaysRule(PersonRule):
    """
    A rule that knows how many days a forfait in days lets a person work in a year of reference.

    `limit`: days that the agreement sets for the convention; `most`: those with the rest days that
    the person has given up.
    """

    limit: Dated = legal(
        "days",
        MOST_DAYS,
        L3121_64,
        floor=1,
        ceiling=MOST_DAYS,
        by=L3121_64,
        quantity="forfait_days",
        name="jours de l’année",
    )
    most: Dated = legal(
        "days",
        MOST_WITH_WAIVER,
        L3121_66,
        floor=1,
        ceiling=LEFT_DAYS,
        by=L3121_64,
        quantity=WITH_WAIVER,
        name="jours de l’année, jours de repos renoncés compris",
    )

    def caps(self, timeline: Timeline, first: date, last: date) -> Caps:
        """Return the days of a year of reference, day by day under contract."""
        who, agreed = timeline.mediator, self.limit.on(last)
        numbers = [
            min(contract.forfait.days, agreed)
            for day in days_span(first, last).days
            if (contract := who.contract_on(day)) is not None and contract.forfait is not None
        ]
        length = (last - first).days + 1
        own = ceil(Fraction(sum(numbers), length))
        whole = own if len(numbers) == length else max(numbers, default=0)
        if len(numbers) == length:
            whole += _leave_not_earned(timeline, first)
        waived = waived_in(who, first, last)
        if not waived:
            return Caps(own, whole)
        most = self.most.on(last)
        return Caps(min(own + waived, most), min(whole + waived, most))


def days_reached(days: Iterable[Day]) -> Iterator[int]:
    """
    Yield the days of a forfait up to each working day in turn, a last half day counted as one.

    A day spent on a representative's credit alone is half a day up to four hours (R2315-3).
    """
    for halves in accumulate(map(_halves, days)):
        yield -(-halves // 2)


def days_counted(days: Iterable[Day]) -> int:
    """Return the days of a forfait that working days are together (see `days_reached`)."""
    return max(days_reached(days), default=0)


def _halves(day: Day) -> int:
    credit = all(duty.kind is DutyKind.DELEGATION for duty in day.duties)
    return 1 if credit and sum(duty.work for duty in day.duties) <= HALF_DAY else 2


def waived_in(who: Mediator, first: date, last: date) -> int:
    """Return the rest days given up in a year of reference."""
    forfaits = [c.forfait for c in who.contracts if c.forfait and c.touches(first, last)]
    return sum(forfait.waived_in(first, last) for forfait in forfaits)


def _leave_not_earned(timeline: Timeline, first: date) -> int:
    """Return the days worked that stand for paid leave not earned, of the year's leave."""
    month = YEAR_BEGINS.on(first)
    rates = code_rates(first)
    earned = accrued_leave(timeline, *year_of(first, month), rates).days
    return ceil(max(0, rates.most - earned) * WORKED_LEAVE)
