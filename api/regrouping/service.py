"""
Regroup teams the same day, after an incident: the lawful ways to move them, ranked.

Each way is applied to the rota and audited: it is listed if it adds nothing that blocks. Nothing is
written.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from api.judging.reaudit import finding_changes, reaudit
from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.repairs.repair import Uncovered, uncovered_between
from api.planning.moves import PersonChanges, changes_between
from api.regrouping.emergency import Emergency
from api.regrouping.search import Move, OutOfTimeError, Room, Search, Team, Way
from api.staffing.trial import stopping
from scheduler.domain.people import Mediator
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding

MOST = 5
"""How many options are listed, and how many of the nearest where there is none."""

SECONDS = 3.0
"""
How long options are sought: somebody waits for them.

Of processor time, so that a busy machine gives the same options later, and not none.
"""


@dataclass(frozen=True, kw_only=True)
class Option:
    """
    A lawful way, applied: `assignments` is the month with it.

    `missing`: people whom the targets still lack of those asked for. `changes`: each person's.
    `uncovered`: slots that fewer people hold than before, of those whom they ask for; `broken`:
    those of them that go below their minimum, which is what the dispositif promises. `findings`:
    what it adds, and that doesn't block.
    """

    way: Way
    assignments: frozenset[Assignment]
    missing: int
    changes: tuple[PersonChanges, ...]
    uncovered: tuple[Uncovered, ...]
    broken: tuple[Slot, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A way that isn't lawful, and what it adds that blocks."""

    way: Way
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Regroup:
    """
    What can be done: the best options first, or, where there is none, the nearest ways.

    `there`: how many people the targets have already. `room`: how many more they may take.
    `on_duty`: people who might have moved. `concluded`: nothing better is left out; else there was
    no time to see all ways.
    """

    emergency: Emergency
    there: int
    room: int
    on_duty: int
    options: tuple[Option, ...]
    nearest: tuple[Refused, ...]
    concluded: bool

    @property
    def enough(self) -> bool:
        """Whether as many people as asked for are there already."""
        return self.there >= self.emergency.people


def regroup(
    frame: Frame,
    assignments: frozenset[Assignment],
    emergency: Emergency,
    *,
    seconds: float = SECONDS,
    most: int = MOST,
) -> Regroup:
    """
    List the lawful ways to bring people on duty to where they are needed, the best first.

    `assignments`: the month as it is. Who moves leaves their slot for a target. Ways come
    by how many people are still missing, then teams split, référents moved, people moved, posts
    lost of the minimums and of the targets, minutes of travel (see `api.regrouping.search.Way`):
    the first one is the best of all lawful ways, unless time ran out. `seconds`: for that, then a
    third of it for the nearest.
    """
    bench = _Bench(frame, assignments, emergency)
    options, whole = _first(bench.options(time.thread_time() + seconds), most)
    nearest: list[Refused] = []
    if whole and not options:
        nearest, whole = _first(bench.nearest(time.thread_time() + seconds / 3), most)
    return Regroup(
        emergency=emergency,
        there=bench.there,
        room=sum(bench.room.values()),
        on_duty=sum(len(team.movable) for team in bench.teams),
        options=tuple(options),
        nearest=tuple(nearest),
        concluded=whole,
    )


def moved(assignments: frozenset[Assignment], moves: Iterable[Move]) -> frozenset[Assignment]:
    """Return the assignments once these people have moved."""
    gone, come = _both(moves)
    return (assignments - gone) | come


def stopped_by(
    frame: Frame, assignments: frozenset[Assignment], moves: Iterable[Move]
) -> tuple[Finding, ...]:
    """Return what moves add to a month that blocks (empty: they are lawful)."""
    gone, come = _both(moves)
    added = _added(frame, frame.rota(assignments), findings_of(frame, assignments), gone, come)[1]
    return stopping(added)


def _both(moves: Iterable[Move]) -> tuple[set[Assignment], set[Assignment]]:
    """Return the assignments that moves take away, then those that they add."""
    every = tuple(moves)
    return (
        {Assignment(move.mediator, move.source) for move in every},
        {Assignment(move.mediator, move.target) for move in every},
    )


def _added(
    frame: Frame, rota: Rota, findings: list[Finding], gone: set[Assignment], come: set[Assignment]
) -> tuple[Rota, tuple[Finding, ...]]:
    """Return a rota with assignments moved, and the findings that this adds."""
    after = Rota(problem=frame.problem, assignments=(rota.assignments - gone) | come)
    judged = reaudit(after, frame.profile, findings, gone | come, judged=frame.judged)
    return after, finding_changes(findings, judged).added


T = TypeVar("T")


def _first(judged: Iterator[T], most: int) -> tuple[list[T], bool]:
    """Return at most `most` items, and whether there was time to look for them."""
    first: list[T] = []
    try:
        for each in islice(judged, most):
            first.append(each)  # noqa: PERF402 - what came before time ran out is kept
    except OutOfTimeError:
        return first, False
    return first, True


class _Bench:
    """The rota as it is, with what is needed to judge many ways to move people in it."""

    def __init__(
        self, frame: Frame, assignments: frozenset[Assignment], emergency: Emergency
    ) -> None:
        self.frame, self.emergency = frame, emergency
        self.rota = frame.rota(assignments)
        self.findings = findings_of(frame, assignments)
        self.there = sum(len(self.rota.team_of[slot.id]) for slot in emergency.targets)
        self.wanted = emergency.people - self.there
        self.teams = tuple(self._teams())
        self.room = dict(self._room())
        self._lawful: dict[tuple[str, str, str], bool] = {}

    def _teams(self) -> Iterator[Team]:
        """Yield the teams that may move; who holds two of their slots moves from the first."""
        busy: set[str] = {
            person.id for slot in self.emergency.targets for person in self.rota.team_of[slot.id]
        }
        for slot in self.emergency.sources:
            people = self.rota.team_of[slot.id]
            movable = frozenset(
                person.id
                for person in people
                if person.id not in busy and self.frame.decides(Assignment(person.id, slot.id))
            )
            busy |= movable
            if movable:
                yield Team(slot=slot, people=people, movable=movable)

    def _room(self) -> Iterator[tuple[Room, int]]:
        for slot in self.emergency.targets:
            team = self.rota.team_of[slot.id]
            for number, have in enumerate(slot.filled(team)):
                yield (slot.id, number), max(0, slot.needs[number].maximum - have)

    def options(self, deadline: float) -> Iterator[Option]:
        """Yield the lawful ways, the best first."""
        for judged in self._all(self._allowed, deadline):
            if isinstance(judged, Option):
                yield judged

    def nearest(self, deadline: float) -> Iterator[Refused]:
        """Yield the ways that aren't lawful, in the same order, those of one person's rules too."""
        for judged in self._all(self._asks_for, deadline):
            if isinstance(judged, Refused):
                yield judged

    def _all(
        self, allowed: Callable[[Mediator, Slot, Slot], bool], deadline: float
    ) -> Iterator[Option | Refused]:
        """
        Judge every way, by rank; `allowed`: who may hold which target in place of their slot.

        Raises `OutOfTimeError`: the deadline, a value of `time.thread_time`, is past.
        """
        if self.wanted <= 0:
            return
        search = Search(
            teams=self.teams,
            targets=self.emergency.targets,
            wanted=self.wanted,
            room=self.room,
            allowed=allowed,
            minutes_between=self.frame.problem.minutes_between,
            deadline=deadline,
        )
        for way in search.ways():
            if time.thread_time() > deadline:
                raise OutOfTimeError
            yield self.judged(way)

    @staticmethod
    def _asks_for(person: Mediator, source: Slot, target: Slot) -> bool:
        del source
        return target.need_for(person) is not None

    def _allowed(self, person: Mediator, source: Slot, target: Slot) -> bool:
        """Whether somebody's own rules let them leave a slot for another; judged once each."""
        if not may_hold(person, target):
            return False
        key = person.id, source.id, target.id
        if key not in self._lawful:
            slots = self.rota.slots_of[person.id]
            left = [slot for slot in slots if slot.id not in (source.id, target.id)]
            after = tuple(sorted((*left, target), key=lambda s: (s.span.first, s.id)))
            change = finding_changes(
                self.frame.judged(person, slots), self.frame.judged(person, after)
            )
            self._lawful[key] = not stopping(change.added)
        return self._lawful[key]

    def judged(self, way: Way) -> Option | Refused:
        """Apply a way and audit it."""
        gone, come = _both(way.moves)
        after, added = _added(self.frame, self.rota, self.findings, gone, come)
        stops = stopping(added)
        if stops:
            return Refused(way=way, findings=stops)
        uncovered = tuple(uncovered_between(self.rota, after))
        return Option(
            way=way,
            assignments=after.assignments,
            missing=max(0, self.wanted - len(way.moves)),
            changes=changes_between(self.rota, after),
            uncovered=uncovered,
            broken=tuple(_broken((post.slot for post in uncovered), self.rota, after)),
            findings=added,
        )


def _broken(slots: Iterable[Slot], before: Rota, after: Rota) -> Iterator[Slot]:
    """Yield the slots that had their minimum before, and haven't after."""
    for slot in slots:
        if _met(slot, before.team_of) and not _met(slot, after.team_of):
            yield slot


def _met(slot: Slot, teams: Mapping[str, tuple[Mediator, ...]]) -> bool:
    return not posts_of(slot, teams[slot.id]).vital
