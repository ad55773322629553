"""The rosters known of each person, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.engine.columns.tables import OFF, Array, Shapes

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
        return places

    def fitting(self, people: Array, may: Array, rests: Array) -> Array:
        """Return the places of the columns of `people` that hold only what each may do."""
        mine = np.zeros(self.shapes.size[0], bool)
        mine[people] = True
        places = np.nonzero(mine[self.owner])[0]
        filled = self.columns[places].astype(np.int64)
        owner, days = self.owner[places][:, None], np.arange(filled.shape[1])[None, :]
        fits = np.where(filled == OFF, rests[owner, days], may[owner, days, np.maximum(filled, 0)])
        return places[fits.all(axis=1)]

    def keep(self, number: int) -> None:
        """Forget all columns but the last `number`."""
        if len(self) > number:
            self.columns, self.owner = self.columns[-number:], self.owner[-number:]
            self.cost = self.cost[-number:]
            keys = zip(self.owner, self.columns, strict=True)
            self._place = {(int(p), r.tobytes()): place for place, (p, r) in enumerate(keys)}
