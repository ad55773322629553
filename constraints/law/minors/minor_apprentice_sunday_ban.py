"""Forbid minors to work on Sundays (L3164-5 a contrario, L3132-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.bans.minor_day_ban import MinorDayBan
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_5, R3165_3
from scheduler.dated import Source, code
from scheduler.domain.time import SUNDAY, weeks_touched
from scheduler.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.domain.time import Span

L3164_5 = code("L3164-5", "LEGIARTI000006902797")
L3132_3 = code("L3132-3", "LEGIARTI000020967733")
R3164_1 = code("R3164-1", "LEGIARTI000018534020")


@dataclass(frozen=True, kw_only=True)
class MinorSunday(MinorDayBan):
    """
    An apprentice under eighteen works on Sundays only in the trades listed by R3164-1.

    Social mediation isn't among them, so an employer's own Sunday derogation doesn't help. Kept,
    out of prudence, for minors under another contract too.
    """

    id: ClassVar[str] = "minor_apprentice_sunday_ban"
    title: ClassVar[str] = "Apprentis mineurs : dimanche interdit"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3164_5, L3132_3, R3164_1)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3165_3, R3135_5)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail le dimanche {day}, jour interdit."
    )

    def banned(self, day: date, holidays: frozenset[date]) -> bool:  # noqa: ARG002
        """Whether it is a Sunday."""
        return day.weekday() == SUNDAY

    def barred(self, horizon: Span, holidays: frozenset[date]) -> Iterable[date]:  # noqa: ARG002
        """Return the last day of each civil week."""
        return (monday + timedelta(days=SUNDAY) for monday in weeks_touched(horizon))


RULE = MinorSunday()
