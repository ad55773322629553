"""Jours fériés: shared by working time within each pool, over twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem


@dataclass(frozen=True, kw_only=True)
class FairHolidays(FairGoal):
    """A duty belongs to the day on which it begins."""

    id: ClassVar[str] = "fair_holidays"
    title: ClassVar[str] = "Équité des jours fériés"

    tier: int = 4

    def counts(self, duty: Duty, problem: Problem) -> bool:
        """Whether the duty is of the kind."""
        return duty.span.day in problem.holidays


GOAL = FairHolidays()
