"""
Close the cells that no better rota holds.

Under the duals of a relaxed solution of the whole, what every rota costs at least that holds a cell
is known of each cell. Near the best rota, half of them may cost too much: neither pricing nor dives
look at these any more (fixing by reduced costs; Irnich, Desaulniers, Desrosiers and Hadjar, 2010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.bench.columns.programme import DEAR
from tests.bench.columns.tables import OFF

if TYPE_CHECKING:
    from tests.bench.columns.generating import Generated, Generator
    from tests.bench.columns.tables import Array

ROUNDS = 12
"""Moves of the multipliers, at most, until what a cell costs is told."""
SLIGHT = 1e-3
"""Points by which sums of costs and duals may be off, as floats."""


class Least(NamedTuple):
    """
    The points that every rota costs at least that holds a cell, all of them counted.

    `cells` (P × D × S), and `rests` (P × D) of those in which a person rests on a day.
    """

    cells: Array
    rests: Array


class Open(NamedTuple):
    """What a better rota may hold, and what the one at hand does: see `Freed`."""

    may: Array
    rests: Array


def least_of(generator: Generator, relaxed: Generated) -> Least:
    """Return what a relaxed solution of the whole part tells of each cell."""
    shapes, everything = generator.shapes, generator.everything()
    below = np.full(shapes.size[0], float(DEAR))
    _, least = generator.priced(everything, relaxed.duals, below, most=1, rounds=ROUNDS)
    least = np.maximum(least, relaxed.least)
    all_cost = shapes.constant + least.sum() + (shapes.cover.wanted * relaxed.duals).sum()
    cells, rests = generator.through(relaxed.duals)
    others = all_cost - least
    return Least(cells + others[:, None, None], rests + others[:, None])


def open_cells(least: Least, rosters: Array, cost: int) -> Open:
    """Return what a rota that costs less than `cost`, as these rosters do, may hold."""
    most = cost - 1 + SLIGHT
    stays = rosters[:, :, None] == np.arange(least.cells.shape[2])
    cells, rests, off = least.cells <= most, least.rests <= most, rosters == OFF
    return Open(cells | stays, rests | off)
