"""A large part is drafted as a whole, and what its tiers say is better is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ortools.sat.python import cp_model

from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.requests import GOAL as REQUESTS
from scheduler.domain.people import Wish
from scheduler.domain.problem import Assignment
from scheduler.engine import Options, Solution, solve
from scheduler.engine.search.incumbent import Bound
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps import drafting
from scheduler.engine.search.steps.deterministic import search_whole
from scheduler.engine.search.steps.drafting import (
    DRAFT,
    KIND,
    LARGEST,
    SMALLEST,
    SOONEST,
    draft,
    drafted,
)
from scheduler.engine.search.steps.granting import KIND as GRANTING
from tests.scheduler.engine.search.searching import PROFILE, search_of
from tests.scheduler.engine.small import person, shift, week

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.engine.search.part_search import PartSearch

WISHING = replace(PROFILE, goals=(MINIMUM, TARGET, HOURS, REQUESTS))
MORNING, LATER = shift(0, 8, 16), shift(2, 8, 16)
FREE = Wish(mediator="ana", span=MORNING.span)


def eight_hours(name: str) -> Mediator:
    """Return somebody due eight hours a week."""
    someone = person(name)
    return replace(someone, contracts=(replace(someone.contracts[0], weekly_minutes=8 * 60),))


def search_from(*shifts: Assignment) -> PartSearch:
    """Return a search from a rota of two posts; Ana, due 35 hours, wishes to be free for one."""
    people = (person("ana"), eight_hours("bob"))
    search = search_of(replace(week(people, (MORNING, LATER)), wishes=(FREE,)), WISHING)
    search.take(search.measured(frozenset(shifts)))
    return search


def proved(search: PartSearch, places: int) -> list[Bound]:
    """Return bounds that prove so many of the first tiers of a search's rota."""
    assert search.incumbent is not None
    costs = search.incumbent.costs
    return [Bound(place=n, value=costs[n], caps=costs[:n]) for n in range(places)]


def holders(search: PartSearch) -> dict[str, str]:
    assert search.incumbent is not None
    return {a.slot: a.mediator for a in search.incumbent.assignments}


BOB_BOTH = (Assignment("bob", MORNING.id), Assignment("bob", LATER.id))
ANA_BOTH = (Assignment("ana", MORNING.id), Assignment("ana", LATER.id))


@pytest.mark.parametrize(
    ("possible", "is_drafted"),
    [(SMALLEST, False), (SMALLEST + 1, True), (LARGEST, True), (LARGEST + 1, False)],
)
def test_parts_are_drafted_that_are_neither_small_nor_huge(possible: int, is_drafted: bool) -> None:
    assert drafted(possible) is is_drafted


def test_a_draft_is_better_in_hours_and_grants_the_wish_that_costs_them_little() -> None:
    search = search_from(*BOB_BOTH)

    draft(search, proved(search, 2), Budget(deterministic=DRAFT))

    assert holders(search) == {MORNING.id: "bob", LATER.id: "ana"}
    assert search.tried[KIND].gains == 1


def test_a_draft_that_loses_hours_for_a_wish_is_dropped() -> None:
    search = search_from(*ANA_BOTH)

    draft(search, proved(search, 2), Budget(deterministic=DRAFT))

    assert holders(search) == {MORNING.id: "ana", LATER.id: "ana"}
    assert search.tried[KIND].tries == 1


def test_what_is_proved_of_coverage_is_kept_and_what_is_not_is_searched() -> None:
    search = search_from(BOB_BOTH[0])

    draft(search, (), Budget(deterministic=DRAFT))

    assert holders(search) == {MORNING.id: "bob", LATER.id: "ana"}


def test_a_cap_that_nobody_can_meet_is_noted_and_the_rota_stays() -> None:
    search = search_from(*BOB_BOTH)
    assert search.incumbent is not None
    search.incumbent = replace(search.incumbent, costs=(0, -1, 9, 9))

    draft(search, [Bound(place=1, value=-1, caps=(0,))], Budget(deterministic=DRAFT))

    assert holders(search) == {MORNING.id: "bob", LATER.id: "bob"}


def test_a_rota_near_its_bound_is_good_enough_and_is_not_called_the_best() -> None:
    search = search_from(*BOB_BOTH)
    model = search.model
    model.extend(4)
    model.aim([0, 0, 1, 0])

    near = search.solving.run(model.cp, Effort(deterministic=DRAFT, gap=1e9))
    best = search.solving.run(model.cp, Effort(deterministic=DRAFT, gap=1e-9))

    assert near.vector is not None
    assert best.vector is not None
    assert (best.status, best.proved) == (cp_model.OPTIMAL, True)
    value = model.costs(best.vector)[2]
    assert best.bound == value
    assert near.bound <= value <= model.costs(near.vector)[2]
    assert near.proved is (near.bound == model.costs(near.vector)[2])


def three_posts() -> Problem:
    """Return a week of which everybody wishes to be free for the same post."""
    people = (person("ana"), eight_hours("bob"), person("cleo"))
    slots = (MORNING, LATER, shift(3, 8, 16, need=2))
    wishes = tuple(Wish(mediator=who.id, span=MORNING.span) for who in people)
    return replace(week(people, slots), wishes=wishes)


def test_a_search_drafts_a_large_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "SMALLEST", 0)
    options = Options(seconds=2 * SOONEST, processes=1)

    outcome = solve(three_posts(), WISHING, options)

    assert isinstance(outcome, Solution)
    works = [step for part in outcome.parts for step in part.work if step.kind in {KIND, GRANTING}]
    assert [(step.kind, step.tries) for step in works] == [(KIND, 1)]
    assert all(tier.optimal for tier in outcome.tiers)


@pytest.mark.parametrize(("each", "kind"), [(DRAFT / 4, KIND), (DRAFT / 4 - 0.01, GRANTING)])
def test_a_search_by_effort_drafts_where_its_effort_is_enough(
    monkeypatch: pytest.MonkeyPatch, each: float, kind: str
) -> None:
    monkeypatch.setattr(drafting, "SMALLEST", 0)
    search = search_of(three_posts(), WISHING)

    search_whole(search, None, each=each)

    assert [name for name in search.tried if name in {KIND, GRANTING}] == [kind]
