"""How what lists of rosters cost grows with people and with days, on instances drawn for that."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from scheduler.engine import Options
from tests.bench.instances.instance import Cover, Instance, Request, Shift, Staff
from tests.bench.instances.running import run

if TYPE_CHECKING:
    from tests.bench.engine import Say

SIZES = ((20, 28), (40, 28), (80, 28), (20, 56), (20, 112))
"""People and days: the first is what the others are compared with."""

SECONDS = 20.0
SHIFTS = (("E", 480, ()), ("D", 480, ("E",)), ("L", 600, ("E", "D")), ("N", 600, ("E", "D", "L")))
WEEKEND = 5


def growth(say: Say) -> None:
    """Print milliseconds of processor of each kind of step, beside those of the first size."""
    say(f"listes, instances tirées, {SECONDS:.0f} s : ms par essai (fois la première)")
    first: dict[str, float] = {}
    for people, days in SIZES:
        result, _ = run(drawn(people, days), Options(seconds=SECONDS))
        say(
            f"    {people} personnes × {days} jours : pénalité {result.penalty}, borne "
            f"{result.bound}, {result.seconds:.1f} s, mémoire {result.peak_memory_mb} Mo"
        )
        for work in (w for w in result.profile if w.tries):
            each = 1000 * work.seconds / work.tries
            times = each / max(first.setdefault(work.kind, each), 1e-9)
            say(f"        {work.kind:26} {work.tries:6} essais {each:9.1f} ms ({times:5.1f} fois)")


def drawn(people: int, days: int) -> Instance:
    """Draw an instance in which three people in four are needed at work on a weekday."""
    rng = Random(f"growth-{people}-{days}")
    staff = tuple(_staff(rng, f"p{n}", days) for n in range(people))
    return Instance(
        days=days,
        shifts=tuple(
            Shift(id=name, minutes=minutes, not_before=frozenset(before))
            for name, minutes, before in SHIFTS
        ),
        staff=staff,
        requests=tuple(
            Request(
                staff=rng.choice(staff).id,
                day=rng.randrange(days),
                shift=rng.choice(SHIFTS)[0],
                weight=rng.randint(1, 3),
                wants=rng.random() < 0.5,
            )
            for _ in range(people * days // 7)
        ),
        cover=tuple(
            Cover(
                day=day,
                shift=name,
                required=max(1, people * (2 if day % 7 >= WEEKEND else 3) // (4 * len(SHIFTS))),
                under=100,
                over=1,
            )
            for day in range(days)
            for name, _, _ in SHIFTS
        ),
    )


def _staff(rng: Random, ident: str, days: int) -> Staff:
    weeks = days // 7
    hours = rng.choice((24, 32, 35, 39))
    return Staff(
        id=ident,
        most_of={"N": 2 * weeks if rng.random() < 0.5 else 0},
        most_minutes=60 * hours * weeks + 480,
        least_minutes=60 * hours * weeks - 960,
        longest_run=5,
        shortest_run=2,
        shortest_rest=2,
        most_weekends=weeks // 2,
        days_off=frozenset(rng.sample(range(days), weeks // 2)),
    )
