"""
The goals of November 2026, kept so that engines are compared on the same prices.

`python -m tests.bench --objectifs 2026-11` plans by them; the product offers its own goals only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from constraints.registry import base
from constraints.shape import ShapeGoal
from constraints.wishes.avoided_successions import AvoidedSuccessions
from constraints.wishes.contract_hours import ContractHours
from constraints.wishes.coverage import Coverage
from constraints.wishes.late_changes import FairLateChanges
from constraints.wishes.over_hours import OverHours
from constraints.wishes.period_wishes import PeriodWishes
from constraints.wishes.run_wishes import RunWishes
from constraints.wishes.same_places import SamePlaces
from constraints.wishes.weekly_overtime import WeeklyOvertime
from scheduler.fairness import FairGoal
from tests.bench.shares_2026_11 import shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.bands import Bands
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Share
    from scheduler.goal import Goal
    from scheduler.rule import Profile

#: The first duty away from the share cost 1, the second 3, each further one 5.
DISTANCE: Bands = ((1, 1), (1, 3), (None, 5))


@dataclass(frozen=True, kw_only=True)
class FormerShares(FairGoal):
    """Distance to the shares as they were: see `shares_2026_11`."""

    def shares(self, problem: Problem) -> Mapping[str, Share]:
        """Return each person's share as it was."""
        key = f"{self.id} 2026-11"
        if key not in problem.shares_known:
            counts = partial(self.shared, holidays=problem.holidays)
            problem.shares_known[key] = shares(problem, counts)
        return problem.shares_known[key]


SINCE = (
    OverHours,
    FairLateChanges,
    ShapeGoal,
    WeeklyOvertime,
    RunWishes,
    PeriodWishes,
    AvoidedSuccessions,
)
"""Goals that have come since."""


def profile_2026_11() -> Profile:
    """Return the rules of today with the goals of November 2026."""
    goals = [_as_it_was(goal) for goal in base().goals if not isinstance(goal, SINCE)]
    return replace(base(), name="objectifs de 2026-11", goals=tuple(goals))


def _as_it_was(goal: Goal) -> Goal:
    if isinstance(goal, Coverage):
        return replace(goal, priced=False, unit="points de manque")
    if isinstance(goal, ContractHours):
        return replace(goal, equal=0, step=15, unit="quarts d’heure pondérés")
    if isinstance(goal, FairGoal):
        return FormerShares(id=goal.id, title=goal.title, counts=goal.counts, bands=DISTANCE)
    if isinstance(goal, SamePlaces):
        return replace(goal, own=0, title="Lieux différents par personne")
    return goal
