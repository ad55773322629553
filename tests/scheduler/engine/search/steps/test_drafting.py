"""A large part is drafted as a whole, and what its tiers say is better is taken."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.people import Wish
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Need
from scheduler.engine import Options, Solution, solve
from scheduler.engine.search import drafts
from scheduler.engine.search.drafts import DRAFT, LARGEST, SMALLEST, SOONEST, drafted
from scheduler.engine.search.incumbent import Bound
from scheduler.engine.search.part_model import UNCAPPED
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.solving import Effort, Solving
from scheduler.engine.search.steps.deterministic import search_whole
from scheduler.engine.search.steps.drafting import KIND, NEAR, WISH, draft
from scheduler.engine.search.steps.granting import KIND as GRANTING
from tests.scheduler.engine.search.searching import WISHING, search_of
from tests.scheduler.engine.small import eight_hours, person, shift, week

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.engine.search.part_search import PartSearch
    from scheduler.engine.search.solving import Answer

MORNING, LATER = shift(0, 8, 16), shift(2, 8, 16)
FREE = Wish(mediator="ana", span=MORNING.span)


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


class Watched(Solving):
    """A solver that notes of its last call what it was to search, and how far."""

    def watch(self, search: PartSearch) -> None:
        self.part = search

    def run(self, cp: cp_model.CpModel, effort: Effort, **more: Any) -> Answer:
        model, objective = self.part.model, cp.proto.objective
        place_of = {tier.index: place for place, tier in enumerate(model.tiers)}
        pairs = zip(objective.vars, objective.coeffs, strict=True)
        self.weights = {place_of[index]: weight for index, weight in pairs}
        domains = [cp.proto.variables[index].domain for index in place_of]
        self.caps = [domain[1] for domain in domains if domain[1] < UNCAPPED]
        self.hinted = len(cp.proto.solution_hint.vars)
        self.closed = sum(cp.proto.variables[i].domain[0] == 1 for i in model.indices)
        self.effort = effort
        return super().run(cp, effort, **more)


@pytest.mark.parametrize(
    ("proved_places", "caps", "weights"),
    [(2, [0, 0], {2: 10, 3: WISH}), (1, [0], {1: 10_000, 2: 10, 3: WISH})],
)
def test_what_is_proved_is_kept_and_what_is_open_is_weighed_from_nothing(
    proved_places: int, caps: list[int], weights: dict[int, int]
) -> None:
    search = search_from(*BOB_BOTH)
    bounds = [Bound(place=n, value=0, caps=(0,) * n) for n in range(proved_places)]
    search.model.extend(4)
    assert search.vector is not None
    search.model.close(search.vector, ())
    search.model.hint(search.vector)
    assert search.incumbent is not None
    # Of the target, an hour is missing that could be covered.
    search.incumbent = replace(search.incumbent, costs=(0, 2 - proved_places, 999, 999))
    search.solving = watched = Watched(0, 1, threading.Event())
    watched.watch(search)

    draft(search, bounds, Budget(deterministic=DRAFT, until=time.monotonic() + 100))

    assert (watched.caps, watched.weights) == (caps, weights)
    assert (watched.hinted, watched.closed) == (0, 0)
    assert (watched.effort.deterministic, watched.effort.gap) == (DRAFT, NEAR)
    assert watched.effort.seconds == pytest.approx(100, abs=5)
    assert search.tried[KIND].gains == 1


@pytest.mark.parametrize("weight", [1, 10])
def test_no_wish_is_worth_leaving_a_post_empty_that_is_still_open(weight: int) -> None:
    """The weights steer: one for which a post was left empty would lose the whole draft."""
    need = Need(minimum=0, target=1, maximum=1)
    morning = replace(MORNING, dispositif="e", needs=(need,))
    later = replace(LATER, needs=(need,))
    wish = replace(FREE, weight=weight)
    people = (person("ana", "d", "e"), eight_hours("bob"))
    search = search_of(replace(week(people, (morning, later)), wishes=(wish,)), WISHING)
    search.take(
        search.measured(frozenset({Assignment("ana", morning.id), Assignment("bob", later.id)}))
    )

    draft(search, [Bound(place=0, value=0, caps=())], Budget(deterministic=DRAFT))

    assert holders(search) == {morning.id: "ana", later.id: "ana"}


def test_nothing_is_drafted_where_all_is_proved() -> None:
    search = search_from(*ANA_BOTH)

    draft(search, proved(search, 4), Budget(deterministic=DRAFT))

    assert not search.tried


def test_a_rota_near_its_bound_is_good_enough_and_is_not_called_the_best() -> None:
    rng = Random(1)
    cp = cp_model.CpModel()
    literals = [cp.new_bool_var(str(number)) for number in range(60)]
    for _ in range(25):
        chosen = rng.sample(literals, 12)
        cp.add(sum(rng.randint(1, 9) * literal for literal in chosen) >= rng.randint(15, 30))
    prices = [rng.randint(5, 40) for _ in literals]
    cp.minimize(sum(price * x for price, x in zip(prices, literals, strict=True)))
    solving = Solving(0, 1, threading.Event())

    def value(answer: Answer) -> int:
        assert answer.vector is not None
        return sum(price for price, x in zip(prices, answer.vector, strict=True) if x)

    best = solving.run(cp, Effort(deterministic=DRAFT))
    near = solving.run(cp, Effort(deterministic=DRAFT, gap=0.5))

    assert (best.proved, best.bound) == (True, value(best))
    assert near.bound < value(best) < value(near)
    assert near.status == cp_model.FEASIBLE
    assert not near.proved


def three_posts() -> Problem:
    """Return a week of which everybody wishes to be free for the same post."""
    people = (person("ana"), eight_hours("bob"), person("cleo"))
    slots = (MORNING, LATER, shift(3, 8, 16, need=2))
    wishes = tuple(Wish(mediator=who.id, span=MORNING.span) for who in people)
    return replace(week(people, slots), wishes=wishes)


def test_a_search_drafts_a_large_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "SMALLEST", 0)
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
    monkeypatch.setattr(drafts, "SMALLEST", 0)
    search = search_of(three_posts(), WISHING)

    search_whole(search, None, each=each)

    assert [name for name in search.tried if name in {KIND, GRANTING}] == [kind]
