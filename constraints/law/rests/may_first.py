"""Forbid work on 1 May, unless it can't stop (L3133-4, L3133-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints.bans.day_ban import DayBan
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_3
from scheduler.dated import Source, code
from scheduler.domain.employment.grounds import GroundKind
from scheduler.evidence import Fact
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

L3133_4 = code("L3133-4", "LEGIARTI000033020884")
L3133_6 = code("L3133-6", "LEGIARTI000033020878")
L3133_5 = code("L3133-5", "LEGIARTI000033020881")

MAY_FIRST = (5, 1)


@dataclass(frozen=True, kw_only=True)
class MayFirst(DayBan):
    """
    Nobody works on 1 May, 0 h to 24 h, outside a service recorded as unable to stop (L3133-6).

    Of the nights of 30 April and 1 May, only the minutes on 1 May count. By law, adults may work on
    the ten other public holidays. Measured: the minutes that no ground covers.
    """

    id: ClassVar[str] = "may_first"
    title: ClassVar[str] = "1er mai"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.GROUND,)
    sources: ClassVar[tuple[Source, ...]] = (L3133_4, L3133_6, L3133_5, R3135_3.source)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_3,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le {day}, jour chômé, "
        "dans un service qui peut s’interrompre."
    )

    ground: ClassVar[GroundKind] = GroundKind.MAY_FIRST

    def bars(self, day: date) -> bool:
        """Whether the day is a 1 May."""
        return (day.month, day.day) == MAY_FIRST

    def barred(self, first: date, last: date) -> Iterator[date]:
        """Yield each 1 May."""
        for year in range(first.year, last.year + 1):
            if first <= (day := date(year, *MAY_FIRST)) <= last:
                yield day


RULE = MayFirst()
