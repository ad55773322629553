"""Small instances of the tests' own, as text, and drawn ones with rosters near their limits."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.bench.instances.instance import Cover, Instance, Request, Shift, Staff

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = """\
# A fortnight of three people.
SECTION_HORIZON
# The horizon length in days:
14

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,600,E

SECTION_STAFF
# ID, MaxShifts, …
A,E=14|L=2,4320,3360,5,2,2,1
B,E=14|L=14,4320,3360,5,2,2,1
C,E=14|L=0,2400,1200,4,1,1,2

SECTION_DAYS_OFF
A,0,13
B,5

SECTION_SHIFT_ON_REQUESTS
A,2,E,2
C,3,E,1

SECTION_SHIFT_OFF_REQUESTS
B,9,L,3

SECTION_COVER
# Day, ShiftID, Requirement, Weight for under, Weight for over
""" + "".join(f"{day},E,1,100,1\n{day},L,{day % 2},50,2\n" for day in range(14))


def drawn_instance(seed: int) -> Instance:
    """Draw an instance of one to five people, one to four weeks, one to three shifts."""
    rng = Random(f"instance-{seed}")
    days = rng.choice((5, 7, 10, 14, 21, 28))
    names = ("a", "b", "c-2026-01-05")[: rng.randint(1, 3)]
    shifts = tuple(
        Shift(
            id=name,
            minutes=rng.choice((60, 480, 600, 1380)),
            not_before=frozenset(other for other in names if rng.random() < 0.3),
        )
        for name in names
    )
    staff = tuple(_staff(rng, f"p{n}", days, names) for n in range(rng.randint(1, 5)))
    people = [person.id for person in staff]
    return Instance(
        days=days,
        shifts=shifts,
        staff=staff,
        requests=tuple(
            Request(
                staff=rng.choice(people),
                day=rng.randrange(days),
                shift=rng.choice(names),
                weight=rng.randint(0, 12),
                wants=rng.random() < 0.5,
            )
            for _ in range(rng.randint(0, 12))
        ),
        cover=tuple(
            Cover(
                day=day,
                shift=shift,
                required=rng.randint(0, 3),
                under=rng.choice((0, 1, 100)),
                over=rng.choice((0, 1, 7)),
            )
            for day in range(days)
            for shift in names
            if rng.random() < 0.9
        ),
    )


def _staff(rng: Random, ident: str, days: int, names: Sequence[str]) -> Staff:
    longest = rng.randint(2, 6)
    most = rng.choice((0, 480 * days // 2, 480 * days, 1380 * days))
    return Staff(
        id=ident,
        most_of={n: rng.choice((0, 1, 3, days, days)) for n in names if rng.random() < 0.8},
        most_minutes=most,
        least_minutes=min(most, rng.choice((0, 0, 480, 480 * days // 4))),
        longest_run=longest,
        shortest_run=rng.randint(0, min(3, longest)),
        shortest_rest=rng.randint(0, 3),
        most_weekends=rng.choice((0, 1, 2, 4)),
        days_off=frozenset(day for day in range(days) if rng.random() < 0.06),
    )


def drawn_roster(instance: Instance, seed: int) -> list[list[str]]:
    """Draw a roster in runs of work and rest, so that some of it is lawful."""
    rng = Random(f"roster-{seed}")
    rows = []
    for _ in instance.staff:
        row: list[str] = []
        idle = rng.random() < 0.2
        while len(row) < instance.days:
            steady = rng.choice(instance.shifts).id
            for _ in range(rng.randint(1, 5)):
                other = rng.choice(instance.shifts).id
                row.append(steady if rng.random() < 0.7 else other)
            row += [""] * rng.randint(1, 4)
        rows.append([""] * instance.days if idle else row[: instance.days])
    return rows
