"""Choose the rules of an audit: the law and agreements, with or without house rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.french.nearest import suggestion
from constraints.agreements.terms import Applied
from constraints.registry import profile_of
from scheduler.errors import InvalidProblemError
from scheduler.finding import Severity
from scheduler.rule import Profile, Rule

Kind = TypeVar("Kind", bound=Rule)


def profile_under(
    agreement: str | None, association: Association | None, *, house: bool = True
) -> Profile:
    """
    Return the rules for an association (None: the Code's rules alone).

    `agreement`: the branch agreement that is applied in place of the association's (none: its own).
    `house`: with the organisation's own rules.
    """
    if agreement:
        terms = () if association is None else association.terms
        profile = profile_of((Applied(agreement=agreement),), terms)
    else:
        profile = profile_of() if association is None else profile_for(association)
    return profile if house else without_house(profile)


def without_house(profile: Profile) -> Profile:
    """Return the profile without the organisation's own rules."""
    return _keeping(profile, lambda rule: rule.severity is not Severity.HOUSE)


def only(profile: Profile, ids: Collection[str]) -> Profile:
    """
    Return the profile with only these rules.

    It raises `InvalidProblemError`: an id is no rule's.
    """
    rule_ids = {rule.id for rule in all_rules(profile)}
    for ident in ids:
        if ident not in rule_ids:
            listed = ", ".join(sorted(rule_ids))
            raise InvalidProblemError(
                f"règle inconnue « {ident} »{suggestion(ident, rule_ids)}, attendu : {listed}"
            )
    return _keeping(profile, lambda rule: rule.id in ids)


def all_rules(profile: Profile) -> tuple[Rule, ...]:
    """Return the rules of the profile and those that single agencies add, each id once."""
    return tuple(profile.rule_of.values())


def _keeping(profile: Profile, keep: Callable[[Rule], bool]) -> Profile:
    def chosen(rules: Iterable[Kind]) -> tuple[Kind, ...]:
        return tuple(rule for rule in rules if keep(rule))

    return replace(
        profile,
        person_rules=chosen(profile.person_rules),
        team_rules=chosen(profile.team_rules),
        agencies=tuple((agency, chosen(rules)) for agency, rules in profile.agencies),
    )
