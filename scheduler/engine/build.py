"""Build one model from a problem and a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.model import RotaModel

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.finding import Claim
    from scheduler.rule import Goal, Profile


def build(
    problem: Problem,
    profile: Profile,
    *,
    waived: frozenset[Claim] = frozenset(),
    gated: bool = False,
) -> RotaModel:
    """Encode every rule; goals are added later, tier by tier."""
    model = RotaModel(problem, waived=waived, gated=gated)
    for person in model.persons.values():
        for rule in profile.rules_of(person.mediator):
            rule.encode(person)
    for team_rule in profile.team_rules:
        team_rule.encode(model)
    model.seal()
    return model


def tiers_of(profile: Profile) -> list[tuple[int, tuple[Goal, ...]]]:
    """Return the goals by tier, first tier first."""
    numbers = sorted({goal.tier for goal in profile.goals})
    return [(n, tuple(g for g in profile.goals if g.tier == n)) for n in numbers]
