"""Every lawful roster of one person of a small instance, by trying all, and every rota's cost."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from tests.bench.instances.instance import Cover, Instance, Request, Shift, Staff
from tests.bench.instances.scoring import score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Row = tuple[str, ...]
"""A shift, or nothing, a day."""


def small_instance(rng: Random, *, people: int, days: int) -> Instance:
    """Draw an instance so small that all its rosters can be tried."""
    shifts = (
        Shift(id="E", minutes=480),
        Shift(id="L", minutes=rng.choice((480, 600)), not_before=frozenset({"E"})),
    )
    staff = tuple(_person(rng, f"p{n}", days) for n in range(people))
    return Instance(
        days=days,
        shifts=shifts,
        staff=staff,
        requests=tuple(
            Request(
                staff=rng.choice(staff).id,
                day=rng.randrange(days),
                shift=rng.choice(("E", "L")),
                weight=rng.randint(1, 3),
                wants=rng.random() < 0.5,
            )
            for _ in range(4)
        ),
        cover=tuple(
            Cover(day=day, shift=shift.id, required=rng.randint(0, 2), under=10, over=1)
            for day in range(days)
            for shift in shifts
        ),
    )


def _person(rng: Random, ident: str, days: int) -> Staff:
    longest = rng.randint(2, 4)
    return Staff(
        id=ident,
        most_of={"E": rng.choice((2, days)), "L": rng.choice((0, 1, days))},
        most_minutes=480 * rng.randint(3, days),
        least_minutes=480 * rng.randint(0, 2),
        longest_run=longest,
        shortest_run=rng.randint(1, 2),
        shortest_rest=rng.randint(1, 3),
        most_weekends=rng.choice((0, 1, 2)),
        days_off=frozenset({rng.randrange(days)}),
    )


def lawful_rows(instance: Instance, place: int) -> Iterator[Row]:
    """Yield each roster of one person that breaks nothing, judged by the scorer."""
    names = ("", *(shift.id for shift in instance.shifts))
    idle = [[""] * instance.days for _ in instance.staff]
    who = instance.staff[place].id
    for row in product(names, repeat=instance.days):
        roster = [*idle]
        roster[place] = list(row)
        if not any(person == who for person, _ in score(instance, roster).broken):
            yield row


def least_penalty(instance: Instance) -> int | None:
    """Return the least penalty of all lawful rosters of two people, or None."""
    rows = [list(lawful_rows(instance, place)) for place in range(len(instance.staff))]
    rosters = ([list(row) for row in chosen] for chosen in product(*rows))
    return min((score(instance, roster).penalty for roster in rosters), default=None)
