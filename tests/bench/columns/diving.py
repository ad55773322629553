"""
Dive: fix the cells that the shares agree on, a few at a time, and generate on until all is whole.

Every roster is lawful by itself, so a dive always ends with a lawful rota; what it costs shows how
well its cells were chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.bench.columns.tables import OFF

if TYPE_CHECKING:
    from random import Random

    from tests.bench.columns.generating import Freed, Generated, Generator
    from tests.bench.columns.tables import Array

WHOLE = 0.97
"""Share from which on a person's roster is taken whole."""
AGREED = 0.75
"""Share from which on a cell is fixed as soon as it may."""
DRAWN = 0.05
"""Share by which chance may put one cell before another, so that no two dives are alike."""
FEWEST = 4
"""Cells that each step fixes at least, if there are as many."""


def dive(
    generator: Generator,
    freed: Freed,
    rosters: Array,
    relaxed: Generated,
    random: Random,
    *,
    enough: float = np.inf,
) -> Array | None:
    """
    Return everybody's rosters, those freed made anew.

    None: stopped before the end, or what is left costs at least `enough`.
    """
    pool, (_, days, kinds) = generator.pool, generator.shapes.size
    may, rests, base = freed.may.copy(), freed.rests.copy(), freed.base.copy()
    rosters, left = rosters.copy(), freed.people
    draw = np.random.default_rng(random.getrandbits(32))
    settled = may.sum(axis=2) + rests == 1
    while len(left):
        columns = pool.columns[relaxed.places].astype(np.int64)
        owner, shares = pool.owner[relaxed.places], relaxed.shares
        cells = np.zeros((len(rosters), days, kinds + 1))
        for day in range(days):
            np.add.at(cells[:, day], (owner, columns[:, day]), shares)
        order = np.argsort(shares, kind="stable")
        first = np.zeros(len(rosters), np.int64)
        first[owner[order]] = order
        whole = shares[first[left]] > WHOLE
        for person in left[whole]:
            rosters[person] = columns[first[person]]
        base += generator.covered(rosters[left[whole]])
        enough -= sum(pool.own_cost(person, rosters[person]) for person in left[whole])
        left = left[~whole]
        if not len(left):
            break
        chosen = columns[first[left]]
        agreed = cells[left[:, None], np.arange(days)[None, :], chosen]
        agreed[settled[left]] = -1
        flat = np.argsort(-agreed - DRAWN * draw.random(agreed.shape), axis=None, kind="stable")
        loose = int((agreed >= 0).sum())
        sure = int((agreed >= AGREED).sum())
        number = min(loose, max(2 * FEWEST, loose // 6), max(sure, FEWEST, loose // 25))
        for place in flat[:number]:
            row, day = divmod(int(place), days)
            person, kind = left[row], chosen[row, day]
            settled[person, day] = True
            may[person, day] = False
            rests[person, day] = kind == OFF
            if kind != OFF:
                may[person, day, kind] = True
        if generator.stopped():
            return None
        relaxed = generator.generate(
            freed._replace(people=left, may=may, rests=rests, base=base),
            tolerance=3e-3,
            rounds=3,
            start=relaxed,
            enough=enough,
            most=2,
        )
        if relaxed.bound >= enough:
            return None
    return rosters
