"""One person's lawful rosters in bounds that a dynamic programme follows, and the team's rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem
from scheduler.domain.slots import Slot


class Count(NamedTuple):
    """At most `most` of the slots (ids)."""

    slots: frozenset[str]
    most: int


@dataclass(kw_only=True)
class Outline:
    """
    One person's lawful rosters, and what each slot costs the person.

    `slots`: those that the person may hold, by start. `closed`: those that rules forbid. `apart`:
    whether slots of one day exclude each other, and no others. `successions`: templates that may
    not follow each other on the next day. `longest_run`, `shortest_run`, `shortest_rest`: days; a
    run or a rest that touches an edge of the horizon is never short. `minutes`: of `worked`, by
    slot, at least and at most (None: no bound). `weekends`: worked on a Saturday or a Sunday, at
    most. `prices`: points that a slot costs, negative where it grants a wish; `constant`: points
    that the person costs anyway.
    """

    problem: Problem
    mediator: Mediator
    slots: tuple[Slot, ...]
    closed: set[str] = field(default_factory=set)
    apart: bool = False
    successions: set[tuple[str, str]] = field(default_factory=set)
    longest_run: int | None = None
    shortest_run: int = 1
    shortest_rest: int = 1
    least_minutes: int = 0
    most_minutes: int | None = None
    worked: dict[str, int] = field(default_factory=dict)
    weekends: int | None = None
    counts: list[Count] = field(default_factory=list)
    prices: dict[str, int] = field(default_factory=dict)
    constant: int = 0

    def add_price(self, slot: str, points: int) -> None:
        """Let a slot cost so many points more."""
        self.prices[slot] = self.prices.get(slot, 0) + points

    def bound_minutes(self, worked: dict[str, int], least: int, most: int | None) -> bool:
        """Bound the minutes worked, by slot; False: they are bounded by another measure already."""
        if self.worked and self.worked != worked:
            return False
        self.worked, self.least_minutes = worked, max(self.least_minutes, least)
        self.most_minutes = tightest(self.most_minutes, most)
        return True


class Row(NamedTuple):
    """People wanted on a slot, and the points of each one missing and each one too many."""

    wanted: int
    under: int
    over: int


@dataclass(kw_only=True)
class TeamOutline:
    """Everybody's outlines by id, and the rows that bind them, by slot."""

    problem: Problem
    people: dict[str, Outline]
    rows: dict[str, Row] = field(default_factory=dict)


def tightest(bound: int | None, other: int | None) -> int | None:
    """Return the lesser of two upper bounds (None: no bound)."""
    return min((b for b in (bound, other) if b is not None), default=None)
