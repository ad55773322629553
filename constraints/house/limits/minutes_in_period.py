"""Bound the hours that a person works in a period, on both sides, where the person has a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind


@dataclass(frozen=True, kw_only=True)
class MinutesInPeriod(PeriodLimit):
    """
    The minutes of work of a period stay within the person's limit.

    A night over the midnight at which a period ends counts on both sides, for its own minutes.
    """

    id: ClassVar[str] = "minutes_in_period"
    title: ClassVar[str] = "Heures dans une période"
    kind: ClassVar[LimitKind] = LimitKind.MINUTES
    sentence: ClassVar[str] = "{who} : {measured} de travail à partir du {day}, au plus {limit}."
    too_few: ClassVar[str] = "{who} : {measured} de travail jusqu’au {day}, au moins {limit}."


RULE = MinutesInPeriod()
