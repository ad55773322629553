"""
Choose one whole roster of each person among those generated: the master, with no shares.

Only rosters whose reduced cost leaves room for a better rota count, and only better rotas are
looked for, so that CP-SAT often closes a choice that a dive would miss.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.tried import timed
from tests.bench.columns.rows import dual_sums
from tests.bench.columns.tables import OFF

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.columns.generating import Freed, Generated, Generator
    from tests.bench.columns.tables import Array

    Solve = Callable[[cp_model.CpModel, float], "Solved"]
    """Solves a model within so much deterministic time."""

MORE = 12
"""Rosters that are added of each person for the choice, at most."""
COLUMNS = 600
"""Rosters to choose from at most, those of least reduced cost."""
EFFORT, QUICK = 1.0, 0.4
"""Deterministic time of a choice at most, and that within which neighbourhoods may grow."""
CHOICE = "listes : maître entier"
"""The choice, as it is measured."""
SOLVED = 0.4
"""Work that a unit of that time counts for."""


class Solved(Protocol):
    """What CP-SAT answers: see `Answer` of the search that calls it."""

    @property
    def vector(self) -> tuple[int, ...] | None:
        """Each variable’s value in the best solution (None: there is none)."""

    @property
    def proved(self) -> bool:
        """Whether there is no better one."""

    @property
    def impossible(self) -> bool:
        """Whether there is none, proved."""

    @property
    def spent(self) -> float:
        """Deterministic time."""


class Chosen(NamedTuple):
    """Better `rosters` of everybody (None: none were found), and whether that was soon proved."""

    rosters: Array | None
    closed: bool


def choose_rosters(
    generator: Generator,
    freed: Freed,
    rosters: Array,
    relaxed: Generated,
    solve: Solve,
    *,
    enough: float,
) -> Chosen:
    """Choose among the rosters known of the people freed; at most `enough` will do."""
    pool, room = generator.pool, enough - relaxed.bound
    least = np.full(generator.shapes.size[0], np.inf)
    places, reduced = _known(generator, freed, relaxed)
    np.minimum.at(least, pool.owner[places], reduced)
    below = least[freed.people] + room
    pool.add(generator.priced(freed, relaxed.duals, below, most=MORE, apart=1, rounds=1)[0])
    places, reduced = _known(generator, freed, relaxed)
    np.minimum.at(least, pool.owner[places], reduced)
    reduced -= least[pool.owner[places]]
    near = np.argsort(reduced, kind="stable")[: min(COLUMNS, int((reduced <= room).sum()))]
    cp, literals = _master(generator, freed, places[near], floor(enough))
    with timed(generator.tried, CHOICE) as tried:
        answer = solve(cp, EFFORT)
        tried.gains = int(answer.vector is not None)
    generator.work += SOLVED * answer.spent
    closed = answer.spent < QUICK and (answer.proved or answer.impossible)
    if answer.vector is None:
        return Chosen(None, closed)
    chosen = rosters.copy()
    for place, literal in zip(places[near], literals, strict=True):
        if answer.vector[literal.index]:
            chosen[pool.owner[place]] = pool.columns[place]
    return Chosen(chosen, closed)


def _known(generator: Generator, freed: Freed, relaxed: Generated) -> tuple[Array, Array]:
    """Return the places of the rosters that may be chosen, and their reduced costs."""
    pool, (people, _, kinds) = generator.pool, generator.shapes.size
    places = pool.fitting(freed.people, freed.may, freed.rests)
    sums = np.empty(len(places))
    duals = np.concatenate([relaxed.duals, np.zeros(people)])
    dual_sums(pool.columns[places], pool.owner[places], duals, kinds, sums)
    return places, pool.cost[places] - sums


def _master(
    generator: Generator, freed: Freed, places: Array, most: int
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return a model that chooses a roster of each person, and the literals of the rosters."""
    pool, cover = generator.pool, generator.shapes.cover
    kinds = generator.shapes.size[2]
    cp = cp_model.CpModel()
    literals = [cp.new_bool_var("") for _ in places]
    prices = [int(cost) for cost in pool.cost[places]]
    rosters: dict[int, list[int]] = {int(person): [] for person in freed.people}
    holders: dict[int, list[int]] = {int(row): [] for row in freed.rows}
    for number, place in enumerate(places):
        rosters[int(pool.owner[place])].append(number)
        roster = pool.columns[place]
        for day in np.nonzero(roster != OFF)[0]:
            row = int(day) * kinds + int(roster[day])
            if row in holders:
                holders[row].append(number)
    for numbers in rosters.values():
        cp.add_exactly_one(literals[number] for number in numbers)
    lacks, points, constant = [], [], 0
    for row, numbers in holders.items():
        wanted = int(cover.wanted[row] - freed.base[row])
        under, over = int(cover.under[row]), int(cover.over[row])
        # Beyond what is wanted each holder costs `over`; who lacks costs that again, and `under`.
        step = over if wanted < len(numbers) else -under
        for number in numbers:
            prices[number] += step
        constant -= step * wanted
        if 0 < wanted < len(numbers):
            lack = cp.new_int_var(0, wanted, "")
            cp.add(cp_model.LinearExpr.sum([lack, *(literals[n] for n in numbers)]) >= wanted)
            lacks.append(lack)
            points.append(under + over)
    total = cp_model.LinearExpr.weighted_sum([*literals, *lacks], [*prices, *points]) + constant
    cp.add(total <= most)
    cp.minimize(total)
    return cp, literals
