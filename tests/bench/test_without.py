"""A month is planned without a way of the search, in every process that searches it."""

from __future__ import annotations

import pickle

import pytest

from scheduler.engine import Solution
from scheduler.engine.parts.state import STEPS
from scheduler.engine.search.neighbourhoods import FIRST_SIZE, Kind
from scheduler.engine.search.steps import granting
from tests.bench.metered import metered
from tests.bench.months import MONTHS
from tests.bench.profile import work_of
from tests.bench.without import WAYS, Without, compared, without


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_off_while_it_is_entered_and_on_afterwards(way: str) -> None:
    before = set(STEPS), list(FIRST_SIZE), granting.wishes_below

    with without(way):
        assert (set(STEPS), list(FIRST_SIZE), granting.wishes_below) != before

    assert (set(STEPS), list(FIRST_SIZE), granting.wishes_below) == before


def test_options_that_reach_a_process_switch_the_way_off_there() -> None:
    sent = pickle.dumps(Without(seed=3, way=Kind.WINDOW.value))
    with without(Kind.TEAM.value):  # puts back what reading them does to this process
        options = pickle.loads(sent)  # noqa: S301 - ours

        assert (options.seed, list(FIRST_SIZE)) == (3, [Kind.ANYONE, Kind.FORTNIGHT])
    assert list(FIRST_SIZE) == list(Kind)


def test_what_differs_first_decides() -> None:
    assert compared([0, 5, 7], [0, 5, 7]) == "pareil"
    assert compared([0, 5, 7], [0, 6, 1]) == "pire au rang 2 (5 → 6)"
    assert compared([0, 5, 7], [0, 5, 6]) == "mieux au rang 3 (7 → 6)"
    assert compared([0, 5, 7], []) == "aucun planning"


@pytest.mark.long
def test_processes_that_search_go_without_it() -> None:
    month = next(each for each in MONTHS if each.name == "police")
    problem, profile = month.problem()

    kinds: set[str] = set()
    for seconds in (3.0, 10.0, 30.0, 90.0):  # a busy machine may leave no time for any try
        with without(Kind.WINDOW.value):
            outcome = metered(problem, profile, seconds, Without(way=Kind.WINDOW.value)).outcome
        assert isinstance(outcome, Solution)
        kinds = {work.kind for work in work_of(outcome)}
        if kinds & set(Kind):
            break

    assert kinds & set(Kind)
    assert Kind.WINDOW not in kinds
