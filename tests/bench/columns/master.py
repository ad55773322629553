"""
The linear master, by an interior-point method: which shares of which rosters cost least together.

Duals between the corners are what makes few rounds of pricing enough, so the method stops at a
tolerance that its caller tightens, and never crosses over to a corner. The start is feasible on
both sides: shares of one person add up to one, and each row has room for people missing and too
many, at the prices that bound its dual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.bench.columns.rows import dual_sums, products, row_sums, solve_triangular

if TYPE_CHECKING:
    from tests.bench.columns.tables import Array, Cover

STEPS = 60
"""Newton steps at most; some ten are usual."""
INSIDE = 0.02
"""How far from its bounds, as a share of their distance, a dual begins."""
LEAST_SHARE = 1e-3
"""Share of a column at the start, at least."""
REGULAR = 1 + 1e-11
ALMOST = 0.99
"""Share of the way to the border that a step goes."""


class Relaxed(NamedTuple):
    """
    A solution within a tolerance of the best.

    `shares` of the columns; `duals` of all rows of cover (nil where a row doesn't count); `cost`.
    """

    shares: Array
    duals: Array
    cost: float


def relax(
    columns: Array,
    owner: Array,
    cost: Array,
    *,
    cover: Cover,
    rows: Array,
    persons: int,
    shares: Array,
    duals: Array,
    tolerance: float,
) -> Relaxed:
    """
    Minimise over shares of columns (n × D, with `owner` counted from 0) and what rows lack or have.

    Only `rows` count, and have duals. `shares` and `duals` say where to begin. `tolerance` is
    relative.
    """
    inside = _Interior(columns, owner, cost, cover=cover, rows=rows, persons=persons)
    inside.begin(np.maximum(shares, LEAST_SHARE), duals[rows])
    for _ in range(STEPS):
        if inside.gap <= tolerance * max(1.0, abs(inside.primal)) or not inside.step():
            break
    flat = np.zeros(len(cover.wanted))
    flat[rows] = inside.dual[: len(rows)]
    return Relaxed(inside.share, flat, inside.primal)


class _Interior:
    """The iterate: shares, missing and surplus people; duals; reduced costs of the three."""

    def __init__(
        self,
        columns: Array,
        owner: Array,
        cost: Array,
        *,
        cover: Cover,
        rows: Array,
        persons: int,
    ) -> None:
        self.columns, self.owner, self.cost, self.persons = columns, owner, cost, persons
        cells = len(cover.wanted)
        self.kinds = cells // columns.shape[1]
        self.sums = np.empty(cells + persons)
        self.rows = rows
        self.place = np.full(cells + persons, -1)
        self.place[self.rows] = np.arange(len(self.rows))
        self.place[cells:] = len(self.rows) + np.arange(persons)
        self.active = np.concatenate([self.rows, cells + np.arange(persons)])
        self.wanted = np.concatenate([cover.wanted[self.rows], np.ones(persons)])
        self.under, self.over = cover.under[self.rows], cover.over[self.rows]
        self.wide = np.zeros(cells + persons)

    def begin(self, shares: Array, duals: Array) -> None:
        """Begin inside, near these shares and duals of the rows."""
        size = len(self.rows)
        total = np.bincount(self.owner, shares, self.persons)
        self.share = shares / total[self.owner]
        lacking = self.wanted[:size] - self._rows_of(self.share)[:size]
        self.missing = np.maximum(lacking, 0) + 0.1
        self.surplus = self.missing - lacking
        width = self.under + self.over
        room = np.minimum(INSIDE * width + 1e-3, 0.49 * width)
        start = np.clip(duals, -self.over + room, self.under - room)
        self.dual = np.concatenate([start, np.zeros(self.persons)])
        reduced = self.cost - self._columns_of(self.dual)
        least = np.full(self.persons, np.inf)
        np.minimum.at(least, self.owner, reduced)
        least -= max(1.0, 0.01 * float(np.abs(reduced).mean()))
        self.dual[size:] = least
        self.reduced = reduced - least[self.owner]
        self.of_missing = self.under - start
        self.of_surplus = self.over + start
        self._weigh()

    def _weigh(self) -> None:
        self.gap = float(
            self.share @ self.reduced
            + self.missing @ self.of_missing
            + self.surplus @ self.of_surplus
        )
        self.primal = float(
            self.cost @ self.share + self.under @ self.missing + self.over @ self.surplus
        )

    def _rows_of(self, weights: Array) -> Array:
        row_sums(self.columns, self.owner, weights, self.kinds, self.sums)
        return self.sums[self.active]

    def _columns_of(self, duals: Array) -> Array:
        self.wide[self.active] = duals
        sums = np.empty(len(self.columns))
        dual_sums(self.columns, self.owner, self.wide, self.kinds, sums)
        return sums

    def step(self) -> bool:
        """Take one predictor-corrector step; return False where numbers allow none."""
        size, count = len(self.rows), len(self.share) + 2 * len(self.rows)
        matrix = np.zeros((len(self.active), len(self.active)))
        weights = self.share / self.reduced
        products(self.columns, self.owner, weights, self.kinds, self.place, matrix)
        diagonal = matrix.reshape(-1)[:: len(matrix) + 1]
        diagonal[:size] += self.missing / self.of_missing + self.surplus / self.of_surplus
        diagonal *= REGULAR
        try:
            lower = np.linalg.cholesky(matrix)
        except np.linalg.LinAlgError:
            return False
        lacking = self.wanted - self._rows_of(self.share)
        lacking[:size] -= self.missing - self.surplus
        products_now = (
            self.share * self.reduced,
            self.missing * self.of_missing,
            self.surplus * self.of_surplus,
        )
        foreseen = self._direction(lower, lacking, *(-product for product in products_now))
        primal, dual = self._lengths(foreseen)
        mean = self.gap / count
        after = self._gap_after(foreseen, primal, dual) / count
        centre = mean * max((after / mean) ** 3, 1e-4)
        moved = zip(products_now, foreseen[1:4], foreseen[4:7], strict=True)
        aims = (centre - product - first * second for product, first, second in moved)
        move = self._direction(lower, lacking, *aims)
        primal, dual = (ALMOST * length for length in self._lengths(move))
        self.dual += dual * move[0]
        self.share, self.missing, self.surplus = (
            now + primal * change
            for now, change in zip((self.share, self.missing, self.surplus), move[1:4], strict=True)
        )
        self.reduced, self.of_missing, self.of_surplus = (
            now + dual * change
            for now, change in zip(
                (self.reduced, self.of_missing, self.of_surplus), move[4:7], strict=True
            )
        )
        self._weigh()
        return bool(np.isfinite(self.gap))

    def _direction(
        self, lower: Array, lacking: Array, shares: Array, missing: Array, surplus: Array
    ) -> tuple[Array, ...]:
        """Return the changes of duals, of the three variables, and of their reduced costs."""
        size = len(self.rows)
        right = lacking - self._rows_of(shares / self.reduced)
        right[:size] -= missing / self.of_missing - surplus / self.of_surplus
        change = solve_triangular(lower, right)
        reduced = -self._columns_of(change)
        of_missing, of_surplus = -change[:size], change[:size]
        return (
            change,
            (shares - self.share * reduced) / self.reduced,
            (missing - self.missing * of_missing) / self.of_missing,
            (surplus - self.surplus * of_surplus) / self.of_surplus,
            reduced,
            of_missing,
            of_surplus,
        )

    def _lengths(self, move: tuple[Array, ...]) -> tuple[float, float]:
        """Return how far variables and duals may go before one is nil (at most 1)."""
        variables = (self.share, self.missing, self.surplus)
        costs = (self.reduced, self.of_missing, self.of_surplus)
        return (
            min(_length(now, change) for now, change in zip(variables, move[1:4], strict=True)),
            min(_length(now, change) for now, change in zip(costs, move[4:7], strict=True)),
        )

    def _gap_after(self, move: tuple[Array, ...], primal: float, dual: float) -> float:
        variables = (self.share, self.missing, self.surplus)
        costs = (self.reduced, self.of_missing, self.of_surplus)
        steps = zip(variables, costs, move[1:4], move[4:7], strict=True)
        return sum(float((v + primal * dv) @ (c + dual * dc)) for v, c, dv, dc in steps)


def _length(now: Array, change: Array) -> float:
    falls = change < 0
    return min(1.0, float((-now[falls] / change[falls]).min())) if falls.any() else 1.0
