"""
Search a part by columns: construct, generate and dive once over the whole, then improve by parts.

Each improvement frees some people or some days, generates columns for them alone and dives; what
isn't worse is kept. The first generation over the whole gives a bound that holds for every rota.
"""

from __future__ import annotations

from math import ceil
from random import Random
from typing import TYPE_CHECKING

from scheduler.engine.tried import timed
from tests.bench.columns.choosing import choose_rosters
from tests.bench.columns.closing import least_of, open_cells
from tests.bench.columns.construction import construct
from tests.bench.columns.diving import dive
from tests.bench.columns.generating import Generator
from tests.bench.columns.neighbourhoods import Finish, Kind, choose, free, ways_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.columns.choosing import Solve
    from tests.bench.columns.closing import Least
    from tests.bench.columns.generating import Freed, Generated
    from tests.bench.columns.neighbourhoods import Way
    from tests.bench.columns.tables import Array, Shapes

ROUNDS = 80
"""Rounds of the first generation at most; those of a neighbourhood have `FEW`."""
FEW = 25
GAP = 1e-3
FINE_GAP = 2e-4
FINEST_GAP = 1e-5
LARGEST = 2500
"""Rows of a part that is generated for as a whole at most."""
FEW_ROWS = 300
"""Rows of a part at most that is bounded finely: with 500 it takes 6 s, and gives nothing."""
FRESH = 600
"""Rows of people's whole rosters at most, where none were generated for the whole part."""
KEPT = 40
"""Columns kept of each person and month."""


class ColumnSearch:
    """
    The search of one part; it can be continued as often as there is time.

    `rosters`: the best known (P × D), or None, and `cost`, its points. `bound`: points that no rota
    goes below. `stopped` is asked between two rounds, `solve` chooses whole rosters. `on_better`
    hears of each better rota.
    """

    def __init__(
        self,
        shapes: Shapes,
        seed: int,
        stopped: Callable[[], bool],
        solve: Solve,
        on_better: Callable[[Array, int], object],
    ) -> None:
        self.shapes, self.solve, self.on_better = shapes, solve, on_better
        self.generator = Generator(shapes, stopped)
        self.random = Random(f"columns {seed}")
        self.rosters: Array | None = None
        self.cost = 0
        self.bound = 0
        self.ways = ways_of(self.generator)
        self._root: Generated | None = None
        self._least: Least | None = None
        self._duals: Array | None = None

    def begin(self, rosters: Array) -> None:
        """Take lawful rosters if they are better than those known."""
        self._take(rosters)

    def step(self, *, whole: bool = True) -> None:
        """
        Do the next step: a first rota, the whole once, then one neighbourhood.

        `whole`: generate for the whole where that is still to be done; else improve at once, as a
        process does while another generates for the whole.
        """
        if self.rosters is None:
            built = construct(self.generator, self.random)
            if built is not None:
                self._take(built)
        elif whole and self._root is None and len(self.shapes.cover.wanted) <= LARGEST:
            self._bound_whole(self.rosters)
        elif self.cost > self.bound:
            self._improve(self.rosters)

    @property
    def _open_ways(self) -> dict[tuple[Kind, Finish], Way]:
        """The ways worth a try: those that free days only, until the whole has its columns."""
        if self._root is not None or len(self.shapes.cover.wanted) <= FRESH:
            return self.ways
        return {way: record for way, record in self.ways.items() if way[0] is Kind.DAYS}

    def cost_of(self, rosters: Array) -> int:
        """Return what rosters cost, wishes and rows together."""
        own = sum(self.generator.pool.own_cost(p, roster) for p, roster in enumerate(rosters))
        return self.shapes.constant + own + round(float(self.generator.row_costs(rosters).sum()))

    def _bound_whole(self, rosters: Array) -> None:
        generator, everything = self.generator, self.generator.everything()
        generator.pool.add(enumerate(rosters))
        relaxed = generator.generate(everything, tolerance=GAP, rounds=ROUNDS)
        self._raise_bound(relaxed.bound)
        if len(self.shapes.cover.wanted) <= FEW_ROWS and self.bound < self.cost:
            # Points are whole: a finer bound is often one more, for little where rows are few.
            relaxed = generator.generate(
                everything, tolerance=FINEST_GAP, rounds=FEW, start=relaxed
            )
            self._raise_bound(relaxed.bound)
        self._duals = relaxed.duals
        if not generator.stopped():
            self._root, self._least = relaxed, least_of(generator, relaxed)
            self._take(dive(generator, everything, rosters, relaxed, self.random))

    def _raise_bound(self, relaxed: float) -> None:
        self.bound = max(self.bound, ceil(relaxed + self.shapes.constant - 1e-6))

    def _improve(self, rosters: Array) -> None:
        kind, finish = choose(self._open_ways, self.random)
        with timed(self.generator.tried, f"{kind}, {finish}") as tried:
            tried.gains = int(self._try(rosters, kind, finish))

    def _try(self, rosters: Array, kind: Kind, finish: Finish) -> bool:
        """Try a neighbourhood of a kind; return whether it made the rosters better."""
        way, generator = self.ways[kind, finish], self.generator
        gaps = None if self._root is None else generator.gaps(rosters, self._root)
        left = None if self._least is None else open_cells(self._least, rosters, self.cost)
        size = way.draw(self.random)
        freed = free(generator, rosters, kind, size, random=self.random, gaps=gaps, left=left)
        generator.pool.add(enumerate(rosters))
        begun, before = generator.work, self.cost
        others = before - self._cost_freed(rosters, freed)
        enough = before - 1 - others + 1e-3
        relaxed = generator.generate(
            freed,
            tolerance=FINE_GAP,
            rounds=FEW,
            duals=self._duals,
            enough=enough,
            most=4,
        )
        self._duals = relaxed.duals if self._duals is None else self._duals.copy()
        self._duals[freed.rows] = relaxed.duals[freed.rows]
        closed = relaxed.bound >= enough
        if closed or generator.stopped():
            pass
        elif finish is Finish.DIVE:
            self._take(dive(generator, freed, rosters, relaxed, self.random, enough=enough))
        else:
            chosen = choose_rosters(generator, freed, rosters, relaxed, self.solve, enough=enough)
            self._take(chosen.rosters)
            closed = chosen.closed
        way.note(before - self.cost, generator.work - begun, closed=closed)
        people, days, _ = self.shapes.size
        most = KEPT * people * max(1, days // 28)
        if len(generator.pool) > 2 * most:
            generator.pool.keep(most)
        return self.cost < before

    def _cost_freed(self, rosters: Array, freed: Freed) -> int:
        """Return what a neighbourhood's people and rows cost, as its master counts them."""
        own = sum(self.generator.pool.own_cost(p, rosters[p]) for p in freed.people)
        return own + round(float(self.generator.row_costs(rosters)[freed.rows].sum()))

    def _take(self, rosters: Array | None) -> None:
        if rosters is None:
            return
        cost = self.cost_of(rosters)
        if self.rosters is None or cost <= self.cost:
            better = self.rosters is None or cost < self.cost
            self.rosters, self.cost = rosters, cost
            if better:
                self.on_better(rosters, cost)
