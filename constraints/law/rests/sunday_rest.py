"""Forbid work on a Sunday without a recorded derogation (repos dominical, L3132-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.bans.day_ban import DayBan
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_2
from scheduler.dated import Source, code
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import SUNDAY, week_of
from scheduler.evidence import Fact
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

L3132_3 = code("L3132-3", "LEGIARTI000020967733")
L3132_4 = code("L3132-4", "LEGIARTI000006902583")
L3132_12 = code("L3132-12", "LEGIARTI000006902591")
L3132_20 = code("L3132-20", "LEGIARTI000006902599")
R3132_5 = code("R3132-5", "LEGIARTI000045091207")
L3132_21 = code("L3132-21", "LEGIARTI000031013455")
L3132_25_3 = code("L3132-25-3", "LEGIARTI000035653129")
L3132_25_4 = code("L3132-25-4", "LEGIARTI000031013476")
R3172_1 = code("R3172-1", "LEGIARTI000033292511")


@dataclass(frozen=True, kw_only=True)
class SundayRest(DayBan):
    """
    Nobody works on a Sunday, 0 h to 24 h, outside a recorded Sunday ground (L3132-12, L3132-20).

    A ground has dates and applies to an agency, a dispositif or both: no ground lifts the rule for
    everyone. Minutes count: a night that ends on Sunday morning, one that begins on Sunday evening.
    A class on a Sunday is work. Urgent works suspend the weekly rest (L3132-4). Measured: the
    minutes of that Sunday that no ground covers.
    """

    id: ClassVar[str] = "sunday_rest"
    title: ClassVar[str] = "Repos dominical"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.GROUND,)
    sources: ClassVar[tuple[Source, ...]] = (
        L3132_3,
        L3132_4,
        L3132_12,
        L3132_20,
        R3132_5,
        L3132_21,
        L3132_25_3,
        L3132_25_4,
        R3172_1,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_2,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le dimanche {day}, sans dérogation au repos dominical."
    )

    ground: ClassVar[GroundKind] = GroundKind.SUNDAY
    also: ClassVar[frozenset[GroundKind]] = frozenset({GroundKind.URGENT})

    def bars(self, day: date) -> bool:
        """Whether the day is a Sunday."""
        return day.weekday() == SUNDAY

    def barred(self, first: date, last: date) -> Iterator[date]:
        """Yield each Sunday, week after week."""
        sunday = week_of(first) + timedelta(days=SUNDAY)
        while sunday <= last:
            yield sunday
            sunday += timedelta(weeks=1)


RULE = SundayRest()
