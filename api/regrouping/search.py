"""
Enumerate the ways to move people between slots, the best first, without judging them.

A way costs what its teams cost, each for itself, so that the ranks are added up: ways are made rank
by rank, and sorted where the rest of the rank is dearer to enumerate than to sort.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.posts import posts_of
from scheduler.domain.slots import Slot

Room = tuple[str, int]
"""A slot and the place of one of its needs."""


class OutOfTimeError(Exception):
    """There was no time to enumerate all ways."""


@dataclass(frozen=True, order=True)
class Move:
    """A person who leaves a slot for another one."""

    mediator: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Team:
    """The people who hold a slot together: those who may leave it (`movable`), and the others."""

    slot: Slot
    people: tuple[Mediator, ...]
    movable: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Way:
    """
    Moves, and what they cost.

    `split`: teams whose people are parted so that somebody is left without any team-mate;
    `referents`: référents who leave their post; `minimum` and `target`: posts that are no longer
    held of the minimum, and of the target, of the slots that people leave; `minutes`: of travel
    between the old and the new places, added up (two places that the association doesn't join by a
    trip are no journey).
    """

    moves: tuple[Move, ...]
    split: int
    referents: int
    minimum: int
    target: int
    minutes: int

    def rank(self, wanted: int) -> tuple[object, ...]:
        """Return the sort key where so many people more are wanted; ids decide between equals."""
        return (
            max(0, wanted - len(self.moves)),
            self.split,
            self.referents,
            len(self.moves),
            self.minimum,
            self.target,
            self.minutes,
            self.moves,
        )

    def plus(self, other: Way) -> Way:
        """Return both ways together, of teams that are apart."""
        return Way(
            moves=tuple(sorted((*self.moves, *other.moves))),
            split=self.split + other.split,
            referents=self.referents + other.referents,
            minimum=self.minimum + other.minimum,
            target=self.target + other.target,
            minutes=self.minutes + other.minutes,
        )


STAY = Way(moves=(), split=0, referents=0, minimum=0, target=0, minutes=0)


@dataclass(frozen=True, kw_only=True)
class Search:
    """
    Teams that may give people, the slots that need them, and what each person may hold there.

    `wanted`: how many people more the targets need; `room`: how many more each need of a target may
    take; `allowed`: whether a person of a slot may hold a target; `minutes_between`: travel.
    """

    teams: Sequence[Team]
    targets: Sequence[Slot]
    wanted: int
    room: Mapping[Room, int]
    allowed: Callable[[Mediator, Slot, Slot], bool]
    minutes_between: Mapping[tuple[str, str], int]
    deadline: float

    def ways(self) -> Iterator[Way]:
        """
        Yield every way to bring somebody to the targets, by rank.

        Raises `OutOfTimeError`: the deadline, a value of `time.thread_time`, is past.
        """
        most = min(sum(self.room.values()), sum(self._largest))
        for missing in range(max(self.wanted, 1)):
            least = max(1, self.wanted - missing)
            sizes = range(least, most + 1) if missing == 0 else (least,)
            for split in range(len(self.teams) + 1):
                for referents in range(self._referents + 1):
                    for size in sizes:
                        ways = list(self._ways_from(0, size, split, referents, dict(self.room)))
                        yield from sorted(ways, key=lambda way: way.rank(self.wanted))

    def _ways_from(
        self, number: int, size: int, split: int, referents: int, room: dict[Room, int]
    ) -> Iterator[Way]:
        """Yield the ways, of the teams from a number on, that move and split exactly so many."""
        if time.thread_time() > self.deadline:
            raise OutOfTimeError
        if size == 0:
            if split == referents == 0:
                yield STAY
            return
        # Who splits a team, or is a référent, is one of those who move.
        if size > self._left[number] or max(split, referents) > size:
            return
        yield from self._ways_from(number + 1, size, split, referents, room)
        for way, taken in self._by_team[number]:
            if (
                len(way.moves) > size
                or way.split > split
                or way.referents > referents
                or any(room[place] < count for place, count in taken.items())
            ):
                continue
            rest = {place: count - taken.get(place, 0) for place, count in room.items()}
            for others in self._ways_from(
                number + 1,
                size - len(way.moves),
                split - way.split,
                referents - way.referents,
                rest,
            ):
                yield way.plus(others)

    @cached_property
    def _by_team(self) -> list[list[tuple[Way, Counter[Room]]]]:
        """All ways of each team in which somebody moves, with the room that each takes."""
        return [list(self._ways_of(team)) for team in self.teams]

    @cached_property
    def _largest(self) -> list[int]:
        """How many people of each team may move at most."""
        return [max((len(way.moves) for way, _ in ways), default=0) for ways in self._by_team]

    @cached_property
    def _left(self) -> list[int]:
        """How many people of the teams from each number on may move at most; 0 after the last."""
        left = [0]
        for count in reversed(self._largest):
            left.append(left[-1] + count)
        return left[::-1]

    @cached_property
    def _referents(self) -> int:
        return sum(
            person.role is StaffRole.REFERENT and person.id in team.movable
            for team in self.teams
            for person in team.people
        )

    def _ways_of(self, team: Team) -> Iterator[tuple[Way, Counter[Room]]]:
        source = team.slot
        choices = [
            (
                None,
                *(
                    target
                    for target in self.targets
                    if person.id in team.movable and self.allowed(person, source, target)
                ),
            )
            for person in team.people
        ]
        for destinations in product(*choices):
            if time.thread_time() > self.deadline:
                raise OutOfTimeError
            gone = [
                (person, target)
                for person, target in zip(team.people, destinations, strict=True)
                if target is not None
            ]
            if not gone:
                continue
            stay = [
                person
                for person, target in zip(team.people, destinations, strict=True)
                if target is None
            ]
            minimum, target_lost = lost(source, team.people, stay)
            way = Way(
                moves=tuple(
                    sorted(Move(person.id, source.id, target.id) for person, target in gone)
                ),
                split=alone(destinations),
                referents=sum(person.role is StaffRole.REFERENT for person, _ in gone),
                minimum=minimum,
                target=target_lost,
                minutes=sum(
                    self.minutes_between.get((source.site, target.site), 0) for _, target in gone
                ),
            )
            yield way, Counter(place_in(target, person) for person, target in gone)


def place_in(slot: Slot, person: Mediator) -> Room:
    """Return the room that a person takes on a slot that asks for their role."""
    return slot.id, next(iter(slot.fits(person)), 0)


def alone(destinations: Sequence[Slot | None]) -> int:
    """Return 1 if a team of two or more parts so that somebody has no team-mate left, else 0."""
    if len(destinations) == 1:
        return 0
    together = Counter(None if slot is None else slot.id for slot in destinations)
    return int(1 in together.values())


def lost(slot: Slot, before: Sequence[Mediator], after: Sequence[Mediator]) -> tuple[int, int]:
    """Return how many posts of a slot's minimums, then of its targets, are no longer held."""
    had, have = posts_of(slot, before), posts_of(slot, after)
    return have.under - had.under, had.have - have.have
