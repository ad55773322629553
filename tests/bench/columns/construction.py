"""Build a first lawful rota, one person after another, each taking what the rows lack most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from random import Random

    from tests.bench.columns.generating import Generator
    from tests.bench.columns.tables import Array

ROUNDS = 40
"""Moves of the multipliers until a person's roster keeps all limits."""


def construct(generator: Generator, random: Random) -> Array | None:
    """
    Return a lawful roster for everybody (P × D), in a drawn order.

    None: somebody has none that the programme finds, or it was stopped.
    """
    people, days, _ = generator.shapes.size
    cover, whole = generator.shapes.cover, generator.everything()
    rosters = np.empty((people, days), np.int8)
    filled = np.zeros(len(cover.wanted))
    order = list(range(people))
    random.shuffle(order)
    for person in order:
        duals = np.where(filled < cover.wanted, cover.under, -cover.over).astype(float)
        alone, below = whole._replace(people=np.array([person])), np.full(1, np.inf)
        answers, _ = generator.priced(alone, duals, below, most=1)
        if not answers:
            answers, _ = generator.priced(alone, duals, below, most=1, rounds=ROUNDS)
        if not answers or generator.stopped():
            return None
        rosters[person] = answers[0][1]
        filled += generator.covered(rosters[[person]])
    return rosters
