"""Who and which days are freed, drawn by what costs more than it must."""

from __future__ import annotations

from random import Random

import numpy as np

from tests.bench.columns.checks.enumerated import small_instance
from tests.bench.columns.closing import Open
from tests.bench.columns.construction import construct
from tests.bench.columns.generating import Gaps, Generator
from tests.bench.columns.neighbourhoods import Kind, free
from tests.bench.columns.outlines.shaping import shapes_of
from tests.bench.instances.problem import PROFILE, problem_of

PEOPLE, DAYS, SIZE = 12, 6, 5


def freed(
    kind: Kind, people: dict[int, float], *rows: int, gap: float = 0.0, left: Open | None = None
) -> list[tuple[set[int], set[int]]]:
    """Draw neighbourhoods for gaps of these people and rows; return their people and open days."""
    shapes = shapes_of(problem_of(small_instance(Random(3), people=PEOPLE, days=DAYS)), PROFILE)
    assert shapes is not None
    generator, random = Generator(shapes, lambda: False), Random(0)
    rosters = construct(generator, random)
    assert rosters is not None
    gaps = Gaps(np.zeros(PEOPLE), np.full(len(shapes.cover.wanted), gap))
    for person, more in people.items():
        gaps.people[person] = more
    gaps.rows[list(rows)] = 1e6
    drawn = []
    for _ in range(30):
        size = SIZE if kind is Kind.PEOPLE else 1
        some = free(generator, rosters, kind, size, random=random, gaps=gaps, left=left)
        loose = np.nonzero((some.may.sum(axis=2) + some.rests > 1).any(axis=0))[0]
        drawn.append((set(some.people.tolist()), set(loose.tolist())))
    return drawn


def test_who_costs_more_than_they_must_is_always_freed() -> None:
    drawn = freed(Kind.PEOPLE, {4: 1.0, 7: 0.1})

    assert all({4, 7} <= people and len(people) == SIZE for people, _ in drawn)


def test_of_many_who_costs_most_is_freed_most_often() -> None:
    drawn = freed(Kind.PEOPLE, {0: 100.0} | dict.fromkeys(range(1, PEOPLE), 0.1))

    times = [sum(who in people for people, _ in drawn) for who in range(PEOPLE)]
    assert times[0] == max(times) == len(drawn)
    assert min(times) > 0


def test_only_what_a_better_rota_may_hold_is_open() -> None:
    may = np.zeros((PEOPLE, DAYS, 2), bool)
    may[:, 2] = True

    drawn = freed(Kind.PEOPLE, {}, left=Open(may, np.ones((PEOPLE, DAYS), bool)))

    assert all(days == {2} for _, days in drawn)


def test_a_day_that_costs_more_than_it_must_is_freed() -> None:
    kinds = 2

    drawn = freed(Kind.DAYS, {}, 3 * kinds)

    assert all(days <= {3} for _, days in drawn)
    assert any(days for _, days in drawn)


def test_gaps_a_little_below_zero_draw_any_cell() -> None:
    drawn = freed(Kind.DAYS, {}, gap=-0.02)

    assert len({min(days) for _, days in drawn if days}) > 1
