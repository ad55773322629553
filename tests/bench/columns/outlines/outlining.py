"""Outline a part by what its rules and goals say, if outlines hold all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.columns.outlines.outline import Outline, TeamOutline
from tests.bench.columns.outlines.people import outline_person
from tests.bench.columns.outlines.team import outline_team

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.goal import Goal
    from scheduler.rule import Profile, TeamRule


def outlined(problem: Problem, profile: Profile) -> TeamOutline | None:
    """
    Return the outlines of everybody (None: something is fixed or known, or has no outline).

    All goals are in one tier: rows have one price each.
    """
    fixed = problem.known_since is not None or problem.settled or problem.streaks
    if fixed or any(problem.fixed_of.values()) or len({g.tier for g in profile.goals}) != 1:
        return None
    team = TeamOutline(
        problem=problem,
        people={
            m.id: Outline(problem=problem, mediator=m, slots=problem.candidates[m.id])
            for m in problem.mediators
        },
    )
    for outline in team.people.values():
        if not all(outline_person(rule, outline) for rule in profile.rules_of(outline.mediator)):
            return None
    demands: tuple[TeamRule | Goal, ...] = (*profile.team_rules, *profile.goals)
    return team if all(outline_team(demand, team) for demand in demands) else None
