"""Build models from a problem and a profile: of the whole, or of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.model import DemandModel, PersonModel, RotaModel
from scheduler.rule import post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.finding import Claim
    from scheduler.goal import Goal
    from scheduler.model import Terms
    from scheduler.rule import Profile


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
        _encode(person, profile)
    for team_rule in profile.team_rules:
        team_rule.encode(model)
    model.seal()
    return model


def build_person(
    problem: Problem, profile: Profile, mediator: Mediator, *, gated: bool = False
) -> PersonModel:
    """
    Encode one person's rules in a model of their own.

    It admits exactly the person's slots that their rules let them hold together; what team rules
    ask isn't in it. `PersonGoal.price` adds what these slots cost.
    """
    person = PersonModel(DemandModel(gated=gated), problem, mediator)
    _encode(person, profile)
    person.model.seal()
    return person


def _encode(person: PersonModel, profile: Profile) -> None:
    for rule in sorted(profile.rules_of(person.mediator), key=lambda rule: not rule.of_pairs):
        post(rule, person)


def cost_terms(model: RotaModel, goals: Iterable[Goal]) -> Terms:
    """Return the terms whose sum is what these goals cost."""
    return [term for goal in goals for term in goal.cost(model)]
