"""Generate columns: price everyone under the master's duals, until nothing gained is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.engine.tried import Tried, timed
from tests.bench.columns.master import relax
from tests.bench.columns.pool import Pool
from tests.bench.columns.pricing import price
from tests.bench.columns.programme import DEAR
from tests.bench.columns.rows import dual_sums
from tests.bench.columns.tables import OFF, Array, Cover, Shapes
from tests.bench.columns.through import through

if TYPE_CHECKING:
    from collections.abc import Callable

COUNTED = 16_000_000
"""Values of a person's programme at most, for weekends to be one of its dimensions."""
EXACT = float(1 << 22)
"""Sums below this, in grains, are exact in single precision; so are those of two of them."""
VALUES, OVERHEAD, CUBE = 1e9, 1e-3, 1e10
"""Work: programmes' values over this; so much a round of the master; the cube of its rows over."""
APART = 4
"""Fewest days on which two rosters of one answer differ, where variety is wanted."""
PRICING, MASTER = "listes : tarification", "listes : maître relâché"
"""Steps of a generation, as they are measured."""
USED = 1e-3
"""Share from which on a column was of use."""
NEW_SHARE = 1e-2
OTHER_SHARE = 1e-3


class Freed(NamedTuple):
    """
    What is decided anew: the cells that `people` may hold (`may`, P × D × S; `rests`, P × D).

    `base`: the people whom everybody else puts on each row. `rows`: those that count.
    """

    people: Array
    may: Array
    rests: Array
    base: Array
    rows: Array

    @staticmethod
    def of(people: Array, may: Array, rests: Array, base: Array, cover: Cover) -> Freed:
        """Free cells, with the rows of a price that somebody freed may change."""
        free, idle = may[people], rests[people]
        loose = free.sum(axis=2) + idle > 1
        changed = (free & loose[:, :, None]).any(axis=0).reshape(-1)
        return Freed(
            people, may, rests, base, np.nonzero(changed & (cover.under + cover.over > 0))[0]
        )


class Generated(NamedTuple):
    """
    The relaxed solution: `places` in the pool, their `shares`, `duals`, `cost` and a `bound`.

    Cost and bound count the people freed and the rows that they may change. `least`: what any
    roster of each of these people costs at least under the duals.
    """

    places: Array
    shares: Array
    duals: Array
    least: Array
    cost: float
    bound: float


class Gaps(NamedTuple):
    """
    What each of the `people` and `rows` (flat) costs more than a relaxed solution lets it.

    None is below zero, but for the rounding of duals. Together they are what the rosters cost more
    than these duals bound them by. What lacks where nobody may come isn't counted: it must.
    """

    people: Array
    rows: Array


class Generator:
    """
    The columns of a part, and what pricing keeps from one round to the next.

    `work`: values that the programmes have filled, in thousands of millions: the deterministic
    measure of time. `tried`: what each kind of step came to. `values`: room for those of one
    programme.
    """

    def __init__(self, shapes: Shapes, stopped: Callable[[], bool]) -> None:
        self.shapes, self.stopped = shapes, stopped
        self.pool = Pool(shapes)
        self.work = 0.0
        self.tried: dict[str, Tried] = {}
        tables, days = shapes.tables, shapes.size[1]
        states = int(tables.longest.max()) * len(tables.follows) + int(tables.rest.max())
        plane = (days + 1) * states * (int(tables.most.max()) + 1)
        most = plane * (int(tables.weekends.max()) + 1)
        self.values = np.empty(max(plane, min(COUNTED, most)), np.float32)
        self._counts = np.zeros(len(shapes.cover.wanted), bool)
        self._counts[self.everything().rows] = True
        self._prices = np.zeros((len(tables.most), tables.limits.shape[1] + 1))
        cover = shapes.cover
        dear = max(1.0, float(np.abs(shapes.price).max()), float(cover.under.max()))
        dear = max(dear, float(cover.over.max())) * days * 4
        self.grain = 2.0 ** max(-8, int(np.ceil(np.log2(dear / EXACT))))

    def everything(self) -> Freed:
        """Return the whole part as what is freed."""
        people, days, _ = self.shapes.size
        rests = np.ones((people, days), bool)
        base = np.zeros(len(self.shapes.cover.wanted))
        cover = self.shapes.cover
        return Freed.of(np.arange(people), self.shapes.open, rests, base, cover)

    def covered(self, rosters: Array) -> Array:
        """Return how many of the rosters hold each cell (flat)."""
        kinds = self.shapes.size[2]
        filled = rosters.astype(np.int64)
        cells = np.arange(filled.shape[1]) * kinds + filled
        size = len(self.shapes.cover.wanted)
        return np.bincount(cells[filled != OFF], minlength=size).astype(float)

    def row_costs(self, rosters: Array) -> Array:
        """Return the points that each row costs (flat), for people missing or too many."""
        cover = self.shapes.cover
        lacking = cover.wanted - self.covered(rosters)
        return np.where(lacking > 0, lacking * cover.under, -lacking * cover.over)

    def gaps(self, rosters: Array, relaxed: Generated) -> Gaps:
        """Return where rosters of the whole part cost more than its relaxed solution."""
        people, _, kinds = self.shapes.size
        mine, sums = np.arange(people), np.empty(people)
        dual_sums(rosters, mine, np.concatenate([relaxed.duals, np.zeros(people)]), kinds, sums)
        own = np.array([self.pool.own_cost(p, roster) for p, roster in enumerate(rosters)])
        lacking = self.shapes.cover.wanted - self.covered(rosters)
        rows = np.where(self._counts, self.row_costs(rosters) - relaxed.duals * lacking, 0.0)
        return Gaps(own - sums - relaxed.least, rows)

    def priced(
        self,
        freed: Freed,
        duals: Array,
        below: Array,
        *,
        most: int = 3,
        apart: int = APART,
        rounds: int = 4,
    ) -> tuple[list[tuple[int, Array]], Array]:
        """
        Price everybody freed under duals that are multiples of the grain.

        Returns rosters of a cost less than `below`, with whose they are, best first of each person;
        and what each person's best costs at least.
        """
        people, days, kinds = freed.people, *self.shapes.size[1:]
        cost = self.shapes.price - duals.reshape(1, days, kinds)
        rosters = np.empty((len(people), most, days), np.int8)
        costs = np.full((len(people), most), DEAR, np.float64)
        number = np.zeros(len(people), np.int64)
        least = np.empty(len(people))
        with timed(self.tried, PRICING) as tried:
            filled = price(
                *(self.shapes.tables, people, freed.may, freed.rests, cost, self._prices, below),
                *(apart, self.grain, rounds),
                *(self.values, rosters, costs, number, least),
            )
            tried.gains = int(number.any())
        self.work += filled / VALUES
        answers = [(int(p), rosters[i, j]) for i, p in enumerate(people) for j in range(number[i])]
        return answers, least

    def through(self, duals: Array) -> tuple[Array, Array]:
        """
        Return what any roster costs at least that holds a cell, and one that rests on a day.

        P × D × S and P × D, under duals that are multiples of the grain, and with the multipliers
        that pricing has left.
        """
        shapes, everything = self.shapes, self.everything()
        cost = shapes.price - duals.reshape(1, *shapes.size[1:])
        cells, idle = np.empty(shapes.size), np.empty(shapes.size[:2])
        with timed(self.tried, PRICING):
            filled = through(
                *(shapes.tables, everything.may, everything.rests, cost, self._prices),
                *(self.values, np.empty_like(self.values), cells, idle),
            )
        self.work += filled / VALUES
        return cells, idle

    def generate(
        self,
        freed: Freed,
        *,
        tolerance: float,
        rounds: int,
        duals: Array | None = None,
        start: Generated | None = None,
        enough: float = np.inf,
        most: int = 3,
    ) -> Generated:
        """
        Generate until cost and bound are within `tolerance`, or the bound reaches `enough`.

        `start`: the solution of a problem of which this one is a part.
        """
        pool, cover, people = self.pool, self.shapes.cover, freed.people
        kinds = self.shapes.size[2]
        local = np.full(self.shapes.size[0], -1)
        local[people] = np.arange(len(people))
        left = Cover(cover.wanted - freed.base, cover.under, cover.over)
        if duals is None:
            duals = start.duals if start is not None else cover.under / 2
        share = np.full(len(pool), OTHER_SHARE if start is not None else 1.0)
        if start is not None:
            share[start.places] = start.shares
        places, best, aim = pool.fitting(people, freed.may, freed.rests), -np.inf, 1e-1
        while True:
            columns, owner = pool.columns[places], local[pool.owner[places]]
            with timed(self.tried, MASTER):
                relaxed = relax(
                    columns,
                    owner,
                    pool.cost[places],
                    cover=left,
                    rows=freed.rows,
                    persons=len(people),
                    shares=share[places],
                    duals=duals,
                    tolerance=aim,
                )
            self.work += OVERHEAD + (len(freed.rows) + len(people)) ** 3 / CUBE
            share[:] = 0
            share[places] = relaxed.shares
            duals = np.round(relaxed.duals / self.grain) * self.grain
            reduced = np.empty(len(places))
            both = np.concatenate([duals, np.zeros(len(people))])
            dual_sums(columns, owner, both, kinds, reduced)
            reduced = pool.cost[places] - reduced
            below = np.full(len(people), np.inf)
            np.minimum.at(below, owner, reduced)
            answers, least = self.priced(freed, duals, below, most=most)
            least = np.minimum(least, below)
            bound = float(least.sum() + (left.wanted * duals).sum())
            best = max(best, bound)
            rounds -= 1
            gap = (relaxed.cost - best) / max(1.0, abs(relaxed.cost))
            known = len(pool)
            new = np.setdiff1d(np.array(pool.add(answers), np.int64), places)
            done = gap <= tolerance or best >= enough or (not len(new) and aim <= tolerance / 2)
            if done or rounds <= 0 or self.stopped():
                pool.use(places[relaxed.shares > USED])
                return Generated(places, relaxed.shares, duals, least, relaxed.cost, best)
            aim = min(aim, max(gap / 10, tolerance / 5)) if len(new) else aim / 10
            share = np.concatenate([share, np.zeros(len(pool) - known)])
            share[new] = NEW_SHARE
            places = np.concatenate([self._lean(places, reduced - below[owner], share), new])

    def _lean(self, places: Array, reduced: Array, share: Array) -> Array:
        """Leave out the columns that cost most, where there are too many."""
        people, rows = len(np.unique(self.pool.owner[places])), len(self.shapes.cover.wanted)
        most = max(10 * people, 2 * (people + rows))
        if len(places) <= 2 * most:
            return places
        order = np.argsort(reduced - 1e9 * (share[places] > OTHER_SHARE), kind="stable")
        return np.sort(places[order[:most]])
