"""What the months of a horizon cost at least adds up to a bound of the whole, and to no more."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.domain.problem import Problem
from scheduler.domain.slots import Slot
from scheduler.domain.time import days_span
from scheduler.engine.contradictions import Contradiction, Refuted
from scheduler.engine.search.part_search import Budget, PartSearch
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps.proving import LONG, MONTHS, prove
from tests.scheduler.engine.lying import LyingSolver
from tests.scheduler.engine.search.searching import search_of
from tests.scheduler.engine.small import person, shift_on

JUNE = date(2026, 6, 1)
TWO_MONTHS = days_span(date(2026, 5, 20), date(2026, 6, 12))
PEOPLE = (person("ana"), person("bob"))
TIERS = range(3)
EFFORT = Effort(deterministic=20.0)


def solved(problem: Problem) -> PartSearch:
    """Return a search that has proved every tier of the whole."""
    search = search_of(problem)
    prove(search, (), TIERS, Budget(deterministic=60), each=20)
    return search


def bounds(search: PartSearch) -> list[int]:
    """Return the bound of each tier by months, under the costs of the best rota above it."""
    assert search.incumbent is not None
    search.model.extend(len(TIERS))
    vector, costs = search.vector, search.incumbent.costs
    assert vector is not None
    return [
        search.months.bound(place, costs[:place], vector, search.solving, EFFORT)[0]
        for place in TIERS
    ]


SLOTS = st.builds(
    shift_on,
    st.integers(-9, 9).map(lambda n: JUNE + timedelta(days=n)),
    st.sampled_from([6, 9, 14]),
    need=st.integers(1, 3),
    site=st.sampled_from(["a", "b", "c"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(SLOTS, min_size=2, max_size=10, unique_by=lambda s: s.id))
def test_the_months_never_bound_more_than_the_best_rota_costs(slots: list[Slot]) -> None:
    search = solved(Problem(horizon=TWO_MONTHS, mediators=PEOPLE, slots=tuple(slots)))

    assert search.incumbent is not None
    assert all(
        bound <= cost for bound, cost in zip(bounds(search), search.incumbent.costs, strict=True)
    )


def test_months_that_nothing_ties_are_bounded_by_what_they_cost() -> None:
    slots = tuple(
        shift_on(day, hour, need=2)
        for day in (date(2026, 5, 20), date(2026, 5, 21), date(2026, 6, 10), date(2026, 6, 11))
        for hour in (6, 9)
    )
    search = solved(Problem(horizon=TWO_MONTHS, mediators=PEOPLE, slots=slots))

    assert search.incumbent is not None
    assert search.incumbent.costs[0] == 8
    assert bounds(search) == list(search.incumbent.costs)


def test_what_a_rest_over_the_border_costs_is_not_in_the_bound() -> None:
    # One person, an evening and the next morning: each month alone could hold its own.
    border = (shift_on(JUNE - timedelta(days=1), 14), shift_on(JUNE, 6))
    search = solved(Problem(horizon=TWO_MONTHS, mediators=PEOPLE[:1], slots=border))

    assert search.incumbent is not None
    assert search.incumbent.costs[0] == 1
    assert bounds(search)[0] == 0


def test_a_long_horizon_is_proved_by_its_months_and_a_short_one_is_not_asked() -> None:
    slots = tuple(
        shift_on(JUNE + timedelta(days=n), hour) for n in range(0, 60, 2) for hour in (6, 9)
    )
    long = Problem(horizon=days_span(JUNE, date(2026, 7, 31)), mediators=PEOPLE[:1], slots=slots)
    short = replace(
        long,
        horizon=days_span(JUNE, JUNE + timedelta(days=LONG - 2)),
        slots=tuple(s for s in slots if s.span.day < JUNE + timedelta(days=LONG - 1)),
    )
    for problem, months in ((long, True), (short, False)):
        search = search_of(problem)
        search.take(search.measured(frozenset()))
        prove(search, (), range(1), Budget(deterministic=30), each=10)
        search.bounds = []
        search.tried = {}
        prove(search, (), range(1), Budget(deterministic=30), each=10)
        assert search.incumbent is not None
        (bound,) = search.bounds
        assert bound.value == search.incumbent.costs[0]
        assert (MONTHS in search.tried) == months


@pytest.mark.parametrize(
    ("lie", "claim"), [("impossible", Refuted.IMPOSSIBLE), ("bound", Refuted.BOUND)]
)
def test_what_is_answered_wrongly_of_a_month_bounds_nothing_above_the_best(
    lie: str, claim: Refuted, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = tuple(
        shift_on(day, hour, need=2)
        for day in (date(2026, 5, 20), date(2026, 6, 10))
        for hour in (6, 9)
    )
    search = solved(Problem(horizon=TWO_MONTHS, mediators=PEOPLE, slots=slots))
    assert search.incumbent is not None
    assert search.contradictions == set()
    vector, costs = search.vector, search.incumbent.costs
    assert vector is not None
    monkeypatch.setattr(LyingSolver, "lie", lie)
    monkeypatch.setattr(cp_model, "CpSolver", LyingSolver)

    bound = search.months.bound(0, (), vector, search.solving, EFFORT)
    search.check(bound, 0, ())

    assert bound.value <= costs[0]
    assert search.contradictions == {Contradiction(0, claim)}
