"""What rosters cost more than a relaxed solution, by person and by row."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest

from tests.bench.columns.checks.enumerated import lawful_rows, small_instance
from tests.bench.columns.checks.solved import solve
from tests.bench.columns.construction import construct
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.columns.search import ColumnSearch
from tests.bench.columns.tables import OFF
from tests.bench.instances.problem import PROFILE, problem_of


@pytest.mark.parametrize("seed", [0, 1, 2, 5, 7])
def test_gaps_add_up_to_what_every_rota_costs_more_than_the_relaxed_one(seed: int) -> None:
    instance = small_instance(Random(seed), people=2, days=4)
    shapes = shapes_of(problem_of(instance), PROFILE)
    assert shapes is not None
    search = ColumnSearch(shapes, 0, lambda: False, solve, lambda *_: None)
    generator = search.generator
    names = [slot[:1] for slot in shapes.slots[0]]
    first, second = (
        [
            np.array([OFF if not shift else names.index(shift) for shift in row], np.int8)
            for row in lawful_rows(instance, place)
        ]
        for place in range(2)
    )
    built = construct(generator, Random(0))
    assert built is not None
    generator.pool.add(enumerate(built))
    relaxed = generator.generate(generator.everything(), tolerance=1e-4, rounds=20)
    least = relaxed.least.sum() + (shapes.cover.wanted * relaxed.duals).sum()
    # What nobody may hold is missing in every rota, and isn't counted.
    counted = np.isin(np.arange(len(shapes.cover.wanted)), generator.everything().rows)
    least += (shapes.cover.under * shapes.cover.wanted)[~counted].sum()
    for pair in product(first, second):
        rosters = np.array(pair)

        gaps = generator.gaps(rosters, relaxed)

        both = np.concatenate([gaps.people, gaps.rows])
        assert both.min() >= -1e-6
        assert both.sum() == pytest.approx(search.cost_of(rosters) - shapes.constant - least)
