"""Sums over columns, compiled: a column is a roster (a kind, or `OFF`, a day) and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.bench.columns.compiling import compiled

if TYPE_CHECKING:
    from tests.bench.columns.tables import Array


@compiled
def dual_sums(columns: Array, owner: Array, duals: Array, kinds: int, sums: Array) -> None:
    """Fill, for each column, the sum of the duals of its rows."""
    days = columns.shape[1]
    for j in range(len(columns)):
        total = duals[days * kinds + owner[j]]
        for day in range(days):
            if columns[j, day] >= 0:
                total += duals[day * kinds + columns[j, day]]
        sums[j] = total


@compiled
def fitting(columns: Array, owner: Array, may: Array, rests: Array, fits: Array) -> None:
    """Clear `fits` for each column that holds what its owner may not, where it is set."""
    for j in range(len(columns)):
        day = 0
        while fits[j] and day < columns.shape[1]:
            kind = columns[j, day]
            if kind < 0:
                fits[j] = rests[owner[j], day]
            else:
                fits[j] = may[owner[j], day, kind]
            day += 1


@compiled
def row_sums(columns: Array, owner: Array, weights: Array, kinds: int, sums: Array) -> None:
    """Fill, for each row, the sum of the weights of its columns."""
    days = columns.shape[1]
    sums[:] = 0.0
    for j in range(len(columns)):
        for day in range(days):
            if columns[j, day] >= 0:
                sums[day * kinds + columns[j, day]] += weights[j]
        sums[days * kinds + owner[j]] += weights[j]


@compiled
def products(
    columns: Array, owner: Array, weights: Array, kinds: int, place: Array, matrix: Array
) -> None:
    """
    Add the weighted products of each column with itself: the lower half of a symmetric matrix.

    `place`, of the rows that count, is in the order of the rows.
    """
    days = columns.shape[1]
    rows = np.empty(days + 1, np.int64)
    for j in range(len(columns)):
        size = 0
        for day in range(days):
            if columns[j, day] >= 0:
                row = place[day * kinds + columns[j, day]]
                if row >= 0:
                    rows[size] = row
                    size += 1
        rows[size] = place[days * kinds + owner[j]]
        size += 1
        for a in range(size):
            line = matrix[rows[a]]
            for b in range(a + 1):
                line[rows[b]] += weights[j]


@compiled
def solve_triangular(lower: Array, right: Array) -> Array:
    """Solve lower × lowerᵀ × x = right."""
    size = len(lower)
    x = right.copy()
    for i in range(size):
        total = x[i]
        for j in range(i):
            total -= lower[i, j] * x[j]
        x[i] = total / lower[i, i]
    for i in range(size - 1, -1, -1):
        x[i] /= lower[i, i]
        for j in range(i):
            x[j] -= lower[i, j] * x[i]
    return x
