"""A bound is confirmed where a second search finds no rota below it, and refuted where it does."""

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine.contradictions import Contradiction, Refuted
from scheduler.engine.search.incumbent import Bound, best_bound
from scheduler.engine.search.part_search import Budget, PartSearch
from scheduler.engine.search.steps.confirming import confirm_bounds
from tests.scheduler.engine.search.searching import WISHING, search_of
from tests.scheduler.engine.small import eight_hours, shift, week

# One evening that ends eight hours before the morning: one of them stays open.
PROBLEM = week((eight_hours("ana"),), (shift(0, 14, 22), shift(1, 6, 14), shift(1, 14, 22)))
BEST = frozenset({Assignment("ana", "d-14-2026-06-01"), Assignment("ana", "d-14-2026-06-02")})


def searched(assignments: frozenset[Assignment]) -> PartSearch:
    search = search_of(PROBLEM, WISHING)
    search.take(search.measured(assignments))
    return search


def confirmed(search: PartSearch, place: int) -> int:
    assert search.incumbent is not None
    return best_bound(search.bounds, place, search.incumbent.costs, confirmed=True)


def test_what_no_rota_beats_is_confirmed() -> None:
    search = searched(BEST)
    claim = Bound(place=0, value=1, caps=())

    confirm_bounds(search, (claim,), Budget(deterministic=10.0), each=5.0)

    assert search.bounds == [Bound(place=0, value=1, caps=(), confirmed=True)]
    assert search.contradictions == set()


def test_what_a_rota_beats_is_refuted_by_the_rota_that_is_found() -> None:
    search = searched(frozenset())
    search.bound(Bound(place=0, value=3, caps=()))

    confirm_bounds(search, (), Budget(deterministic=10.0), each=5.0)

    assert search.incumbent is not None
    assert search.incumbent.costs[0] == 1
    assert search.bounds == []
    assert search.contradictions == {Contradiction(0, Refuted.BOUND)}


def test_a_bound_below_the_cost_waits_for_the_next_proof() -> None:
    search = searched(frozenset())
    budget = Budget(deterministic=10.0)

    confirm_bounds(search, (Bound(place=0, value=1, caps=()),), budget, each=5.0)

    assert search.incumbent is not None
    assert (search.incumbent.costs[0], confirmed(search, 0), budget.spent) == (3, 0, 0.0)


@pytest.mark.parametrize("each", [5.0, 0.0])
def test_what_is_not_answered_in_time_is_not_confirmed_nor_asked_again(each: float) -> None:
    search = searched(BEST)
    claim, budget = Bound(place=0, value=1, caps=()), Budget(deterministic=10.0)
    search.questions[0, 1, ()] = 5.0

    confirm_bounds(search, (claim,), budget, each=each)

    assert (search.bounds, budget.spent) == ([], 0.0)


def test_a_bound_holds_under_the_costs_above_it_alone() -> None:
    search = searched(BEST)
    assert search.incumbent is not None
    costs = search.incumbent.costs
    place = next(place for place in range(1, len(costs)) if costs[place])
    claim = Bound(place=place, value=costs[place], caps=costs[:place])

    confirm_bounds(search, (claim,), Budget(deterministic=10.0), each=5.0)

    assert confirmed(search, place) == costs[place]
    worse = (costs[0] + 1, *costs[1:])
    assert best_bound(search.bounds, place, worse, confirmed=True) == 0
