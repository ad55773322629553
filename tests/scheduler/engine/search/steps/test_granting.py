"""Wishes are granted before what counts more is searched, and spared while it is."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.registry import base
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.requests import GOAL as REQUESTS
from constraints.wishes.same_places import GOAL as PLACES
from scheduler.domain.people import Wish
from scheduler.domain.problem import Assignment
from scheduler.engine import Options, Solution, solve
from scheduler.engine.replan import replanning
from scheduler.engine.search.part_search import Budget, PartSearch
from scheduler.engine.search.solving import Answer, Solving
from scheduler.engine.search.steps.granting import BARREN, KIND, grant, note_try, spared, spares
from scheduler.engine.search.steps.improving import improve
from scheduler.engine.search.steps.proving import prove
from scheduler.engine.tiers import tiers_of, wishes_at
from scheduler.rule import Profile
from tests.scheduler.engine.search.searching import PROFILE, WISHING, search_of
from tests.scheduler.engine.small import eight_hours, person, shift, week

POST = shift(0, 8, 16)
FREE = Wish(mediator="ana", span=POST.span)


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


@pytest.mark.parametrize(
    ("profile", "sparing"),
    [
        (base(), ["contract_hours", "fair", "weekly_overtime"]),
        (replanning(base()), ["contract_hours", "fair", "weekly_overtime"]),
        (replanning(base(), spared=0), ["contract_hours", "fair", "weekly_overtime"]),
    ],
    ids=["plan", "replan", "replan that spares the next days"],
)
def test_hours_and_fairness_spare_wishes_and_neither_coverage_nor_changes_do(
    profile: Profile, sparing: list[str]
) -> None:
    search = search_of(week((person("ana"),), (POST,)), profile)

    among = [place for place in range(len(search.tiers)) if spared(search, place) is not None]

    goals = [goal.id for place in among for goal in search.tiers[place][1]]
    assert sorted({goal if goal in sparing else goal.split("_")[0] for goal in goals}) == sparing
    assert search.wishes is not None
    assert "requests" in {goal.id for goal in search.tiers[search.wishes][1]}


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
    assert search.tried[KIND].gains == 1


def test_a_wish_is_granted_before_hours_are_at_their_best() -> None:
    later = shift(2, 8, 16)
    people = (person("ana"), eight_hours("bob"))
    search = search_of(replace(week(people, (POST, later)), wishes=(FREE,)), WISHING)
    search.take(
        search.measured(frozenset({Assignment("ana", POST.id), Assignment("bob", later.id)}))
    )
    # Hours are best where Ana holds both.

    grant(search, Budget(deterministic=1))

    assert search.incumbent is not None
    assert search.incumbent.assignments == {
        Assignment("bob", POST.id),
        Assignment("ana", later.id),
    }


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


def test_a_rota_that_loses_a_wish_is_taken_where_it_covers_better_or_is_proved_best() -> None:
    search = search_from("bob", "bob")
    other = search.measured(frozenset({Assignment("ana", POST.id)}))

    assert [spares(search, other, place) for place in range(4)] == [True, True, False, True]
    search.incumbent = search.measured(frozenset())
    assert spares(search, other, 2)


class Hasty(Solving):
    """A solver whose time is always over before it has proved anything."""

    def run(self, *args: Any, **more: Any) -> Answer:
        return replace(super().run(*args, **more), status=cp_model.FEASIBLE, bound=0)


@pytest.mark.parametrize(("kind", "holder"), [(Solving, "ana"), (Hasty, "bob")])
def test_a_proof_of_hours_takes_a_wish_back_only_where_they_are_proved_best(
    kind: type[Solving], holder: str
) -> None:
    search = search_from("bob", "bob")
    search.solving = kind(0, 1, threading.Event())

    prove(search, (), (2,), Budget(deterministic=10), each=5)

    assert held_by(search) == [holder]


def test_a_rota_found_by_a_proof_cut_short_is_not_taken_for_a_wish() -> None:
    search = search_from("bob", "bob")
    model = search.model
    model.extend(4)
    other = model.complete(frozenset({Assignment("ana", POST.id)}), search.solving)
    assert other is not None

    taken = [search.accept(other, lambda rota: spares(search, rota, 2)), search.accept(other)]

    assert taken == [False, True]


def test_tries_are_barren_that_spare_wishes_and_gain_nothing_above_them() -> None:
    search = search_from("bob", "bob")
    mine = search.incumbent
    assert mine is not None
    counts = []
    for sparing, costs in (
        (True, mine.costs),
        (False, mine.costs),
        (True, (*mine.costs[:3], mine.costs[3] - 1)),
        (False, (*mine.costs[:2], mine.costs[2] - 1, mine.costs[3])),
    ):
        search.incumbent = replace(mine, costs=costs)
        note_try(search, mine, sparing=sparing)
        counts.append(search.barren)

    assert counts == [1, 1, 2, 0]


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("effort", [None, 0.05])
def test_a_search_grants_wishes_once_and_the_same_rota_comes_twice_by_effort(
    processes: int, effort: float | None
) -> None:
    people = tuple(person(f"p{n}") for n in range(5))
    slots = tuple(shift(day, hour, hour + 7, need=2) for day in range(5) for hour in (6, 14))
    wishes = tuple(Wish(mediator=who.id, span=slots[n].span) for n, who in enumerate(people))
    problem = replace(week(people, slots), wishes=wishes)
    profile = replace(WISHING, goals=(*WISHING.goals, PLACES))
    options = Options(seconds=4, processes=processes, effort=effort)

    outcomes = [solve(problem, profile, options) for _ in range(1 if effort is None else 2)]

    rotas = []
    for outcome in outcomes:
        assert isinstance(outcome, Solution)
        assert outcome.tiers[3].cost <= 1
        assert [
            step.tries for part in outcome.parts for step in part.work if step.kind == KIND
        ] == [1]
        rotas.append(outcome.rota.assignments)
    assert len(set(rotas)) == 1


def test_only_tiers_between_coverage_and_wishes_spare_these() -> None:
    search = search_from("bob", "bob")

    assert [spared(search, place) for place in range(4)] == [None, None, 3, None]
    search.barren = BARREN
    assert {spared(search, 2) for _ in range(50)} == {None, 3}
