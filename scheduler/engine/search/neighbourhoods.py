"""
Neighbourhoods of a rota: which assignments to decide anew while all others stay.

People over the whole horizon are told apart from windows of days; sizes follow what the solver
closes quickly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import permutations
from typing import TYPE_CHECKING

from scheduler.engine.search.choice import Record, choose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from scheduler.domain.problem import Assignment, Problem

FORTNIGHT = 14

BLIND = 0.3
"""Share of the neighbourhoods whose first person is drawn whatever each pays."""

GROWTH, SHRINKAGE = 1.15, 0.8

TRY, LONGEST_TRY = 0.12, 2.0
"""Deterministic time of a neighbourhood at first, and at most."""

LONGER, SHORTER = 1.1, 0.8
"""
What that becomes by a try that gains nothing, and by one that gains: it grows while fewer than
three in ten gain.
"""

QUICK = 0.25
"""Share of that time within which a neighbourhood that is closed may grow."""


class Kind(StrEnum):
    """
    A kind of neighbourhood.

    TEAM: people who may hold the same slots, over the whole horizon. ANYONE: people drawn at
    random. FORTNIGHT: a team over two weeks. WINDOW: everyone over a few days.
    """

    TEAM = "équipe × mois"
    ANYONE = "personnes × mois"
    FORTNIGHT = "équipe × quinzaine"
    WINDOW = "tous × jours"


FIRST_SIZE = {Kind.TEAM: 4.0, Kind.ANYONE: 4.0, Kind.FORTNIGHT: 7.0, Kind.WINDOW: 2.0}
"""The kinds that are tried, and the people (days for windows) with which each begins."""


@dataclass(kw_only=True)
class Way:
    """A kind of neighbourhood for one tier: its size (people, or days) and what it has gained."""

    size: float
    record: Record = field(default_factory=Record)

    def adapt(self, *, proved: bool, share: float, most: int) -> None:
        """
        Grow while the solver closes it quickly; shrink when it doesn't close it.

        `share`: of what a try may take, what this one took.
        """
        if not proved:
            self.size = max(1.0, self.size * SHRINKAGE)
        elif share < QUICK:
            self.size = min(float(most), self.size * GROWTH)


class Neighbourhoods:
    """
    The neighbourhoods of a part: `ways` by kind and place of the tier in focus.

    `efforts`: deterministic time of the next try, by the place of its tier.
    """

    def __init__(self, problem: Problem, assignments: Sequence[Assignment], random: Random) -> None:
        self.random = random
        self.day: list[int] = []
        self.of: defaultdict[str, list[int]] = defaultdict(list)
        self.holders: defaultdict[str, list[str]] = defaultdict(list)
        self.day_of: dict[str, int] = {}
        first = problem.horizon.first
        for place, assignment in enumerate(assignments):
            span = problem.slot_of[assignment.slot].span
            self.day_of[assignment.slot] = (span.first - first) // 1440
            self.day.append(self.day_of[assignment.slot])
            self.of[assignment.mediator].append(place)
            self.holders[assignment.slot].append(assignment.mediator)
        self.people = sorted(self.of)
        self.days = sorted(set(self.day))
        self.shared: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for team in self.holders.values():
            for who, other in permutations(team, 2):
                self.shared[who][other] += 1
        self.ways: dict[tuple[Kind, int], Way] = {}
        self.efforts: defaultdict[int, float] = defaultdict(lambda: TRY)

    def draw(self, focuses: Sequence[int]) -> tuple[Kind, int]:
        """Draw a kind and the place of a tier to focus on, by what each gains for its time."""
        pairs = [(kind, focus) for focus in focuses for kind in FIRST_SIZE]
        among = {pair: self.way(*pair).record for pair in pairs}
        return choose(among, self.random)

    def way(self, kind: Kind, focus: int) -> Way:
        """Return the way of a kind and of a tier's place."""
        return self.ways.setdefault((kind, focus), Way(size=FIRST_SIZE[kind]))

    def learn(self, focus: int, *, gained: bool) -> None:
        """
        Make the next try for a tier longer, or shorter where this one gained.

        What small neighbourhoods find was found once their tries gain nothing.
        """
        effort = self.efforts[focus] * (SHORTER if gained else LONGER)
        self.efforts[focus] = min(LONGEST_TRY, max(TRY, effort))

    def most(self, kind: Kind) -> int:
        """Return the largest size of a kind."""
        return len(self.days) if kind is Kind.WINDOW else len(self.people)

    def free(
        self,
        kind: Kind,
        focus: int,
        payers: Mapping[str, int],
        lacking: Mapping[str, int] | None = None,
    ) -> list[int]:
        """
        Return the places of the assignments to decide anew.

        `payers`: what people pay in the tier in focus, `lacking`: what slots cost there. Who pays
        most is the likeliest to be freed, with people with whom they share slots; so is who may
        hold what lacks most, on its days.
        """
        size = max(1, min(round(self.way(kind, focus).size), self.most(kind)))
        first, day = self._spot(payers, lacking or {})
        if kind is Kind.WINDOW:
            begin = self._begin(day, size)
            return [n for n, day in enumerate(self.day) if begin <= day < begin + size]
        people = self._anyone(first, size) if kind is Kind.ANYONE else self._team(first, size)
        places = [place for who in people for place in self.of[who]]
        if kind is Kind.FORTNIGHT:
            begin = self._begin(day, FORTNIGHT)
            places = [n for n in places if begin <= self.day[n] < begin + FORTNIGHT]
        return places

    def _spot(
        self, payers: Mapping[str, int], lacking: Mapping[str, int]
    ) -> tuple[str, int | None]:
        """Draw a person, and a day (None: any), by the costs, but for a share (`BLIND`)."""
        costs = {(who, ""): cost for who, cost in payers.items() if who in self.of}
        costs |= {("", slot): cost for slot, cost in lacking.items() if slot in self.day_of}
        if not costs or self.random.random() < BLIND:
            return self.random.choice(self.people), None
        # In an order of their own: the costs come in any, and a search is the same twice.
        spots = sorted(costs)
        who, slot = self.random.choices(spots, [costs[spot] for spot in spots])[0]
        return (who, None) if who else (self.random.choice(self.holders[slot]), self.day_of[slot])

    def _begin(self, day: int | None, length: int) -> int:
        """Draw the first of so many days, of which a day is to be among them (None: any)."""
        if day is None:
            return self.random.choice(self.days)
        return day - self.random.randrange(length)

    def _anyone(self, first: str, size: int) -> list[str]:
        others = [who for who in self.people if who != first]
        return [first, *self.random.sample(others, size - 1)]

    def _team(self, first: str, size: int) -> list[str]:
        """Draw people who share slots with the first, by what they share."""
        team = [first]
        shared = dict(self.shared[first])
        while len(team) < size and shared:
            others = list(shared)
            other = self.random.choices(others, [shared[who] for who in others])[0]
            team.append(other)
            del shared[other]
            for who, times in self.shared[other].items():
                if who not in team:
                    shared[who] = shared.get(who, 0) + times
        return team
