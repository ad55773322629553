"""What to free of a rota: some people over all days, or people over a window of days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.columns.generating import Freed
from tests.bench.columns.tables import OFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

    from tests.bench.columns.closing import Open
    from tests.bench.columns.generating import Gaps, Generator
    from tests.bench.columns.tables import Array

FADES = 0.9
"""What is left of gains and work each time that a kind is tried: the near past counts most."""
LEAST = 0.1
"""Share of the tries that a kind keeps at least."""
ROWS = 1500
"""Rows that one neighbourhood has at most: the master's work grows with their cube."""
MOST_PEOPLE = 60
"""People that a window of days frees at most."""
DEAREST = 0.4
"""Share of the people freed that are drawn by what they cost more than they must."""
SLIGHT = 1e-2
"""Points below which such a gap is none."""


class Kind(StrEnum):
    """A kind of neighbourhood: its size is people, or days."""

    PEOPLE = "listes : personnes"
    DAYS = "listes : jours"


class Finish(StrEnum):
    """How whole rosters are made of shares: fixed cell by cell, or chosen at once."""

    DIVE = "plongée"
    CHOICE = "choix"


SMALLEST_TEAM = {Finish.DIVE: 8, Finish.CHOICE: 6}
"""People to which a kind shrinks at most."""
SMALLEST_WINDOW = {Finish.DIVE: 7, Finish.CHOICE: 4}
"""Days to which a kind shrinks at most."""


@dataclass(kw_only=True)
class Way:
    """A kind's usual size, its bounds, and what it has gained for its work of late."""

    size: int
    most: int
    least: int
    gain: float = 1.0
    work: float = 0.05
    tries: int = 0

    def draw(self, random: Random) -> int:
        """Draw a size around the usual one."""
        lowest, highest = max(self.least, self.size // 2), min(self.most, 2 * self.size)
        return random.randint(min(lowest, highest), highest)

    def note(self, gain: float, work: float, *, closed: bool) -> None:
        """Note a try; a kind that is closed grows, one that fails shrinks now and then."""
        self.tries += 1
        self.gain, self.work = FADES * self.gain + gain, FADES * self.work + work
        if closed:
            self.size = min(self.most, self.size + 2)
        elif not gain and self.tries % 2:
            self.size = max(self.least, self.size - 1)


def ways_of(generator: Generator) -> dict[tuple[Kind, Finish], Way]:
    """Return the kinds with their first sizes."""
    people, days, kinds = generator.shapes.size
    ways = {}
    for finish in Finish:
        window, team = min(days, SMALLEST_WINDOW[finish]), min(people, SMALLEST_TEAM[finish])
        longest = max(window, min(days, ROWS // kinds))
        ways[Kind.DAYS, finish] = Way(size=min(longest, 2 * window), most=longest, least=window)
        if days * kinds <= ROWS:
            size = min(people, 2 * team)
            ways[Kind.PEOPLE, finish] = Way(size=size, most=people, least=team)
    return ways


def choose(ways: Mapping[tuple[Kind, Finish], Way], random: Random) -> tuple[Kind, Finish]:
    """Draw a kind and a finish, mostly by what they have gained for their work."""
    kinds = sorted(ways)
    rates = [ways[kind].gain / ways[kind].work for kind in kinds]
    weights = [LEAST + rate / (sum(rates) + 1e-9) for rate in rates]
    return random.choices(kinds, weights)[0]


def free(
    generator: Generator,
    rosters: Array,
    kind: Kind,
    size: int,
    *,
    random: Random,
    gaps: Gaps | None = None,
    left: Open | None = None,
) -> Freed:
    """
    Draw a cell by what it costs now, and free `size` people who may hold it, or days around.

    `gaps`: what costs more than it must. The cell is drawn by its own, and some of the people, if
    people are freed, by theirs. `left`: what a better rota may hold. None of both: nothing relaxed
    is known of the whole.
    """
    shapes = generator.shapes
    people, days, kinds = shapes.size
    costs = generator.row_costs(rosters) if gaps is None else gaps.rows
    cell = random.choices(range(len(costs)), (np.maximum(costs, 0) + 0.01).tolist())[0]
    day, slot = divmod(cell, kinds)
    closed = np.zeros(days, bool)
    if kind is Kind.PEOPLE:
        chosen = [] if gaps is None else _dearest(gaps.people, round(DEAREST * size), random)
        able = np.nonzero(shapes.open[:, day, slot])[0].tolist()
        chosen = _more(chosen, able, size - size // 4, random)
        chosen = _more(chosen, range(people), size, random)
    else:
        first = max(0, min(days - size, day - random.randrange(size)))
        chosen = random.sample(range(people), min(people, MOST_PEOPLE))
        closed[:first] = closed[first + size :] = True
    stays = rosters[:, :, None] == np.arange(kinds)
    may = np.where(closed[None, :, None], stays, shapes.open if left is None else left.may)
    rests = np.where(closed[None, :], rosters == OFF, np.True_ if left is None else left.rests)
    freed = np.array(sorted(chosen))
    base = generator.covered(np.delete(rosters, freed, axis=0))
    return Freed.of(freed, may, rests, base, shapes.cover)


def _more(chosen: list[int], among: Iterable[int], size: int, random: Random) -> list[int]:
    """Add people drawn among some until there are so many, if there are."""
    others = sorted(set(among).difference(chosen))
    return chosen + random.sample(others, max(0, min(len(others), size - len(chosen))))


def _dearest(gaps: Array, number: int, random: Random) -> list[int]:
    """Draw at most so many people of those who have a gap, by its size."""
    draws = {
        person: random.random() ** (1 / gap)
        for person, gap in enumerate(gaps.tolist())
        if gap > SLIGHT
    }
    return sorted(draws, key=lambda person: -draws[person])[:number]
