"""The rosters known of each person, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.bench.columns.rows import fitting
from tests.bench.columns.tables import OFF, Array, Shapes

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pool:
    """Columns (n × D), `owner` (the person's place), and the points each costs (`cost`)."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        days = shapes.size[1]
        self.columns = np.empty((0, days), np.int8)
        self.owner = np.empty(0, np.int64)
        self.cost = np.empty(0)
        self._used, self._uses = np.empty(0, np.int64), 0
        self._place: dict[tuple[int, bytes], int] = {}

    def __len__(self) -> int:
        return len(self.owner)

    def own_cost(self, person: int, roster: Array) -> int:
        """Return the points that a roster costs its person."""
        days = np.nonzero(roster != OFF)[0]
        return int(self.shapes.price[person, days, roster[days]].sum())

    def add(self, rosters: Iterable[tuple[int, Array]]) -> list[int]:
        """Add rosters that aren't known yet; return the places of all of them."""
        places: list[int] = []
        new: list[tuple[int, Array]] = []
        for person, roster in rosters:
            key = (int(person), roster.tobytes())
            if key not in self._place:
                self._place[key] = len(self) + len(new)
                new.append((person, roster.copy()))
            places.append(self._place[key])
        if new:
            self.columns = np.concatenate([self.columns, np.array([r for _, r in new], np.int8)])
            self.owner = np.concatenate([self.owner, np.array([p for p, _ in new], np.int64)])
            costs = [float(self.own_cost(p, r)) for p, r in new]
            self.cost = np.concatenate([self.cost, np.array(costs)])
            self._used = np.concatenate([self._used, np.full(len(new), self._uses)])
        return places

    def fitting(self, people: Array, may: Array, rests: Array) -> Array:
        """Return the places of the columns of `people` that hold only what each may do."""
        mine = np.zeros(self.shapes.size[0], bool)
        mine[people] = True
        fits = mine[self.owner]
        fitting(self.columns, self.owner, may, rests, fits)
        return np.nonzero(fits)[0]

    def use(self, places: Array) -> None:
        """Note that columns were of use now."""
        self._uses += 1
        self._used[places] = self._uses

    def keep(self, number: int) -> None:
        """Forget all columns but as many as were of use last, or came last."""
        if len(self) > number:
            kept = np.sort(np.argsort(self._used, kind="stable")[-number:])
            self.columns, self.owner = self.columns[kept], self.owner[kept]
            self.cost, self._used = self.cost[kept], self._used[kept]
            keys = zip(self.owner, self.columns, strict=True)
            self._place = {(int(p), r.tobytes()): place for place, (p, r) in enumerate(keys)}
