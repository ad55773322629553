"""The best roster under any prices is the one that trying all rosters finds."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from tests.bench.columns.checks.enumerated import lawful_rows, small_instance
from tests.bench.columns.generating import Generator
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.columns.programme import LAWFUL
from tests.bench.columns.tables import OFF
from tests.bench.instances.instance import Cover, Instance, Shift, Staff
from tests.bench.instances.problem import PROFILE, problem_of
from tests.bench.instances.scoring import score

pytestmark = pytest.mark.long

ROUNDS = 60


@pytest.mark.parametrize("seed", range(12))
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


HALF_A_YEAR = 182


@pytest.mark.parametrize("counted", [True, False])
def test_half_a_year_with_few_weekends_has_a_roster_at_any_price(counted: bool) -> None:
    person = Staff(
        id="p",
        most_of={"E": HALF_A_YEAR, "L": HALF_A_YEAR},
        most_minutes=117 * 480,
        least_minutes=115 * 480,
        longest_run=5,
        shortest_run=2,
        shortest_rest=2,
        most_weekends=13,
        days_off=frozenset({30}),
    )
    early, late = Shift(id="E", minutes=480), Shift(id="L", minutes=480, not_before=frozenset("E"))
    # Weekdays have enough people already, weekends lack some.
    cover = tuple(
        Cover(day=day, shift=name, required=day % 7 > 4, under=100, over=1)
        for day in range(HALF_A_YEAR)
        for name in ("E", "L")
    )
    instance = Instance(
        days=HALF_A_YEAR, shifts=(early, late), staff=(person,), requests=(), cover=cover
    )
    shapes = shapes_of(problem_of(instance), PROFILE)
    assert shapes is not None
    generator = Generator(shapes, lambda: False)
    if not counted:
        # As many values as there are without weekends.
        generator.values = generator.values[: len(generator.values) // 14]
    duals = np.where(shapes.cover.wanted > 0, 100.0, -1.0)

    answers, _ = generator.priced(
        generator.everything(), duals, np.full(1, np.inf), most=1, rounds=ROUNDS
    )

    assert len(answers) == 1
    row = ["" if kind == OFF else shapes.slots[0][kind][:1] for kind in answers[0][1]]
    assert score(instance, [row]).broken == ()
