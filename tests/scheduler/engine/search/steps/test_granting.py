"""Wishes are granted before what counts more is searched, and spared while it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constraints.registry import base
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.requests import GOAL as REQUESTS
from scheduler.domain.people import Wish
from scheduler.domain.problem import Assignment
from scheduler.engine.replan import replanning
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.granting import BARREN, grant, spared, spares
from scheduler.engine.search.steps.improving import improve
from scheduler.engine.search.steps.proving import prove
from scheduler.engine.tiers import tiers_of, wishes_at
from tests.scheduler.engine.search.searching import PROFILE, search_of
from tests.scheduler.engine.small import person, shift, week

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.engine.search.part_search import PartSearch
    from scheduler.rule import Profile

WISHING = replace(PROFILE, goals=(MINIMUM, TARGET, HOURS, REQUESTS))
POST = shift(0, 8, 16)
FREE = Wish(mediator="ana", span=POST.span)


def eight_hours(name: str) -> Mediator:
    """Return somebody due eight hours a week."""
    someone = person(name)
    return replace(someone, contracts=(replace(someone.contracts[0], weekly_minutes=8 * 60),))


def held_by(search: PartSearch) -> list[str]:
    assert search.incumbent is not None
    return [assignment.mediator for assignment in search.incumbent.assignments]


def search_from(holder: str, *people: str) -> PartSearch:
    """Return a search of who holds a post on which Ana, due 35 hours, wishes to be free."""
    others = tuple(eight_hours(name) for name in people)
    problem = replace(week((person("ana"), *others), (POST,)), wishes=(FREE,))
    search = search_of(problem, WISHING)
    search.take(search.measured(frozenset({Assignment(holder, POST.id)})))
    return search


@pytest.mark.parametrize("profile", [base(), replanning(base())], ids=["plan", "replan"])
def test_wishes_are_spared_by_hours_and_fairness_and_never_by_changes(profile: Profile) -> None:
    tiers = tiers_of(profile)
    wishes = wishes_at(tiers)

    assert wishes is not None
    assert {goal.id for goal in tiers[wishes][1]} == {"requests"}
    between = [goal.id.split("_")[0] for _, goals in tiers[2:wishes] for goal in goals]
    assert "contract" in between
    assert "fair" in between


@pytest.mark.parametrize(
    ("tier", "place"), [(3, None), (4, 3)], ids=["right below coverage", "below hours"]
)
def test_wishes_right_below_coverage_need_no_sparing(tier: int, place: int | None) -> None:
    goals = (MINIMUM, TARGET, HOURS, replace(REQUESTS, tier=tier))

    assert wishes_at(tiers_of(replace(PROFILE, goals=goals))) == place
    assert wishes_at(tiers_of(PROFILE)) is None


def test_a_wish_is_granted_where_someone_else_may_come_at_no_cost() -> None:
    problem = replace(week((person("ana"), person("bob")), (POST,)), wishes=(FREE,))
    search = search_of(problem, WISHING)
    search.take(search.measured(frozenset({Assignment("ana", POST.id)})))

    grant(search, Budget(deterministic=1))

    assert held_by(search) == ["bob"]
    assert search.tried["souhaits d'abord"].gains == 1


def test_no_post_is_left_empty_for_a_wish() -> None:
    search = search_from("ana")

    grant(search, Budget(deterministic=1))

    assert held_by(search) == ["ana"]


def test_a_wish_that_costs_hours_is_not_granted_for_them() -> None:
    search = search_from("ana", "bob")

    grant(search, Budget(deterministic=1))

    assert held_by(search) == ["ana"]


@pytest.mark.parametrize(("barren", "holder"), [(0, "bob"), (BARREN, "ana")])
def test_hours_are_gained_for_a_wish_only_once_all_else_has_been_tried(
    barren: int, holder: str
) -> None:
    search = search_from("bob", "bob")
    search.barren = barren

    improve(search, (), Budget(deterministic=0.5))

    assert held_by(search) == [holder]


def test_a_proof_is_worth_a_wish_where_hours_are_proved_best_alone() -> None:
    search = search_from("bob", "bob")
    model = search.model
    model.extend(4)
    other = model.complete(frozenset({Assignment("ana", POST.id)}), search.solving)
    assert other is not None

    assert [spares(search, other, place) for place in range(4)] == [True, True, False, True]
    prove(search, (), (0, 1, 2), Budget(deterministic=10), each=5)
    assert held_by(search) == ["ana"]


def test_only_tiers_between_coverage_and_wishes_spare_these() -> None:
    search = search_from("bob", "bob")

    assert [spared(search, place) for place in range(4)] == [None, None, 3, None]
    search.barren = BARREN
    assert {spared(search, 2) for _ in range(50)} == {None, 3}
