"""Fins tardives: ends after 21:00 that are no nights, shared by working time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.hard_hours import ends_late
from scheduler.fairness import FairGoal

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty
    from scheduler.domain.problem import Problem


@dataclass(frozen=True, kw_only=True)
class FairLateEnds(FairGoal):
    """A duty that ends after 21:00 without being a night."""

    id: ClassVar[str] = "fair_late_ends"
    title: ClassVar[str] = "Équité des fins tardives"

    tier: int = 4

    def counts(self, duty: Duty, problem: Problem) -> bool:  # noqa: ARG002 - others look at it
        """Whether the duty is of the kind."""
        return ends_late(duty)


GOAL = FairLateEnds()
