"""Forbid minors to work on the eleven public holidays (L3164-6, L3133-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.bans.minor_day_ban import MinorDayBan
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3165_4
from scheduler.dated import Source, code
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.domain.time import Span

L3164_6 = code("L3164-6", "LEGIARTI000006902800")
L3133_1 = code("L3133-1", "LEGIARTI000033020901")
L3164_8 = code("L3164-8", "LEGIARTI000006902802")
R3164_2 = code("R3164-2", "LEGIARTI000019424496")


@dataclass(frozen=True, kw_only=True)
class MinorHoliday(MinorDayBan):
    """
    A minor works on none of the eleven days of L3133-1, not on 1 May alone.

    The exceptions of R3164-2 name trades, and social mediation isn't among them.
    """

    id: ClassVar[str] = "minor_public_holiday_ban"
    title: ClassVar[str] = "Mineurs : jours fériés interdits"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3164_6, L3133_1, L3164_8, R3164_2)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3165_4,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail le {day}, jour férié interdit."
    )

    def banned(self, day: date, holidays: frozenset[date]) -> bool:
        """Whether it is a public holiday."""
        return day in holidays

    def barred(self, horizon: Span, holidays: frozenset[date]) -> Iterable[date]:  # noqa: ARG002
        """Return the public holidays."""
        return sorted(holidays)


RULE = MinorHoliday()
