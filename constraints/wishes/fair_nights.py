"""Nuits: shared by working time within each pool, over twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.hard_hours import is_night
from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem


@dataclass(frozen=True, kw_only=True)
class FairNights(FairGoal):
    """Three hours of work or more between 21:00 and 06:00 make a night (L3122-5)."""

    id: ClassVar[str] = "fair_nights"
    title: ClassVar[str] = "Équité des nuits"

    tier: int = 4

    def counts(self, duty: Duty, problem: Problem) -> bool:  # noqa: ARG002 - others look at it
        """Whether the duty is of the kind."""
        return is_night(duty)


GOAL = FairNights()
