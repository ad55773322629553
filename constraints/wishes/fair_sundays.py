"""Dimanches: shared by working time within each pool, over twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.time import SUNDAY
from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem


@dataclass(frozen=True, kw_only=True)
class FairSundays(FairGoal):
    """A duty belongs to the day on which it begins: the night of Saturday is a Saturday's."""

    id: ClassVar[str] = "fair_sundays"
    title: ClassVar[str] = "Équité des dimanches"

    tier: int = 4

    def counts(self, duty: Duty, problem: Problem) -> bool:  # noqa: ARG002 - others look at it
        """Whether the duty is of the kind."""
        return duty.span.day.weekday() == SUNDAY


GOAL = FairSundays()
