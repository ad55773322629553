"""The rosters known are kept by when they were of use last."""

from __future__ import annotations

import numpy as np

from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.columns.pool import Pool
from tests.bench.columns.tables import OFF
from tests.bench.instances.problem import PROFILE, problem_of
from tests.bench.instances.small import drawn_instance


def filled(number: int) -> Pool:
    """Return a pool of rosters of one person, who works on one more day in each."""
    shapes = shapes_of(problem_of(drawn_instance(3)), PROFILE)
    assert shapes is not None
    pool = Pool(shapes)
    for worked in range(number):
        roster = np.full(shapes.size[1], OFF, np.int8)
        roster[:worked] = 0
        pool.add([(0, roster)])
    return pool


def worked(pool: Pool) -> list[int]:
    return [int((roster != OFF).sum()) for roster in pool.columns]


def test_those_of_use_are_kept_and_then_those_that_came_last() -> None:
    pool = filled(5)
    pool.use(np.array([1]))

    pool.keep(3)

    assert worked(pool) == [1, 3, 4]
    assert pool.add([(0, pool.columns[0])]) == [0]


def test_only_rosters_of_what_their_owner_may_do_fit() -> None:
    pool = filled(3)
    may, rests = np.zeros_like(pool.shapes.open), np.ones(pool.shapes.size[:2], bool)
    everybody = np.arange(pool.shapes.size[0])
    assert pool.fitting(everybody, may, rests).tolist() == [0]

    may[0, :2, 0] = True
    assert pool.fitting(everybody, may, rests).tolist() == [0, 1, 2]
    assert pool.fitting(everybody[1:], may, rests).tolist() == []

    rests[0, 0] = False
    assert pool.fitting(everybody, may, rests).tolist() == [1, 2]
