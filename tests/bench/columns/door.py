"""The search by columns as the rest of the engine sees it: assignments in, assignments out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.problem import Assignment
from tests.bench.columns.search import ColumnSearch
from tests.bench.columns.tables import OFF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ortools.sat.python.cp_model import CpModel

    from tests.bench.columns.choosing import Solved
    from tests.bench.columns.tables import Array, Shapes


class PartColumns:
    """
    The search of one part by columns.

    `stopped` is asked between two rounds of pricing, and so is the clock, if `until` is set.
    `solve` solves a model within a deterministic time, and seconds of the clock (None: any).
    `on_better` hears of each better rota, with what it costs. See `ColumnSearch` for the bound.
    """

    def __init__(
        self,
        shapes: Shapes,
        seed: int,
        *,
        stopped: Callable[[], bool],
        solve: Callable[[CpModel, float, float | None], Solved],
        on_better: Callable[[frozenset[Assignment], int], object],
    ) -> None:
        self.shapes, self.stopped, self.solve = shapes, stopped, solve
        self.until: float | None = None
        self.search = ColumnSearch(
            shapes,
            seed,
            self._stopped,
            self._solve,
            lambda rosters, cost: on_better(self.read(rosters), cost),
        )

    @property
    def _left(self) -> float | None:
        return None if self.until is None else self.until - time.monotonic()

    def _stopped(self) -> bool:
        return self.stopped() or (self._left is not None and self._left <= 0)

    def _solve(self, cp: CpModel, effort: float) -> Solved:
        return self.solve(cp, effort, self._left)

    def begin(self, assignments: Iterable[Assignment]) -> None:
        """Take a lawful rota to start from, if it is better than the one known."""
        place = {person: row for row, person in enumerate(self.shapes.people)}
        cells = {
            slot: (day, kind)
            for day, row in enumerate(self.shapes.slots)
            for kind, slot in enumerate(row)
            if slot
        }
        rosters = np.full(self.shapes.size[:2], OFF, np.int8)
        for assignment in assignments:
            day, kind = cells[assignment.slot]
            rosters[place[assignment.mediator], day] = kind
        self.search.begin(rosters)

    def read(self, rosters: Array) -> frozenset[Assignment]:
        """Return rosters as assignments."""
        return frozenset(
            Assignment(person, self.shapes.slots[day][rosters[row, day]])
            for row, person in enumerate(self.shapes.people)
            for day in np.nonzero(rosters[row] != OFF)[0]
        )
