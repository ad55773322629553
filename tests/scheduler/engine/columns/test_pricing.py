"""The best roster under any prices is the one that trying all rosters finds."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from scheduler.engine.columns.generating import Generator
from scheduler.engine.columns.programme import LAWFUL
from scheduler.engine.columns.shaping import shapes_of
from scheduler.engine.columns.tables import OFF
from tests.bench.instances.problem import PROFILE, problem_of
from tests.scheduler.engine.columns.enumerated import lawful_rows, small_instance

ROUNDS = 60


@pytest.mark.parametrize("seed", range(24))
def test_pricing_finds_what_trying_every_roster_finds(seed: int) -> None:
    rng = Random(seed)
    instance = small_instance(rng, people=1, days=8)
    shapes = shapes_of(problem_of(instance), PROFILE)
    assert shapes is not None
    generator = Generator(shapes, lambda: False)
    duals = np.array([rng.randint(-4, 40) / 4 for _ in shapes.cover.wanted])
    cost = shapes.price[0] - duals.reshape(shapes.price[0].shape)
    names = [slot[:1] for slot in shapes.slots[0]]
    best = min(
        (
            sum(cost[day, names.index(shift)] for day, shift in enumerate(row) if shift)
            for row in lawful_rows(instance, 0)
        ),
        default=None,
    )

    answers, least = generator.priced(
        generator.everything(), duals, np.full(1, np.inf), rounds=ROUNDS
    )

    if best is None:
        assert not answers
        return
    costs = [
        sum(cost[day, kind] for day, kind in enumerate(roster) if kind != OFF)
        for _, roster in answers
    ]
    assert costs[0] == best
    assert costs == sorted(costs)
    assert least[0] <= best < LAWFUL
    rows = {tuple("" if kind == OFF else names[kind] for kind in roster) for _, roster in answers}
    assert rows <= set(lawful_rows(instance, 0))
