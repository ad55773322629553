"""What every rota costs at least that holds a cell, against all rotas of small instances."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.bench.columns import generating
from tests.bench.columns.checks.enumerated import lawful_rows, small_instance
from tests.bench.columns.checks.solved import solve
from tests.bench.columns.closing import Least, least_of, open_cells
from tests.bench.columns.construction import construct
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.columns.search import ColumnSearch
from tests.bench.columns.tables import OFF
from tests.bench.instances.problem import PROFILE, problem_of

if TYPE_CHECKING:
    from tests.bench.instances.instance import Instance

DAYS, KINDS = 5, 2
DAY = np.arange(DAYS)


def searched(instance: Instance) -> tuple[ColumnSearch, list[list[np.ndarray]]]:
    """Return a search of an instance, and all lawful rosters of each of its people."""
    shapes = shapes_of(problem_of(instance), PROFILE)
    assert shapes is not None
    names = [slot[:1] for slot in shapes.slots[0]]
    rosters = [
        [
            np.array([names.index(shift) if shift else OFF for shift in row], np.int8)
            for row in lawful_rows(instance, place)
        ]
        for place in range(len(instance.staff))
    ]
    return ColumnSearch(shapes, 0, lambda: False, solve, lambda *_: None), rosters


def relaxed_least(search: ColumnSearch) -> tuple[Least, np.ndarray]:
    """Return what cells cost at least, and the duals under which that is told."""
    generator = search.generator
    built = construct(generator, Random(0))
    assert built is not None
    generator.pool.add(enumerate(built))
    relaxed = generator.generate(generator.everything(), tolerance=1e-4, rounds=20)
    return least_of(generator, relaxed), relaxed.duals


def costs_of_cells(least: Least, rosters: np.ndarray) -> np.ndarray:
    """Return what is told of each cell that rosters hold, and of each day off (P × D)."""
    people = np.arange(len(rosters))[:, None]
    costs: np.ndarray = np.where(
        rosters == OFF, least.rests, least.cells[people, DAY[None, :], rosters]
    )
    return costs


@pytest.mark.parametrize("counted", [generating.COUNTED, 0])
@pytest.mark.parametrize("seed", range(8))
def test_no_rota_costs_less_than_what_is_told_of_a_cell_that_it_holds(
    seed: int, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With no room for it, weekends are priced and not counted.
    monkeypatch.setattr(generating, "COUNTED", counted)
    search, rosters = searched(small_instance(Random(seed), people=2, days=DAYS))
    least, _ = relaxed_least(search)

    for pair in product(*rosters):
        rota = np.array(pair)

        assert costs_of_cells(least, rota).max() <= search.cost_of(rota) + 1e-3


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_the_best_roster_that_holds_the_cell_costs_where_nothing_is_counted(
    seed: int,
) -> None:
    drawn = small_instance(Random(seed), people=1, days=DAYS)
    free = {shift.id: DAYS for shift in drawn.shifts}
    instance = replace(drawn, staff=tuple(replace(each, most_of=free) for each in drawn.staff))
    search, (rosters,) = searched(instance)
    least, duals = relaxed_least(search)
    shapes = search.shapes
    fixed = shapes.constant + float((shapes.cover.wanted * duals).sum())
    price = shapes.price[0] - duals.reshape(DAYS, KINDS)
    cells, rests = np.full((DAYS, KINDS), np.inf), np.full(DAYS, np.inf)
    for roster in rosters:
        works = roster != OFF
        cost = fixed + float(price[DAY[works], roster[works]].sum())
        cells[DAY[works], roster[works]] = np.minimum(cells[DAY[works], roster[works]], cost)
        rests[~works] = np.minimum(rests[~works], cost)

    lawful = np.isfinite(cells)
    assert least.cells[0][lawful] == pytest.approx(cells[lawful])
    assert least.rests[0][np.isfinite(rests)] == pytest.approx(rests[np.isfinite(rests)])
    assert (least.cells[0][~lawful] > 1e8).all()
    assert (least.rests[0][~np.isfinite(rests)] > 1e8).all()


def test_a_cell_is_open_up_to_a_point_less_than_the_rota_costs() -> None:
    rosters = np.array([[0, OFF], [1, OFF]], np.int8)
    cells = np.full((2, 2, 2), 9.0)
    cells[0, 1, 0] = 9.01
    rests = np.array([[9.0, 9.0], [9.0, 9.01]])

    left = open_cells(Least(cells, rests), rosters, 10)

    assert left.may.tolist() == [[[True, True], [False, True]], [[True, True], [True, True]]]
    # What these rosters hold stays open.
    assert left.rests.tolist() == [[True, True], [True, True]]
