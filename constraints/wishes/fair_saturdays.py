"""Samedis: shared by working time within each pool, over twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem

SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class FairSaturdays(FairGoal):
    """A duty belongs to the day on which it begins."""

    id: ClassVar[str] = "fair_saturdays"
    title: ClassVar[str] = "Équité des samedis"

    tier: int = 4

    def counts(self, duty: Duty, problem: Problem) -> bool:  # noqa: ARG002 - others look at it
        """Whether the duty is of the kind."""
        return duty.span.day.weekday() == SATURDAY


GOAL = FairSaturdays()
