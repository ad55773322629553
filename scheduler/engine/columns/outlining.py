"""Outline a part by what its rules and goals declare, if all of them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.outline import Outline, TeamOutline

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile


def outlined(problem: Problem, profile: Profile) -> TeamOutline | None:
    """
    Return the outlines of everybody (None: something is fixed or known, or isn't declared).

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
        if not all(rule.declare(outline) for rule in profile.rules_of(outline.mediator)):
            return None
    bound = all(rule.declare(team) for rule in profile.team_rules)
    return team if bound and all(goal.declare(team) for goal in profile.goals) else None
