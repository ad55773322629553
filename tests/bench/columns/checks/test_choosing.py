"""A choice among all rosters finds the best rota, and proves that there is no better one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tests.bench.columns.checks.enumerated import lawful_rows, least_penalty, small_instance
from tests.bench.columns.checks.solved import solve
from tests.bench.columns.choosing import choose_rosters
from tests.bench.columns.construction import construct
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.columns.search import ColumnSearch
from tests.bench.columns.tables import OFF
from tests.bench.instances.problem import PROFILE, problem_of


@pytest.mark.parametrize("seed", [0, 1, 2, 5, 7])
def test_a_choice_finds_the_best_rota_and_nothing_that_costs_as_much(seed: int) -> None:
    instance = small_instance(Random(seed), people=2, days=6)
    best = least_penalty(instance)
    assert best is not None
    shapes = shapes_of(problem_of(instance), PROFILE)
    assert shapes is not None
    search = ColumnSearch(shapes, 0, lambda: False, solve, lambda *_: None)
    generator = search.generator
    names = [slot[:1] for slot in shapes.slots[0]]
    for place in range(2):
        for row in lawful_rows(instance, place):
            kinds = [OFF if not shift else names.index(shift) for shift in row]
            generator.pool.add([(place, np.array(kinds, np.int8))])
    freed = generator.everything()
    relaxed = generator.generate(freed, tolerance=1e-4, rounds=20)
    rosters = construct(generator, Random(0))
    assert rosters is not None
    search.begin(rosters)
    others = search.cost - search._cost_freed(rosters, freed)

    def chosen(less_than: float) -> int | None:
        enough = less_than - 0.5 - others
        choice = choose_rosters(generator, freed, rosters, relaxed, solve, enough=enough)
        assert choice.closed
        return None if choice.rosters is None else search.cost_of(choice.rosters)

    assert chosen(best + 1) == best
    assert chosen(best) is None
