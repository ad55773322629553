"""Bound the weekends on which a person works in a period, where the person has such a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind
from scheduler.outline import tightest

if TYPE_CHECKING:
    from scheduler.domain.limits import Limit
    from scheduler.outline import Outline


@dataclass(frozen=True, kw_only=True)
class Weekends(PeriodLimit):
    """
    The weekends on which a person works in a period stay within the person's limit.

    A weekend is worked if a duty that counts as work begins on its Saturday or its Sunday; it
    counts in each period in which such a day lies.
    """

    id: ClassVar[str] = "weekends_worked"
    title: ClassVar[str] = "Week-ends travaillés"
    unit: ClassVar[str] = "weekends"
    kind: ClassVar[LimitKind] = LimitKind.WEEKENDS
    sentence: ClassVar[str] = "{who} : {measured} au travail à partir du {day}, au plus {limit}."
    too_few: ClassVar[str] = "{who} : {measured} au travail jusqu’au {day}, au moins {limit}."

    def outline(self, outline: Outline, limit: Limit) -> bool:
        """Bound the weekends; a minimum can't be held."""
        outline.weekends = tightest(outline.weekends, limit.most)
        return not limit.least


RULE = Weekends()
