"""Bound the weekends on which a person works in a period, where the person has such a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind


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


RULE = Weekends()
