"""
Lend parts of a solve to other machines, and take in what they find.

Who lends measures and audits each rota itself, and searches a part again that comes back: a machine
that is lost costs what it had not told yet. Bounds are believed as those of processes here are,
since the same program proves them of the same problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from scheduler.domain.problem import Assignment
from scheduler.engine.parts.splitting import narrowed, parts_of
from scheduler.engine.parts.turns import deserved_by_size
from scheduler.engine.search.incumbent import Bound, measured
from scheduler.engine.tried import Tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.domain.problem import Problem
    from scheduler.engine.outcome import Solution
    from scheduler.engine.parts.state import PartState
    from scheduler.engine.tiers import Tiers

HANDOVER = 3.0
"""Seconds that borrowers have, once their parts are called back, to say what they have."""

KIND = "autre machine"


@dataclass(frozen=True, kw_only=True)
class PartEnd:
    """How the search of a part lent ended: its bounds, and the processor seconds that it took."""

    bounds: tuple[Bound, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class LoanNews:
    """
    What has become of some parts, told by name.

    `lent`: whether another machine searches them from now on. `assignments`: the best rota there of
    those that have one (None: no better one than before). `ends`: by name, of a search that has
    ended.
    """

    parts: tuple[str, ...]
    lent: bool
    assignments: frozenset[Assignment] | None = None
    ends: Mapping[str, PartEnd] = field(default_factory=dict)


class Lender(Protocol):
    """The way to other machines. None of its functions may wait for them."""

    def offer(self, shares: Mapping[str, float]) -> None:
        """Offer parts, by name, each with the share of all time that it deserves."""

    def news(self) -> Sequence[LoanNews]:
        """Return what has happened since the last call."""

    def recall(self) -> None:
        """Call all parts back: who has them ends now, and says what it has."""


class Loans:
    """The parts of a solve that other machines may take; without a `lender` there are none."""

    def __init__(self, states: Sequence[PartState], tiers: Tiers, lender: Lender | None) -> None:
        self.states = {state.part.name: state for state in states if state.part.problem.slots}
        self.tiers = tiers
        self.lender = lender
        self.recalled_at: float | None = None
        if lender is not None and len(self.states) > 1:
            lender.offer({name: deserved_by_size(s) for name, s in self.states.items()})

    @property
    def out(self) -> bool:
        """Whether another machine has parts of which not all is proved here."""
        return any(state.lent and not state.searched for state in self.states.values())

    def hear(self) -> Iterator[PartState]:
        """Take in what other machines have told; yield the parts of which more is known now."""
        for news in () if self.lender is None else self.lender.news():
            for name in news.parts:
                state, end = self.states[name], news.ends.get(name)
                state.lent = news.lent
                better = self._take(state, news.assignments, over=end is not None)
                proved = end is not None and state.incumbent is not None
                if end is not None and proved:
                    state.learn_elsewhere(end.bounds, {KIND: _tried(end, gained=better)})
                if better or proved:
                    yield state

    def recall(self, now: float) -> None:
        """Call all parts back, at a second of the solve; only the first call counts."""
        if self.lender is not None and self.recalled_at is None:
            self.recalled_at = now
            self.lender.recall()

    def late(self, now: float) -> bool:
        """Whether borrowers have had their time to say what they have."""
        return self.recalled_at is not None and now - self.recalled_at > HANDOVER

    def close(self) -> None:
        """Wait for no part any longer, and hear nothing more."""
        if self.lender is not None:
            self.lender.recall()
        self.lender = None
        for state in self.states.values():
            state.lent = False

    def _take(
        self, state: PartState, assignments: frozenset[Assignment] | None, *, over: bool
    ) -> bool:
        """
        Take in the rota of a part among those of its loan; return whether it is a better one.

        `over`: its search has ended. Until then a part without any assignment may have no rota yet:
        to take it for an empty one would break locks.
        """
        problem = state.part.problem
        people, slots = problem.mediator_of, problem.slot_of
        mine = frozenset(a for a in assignments or () if a.mediator in people and a.slot in slots)
        if assignments is None or not (mine or over):
            return False
        return state.take(measured(problem, self.tiers, mine))


def _tried(end: PartEnd, *, gained: bool) -> Tried:
    return Tried(tries=1, gains=int(gained), seconds=end.seconds)


def borrowed(problem: Problem, names: Iterable[str]) -> Problem:
    """
    Return the problem of these parts alone.

    Raises
    ------
    KeyError
        The problem has no part of that name.
    """
    by_name = {part.name: part.problem for part in parts_of(problem)}
    parts = [by_name[name] for name in names]
    people = [person.id for part in parts for person in part.mediators]
    slots = [slot.id for part in parts for slot in part.slots]
    return narrowed(problem, people, slots)


def ends_of(problem: Problem, solution: Solution) -> dict[str, PartEnd]:
    """
    Return how the search of each part ended, by its name in the whole problem.

    `solution`: of some of its parts, where names may have other numbers.
    """
    name_of = {_first_slot(p.problem): p.name for p in parts_of(problem) if p.problem.slots}
    slot_of = {
        part.name: _first_slot(part.problem)
        for part in parts_of(solution.rota.problem)
        if part.problem.slots
    }
    ends = {}
    for part in solution.parts:
        if part.name in slot_of:
            costs = tuple(tier.cost for tier in part.tiers)
            ends[name_of[slot_of[part.name]]] = PartEnd(
                bounds=tuple(
                    # What a borrower shows is confirmed there.
                    Bound(place=place, value=tier.bound, caps=costs[:place], confirmed=True)
                    for place, tier in enumerate(part.tiers)
                    if tier.bound
                ),
                seconds=part.seconds,
            )
    return ends


def _first_slot(problem: Problem) -> str:
    return min(slot.id for slot in problem.slots)
