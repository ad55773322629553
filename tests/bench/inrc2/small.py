"""A small instance of the tests' own, as text, drawn weeks of it, and drawn rosters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.inrc2.instance import Instance, parse

if TYPE_CHECKING:
    from random import Random

    from tests.bench.inrc2.scoring import Held

SCENARIO = """\
SCENARIO = n004w2

WEEKS = 2

SKILLS = 2
HeadNurse
Nurse

SHIFT_TYPES = 2
Early (2,3)
Night (3,4)

FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
Early 0
Night 1 Early

CONTRACTS = 2
FullTime (6,9) (2,4) (2,3) 1 1
PartTime (3,6) (1,3) (2,5) 2 0

NURSES = 4
Ana FullTime 2 HeadNurse Nurse
Bob PartTime 1 HeadNurse
Cleo FullTime 1 Nurse
Dan PartTime 1 Nurse
"""
HISTORY = """\
HISTORY
1 n004w2

NURSE_HISTORY
Ana 3 1 Night 1 3 0
Bob 0 0 Early 3 3 0
Cleo 4 1 None 0 0 2
Dan 2 0 None 0 0 5
"""
WEEK = """\
WEEK_DATA
n004w2

REQUIREMENTS
Early HeadNurse (0,1) (1,1) (0,0) (0,1) (0,0) (1,1) (0,1)
Early Nurse (1,2) (0,1) (1,1) (0,1) (0,2) (0,1) (1,1)
Night HeadNurse (0,0) (0,1) (0,0) (0,0) (0,1) (0,0) (0,0)
Night Nurse (0,1) (0,0) (0,1) (1,1) (0,1) (0,1) (0,0)

SHIFT_OFF_REQUESTS = 2
Ana Any Thu
Dan Early Sat
"""


def drawn_instance(rng: Random) -> Instance:
    """Draw bounds of contracts and shifts, what was before, and one week or two."""

    def pair() -> str:
        return "({},{})".format(*sorted((rng.randint(0, 2), rng.randint(1, 4))))

    scenario, history = SCENARIO, HISTORY
    for text in ("(6,9)", "(2,4)", "(2,3)", "(3,6)", "(1,3)", "(2,5)", "(3,4)"):
        scenario = scenario.replace(text, f"({rng.randint(1, 3)},{rng.randint(3, 6)})", 1)
    history = history.replace("HISTORY\n1", f"HISTORY\n{rng.randint(0, 1)}", 1)
    lines = history.splitlines()
    for number in range(4, 8):
        who = lines[number].split()[0]
        worked = rng.choice((0, 1, 2, 5))
        alike = rng.randint(1, worked) if worked else 0
        shift = rng.choice(("Early", "Night")) if worked else "None"
        off = 0 if worked else rng.randint(1, 5)
        lines[number] = (
            f"{who} {rng.randint(0, 9)} {rng.randint(0, 3)} {shift} {alike} {worked} {off}"
        )
    weeks = []
    for _ in range(rng.randint(1, 2)):
        week = WEEK
        for text in ("(0,1)", "(1,1)", "(0,2)"):
            week = week.replace(text, pair(), 2)
        weeks.append(week)
    return parse(scenario, "\n".join(lines), *weeks)


def drawn_roster(instance: Instance, rng: Random) -> frozenset[Held]:
    """Draw a roster in runs of work and rest, with a few days of two shifts and wrong skills."""
    roster: set[Held] = set()
    for nurse in instance.nurses:
        day = rng.randint(0, 3)
        while day < instance.days:
            steady = rng.choice(list(instance.shifts))
            for _ in range(rng.randint(1, 5)):
                skills = instance.skills if rng.random() < 0.05 else sorted(nurse.skills)
                for _ in range(2 if rng.random() < 0.03 else 1):
                    shift = steady if rng.random() < 0.8 else rng.choice(list(instance.shifts))
                    if day < instance.days:
                        roster.add((nurse.id, day, shift, rng.choice(skills)))
                day += 1
            day += rng.randint(1, 5)
    return frozenset(roster)
