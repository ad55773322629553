"""
Choose the next task for an idle process.

First a lawful rota of every part, then coverage of every part, of the largest and the smallest at
once; then the part whose turn it is by the time that it has used. What is searched to its end is
judged at once, so that little is left to judge when the time is over.
"""

from __future__ import annotations

import math
import time
from itertools import count
from typing import TYPE_CHECKING

from scheduler.engine.parts.state import BURST, LONGEST_PROOF, MODELLED
from scheduler.engine.parts.turns import (
    BESIDE,
    deserved_by_size,
    improves_coverage,
    next_step,
    turn,
)
from scheduler.engine.tiers import COVERAGE
from scheduler.engine.workers.messages import Step, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.problem import Assignment
    from scheduler.engine.outcome import Options
    from scheduler.engine.parts.state import PartState

RESERVED = 0.3
"""Most of the time that is kept for judging the rotas that were found."""

CLOSING = 0.015
"""Processor seconds that closing a rota takes for each person: 1.6 s for 109 in December."""

SLOWEST = 5.0
"""Times slower that a machine is taken to be, at most, after the end: load 10 on two cores."""

CLOSED_LATE, CLOSED_SOON = 10.0, 0.5
"""
Seconds after the end of the search in which rotas are closed, and that each has even later, at the
usual pace.

From nothing, all of December takes 16 s of processor, on two cores 8; from a searched rota, 1.6.
"""

MODEL = 3e-4
"""Processor seconds that building a part's model takes for each possible assignment."""

WAITED = 20.0
"""
Seconds that the first models may take beside the time of the search.

The largest part of the association's December takes 0.8 s of processor: 8 s at load 20 on two
cores, where 20 s build one of 15,000 possible assignments.
"""

LEAST_EFFORT = 0.1
"""Deterministic time for a tier of coverage at least: a small part has a rota by then."""

BRIEF = 0.05
"""Processor seconds of a step that say nothing: most of its time, it was on its way."""

LATELY = 0.3
"""Weight of the last step in how slow the machine is taken to be."""


class Tasks:
    """
    The tasks of a solve.

    `slowness`: seconds of the clock for one of processor, as the last steps went: more than one
    where others use the machine too. `ended_at`: when the search ended (monotonic seconds; None: it
    goes on). `changes`: how many first tiers are of coverage and changes (see
    `scheduler.engine.tiers.changes_first`).
    """

    def __init__(
        self, states: Sequence[PartState], options: Options, tiers: int, changes: int = 0
    ) -> None:
        self.states = states
        self.options = options
        self.tiers = tiers
        self.changes = changes
        self.slowness = 1.0
        self.ended_at: float | None = None
        self._settled: dict[int, float] = {}
        self._numbers = count()

    @property
    def left(self) -> float:
        """Seconds of the solve that are for searching: judging what isn't judged needs the rest."""
        unjudged = [
            self._judging(state) + CLOSING * len(state.part.problem.mediators)
            for state in self.states
            if state.findings is None
        ]
        shared = sum(unjudged) / max(1, self.options.processes)
        reserve = self.slowness * max(shared, *unjudged, 0.0)
        return self.options.seconds - min(RESERVED * self.options.seconds, reserve)

    def _judging(self, state: PartState) -> float:
        """Return how long judging a part takes, in processor seconds; if unknown, as others did."""
        if state.judging or not (state.lent or state.begun):
            return state.judging
        known = [other for other in self.states if other.judging]
        weight = sum(other.weight for other in known)
        return state.weight * sum(other.judging for other in known) / weight if weight else 0.0

    def note(self, processor: float, seconds: float) -> None:
        """Note how many seconds of the clock a step took, and how many of processor."""
        if processor > BRIEF:
            slowness = max(1.0, seconds / processor)
            self.slowness += LATELY * (slowness - self.slowness)

    def search(self, seconds: float) -> Task | None:
        """Return the next step of the search, with so many seconds left (None: nothing to do)."""
        first = self._keep() or self._doubtful()
        if first is not None:
            return first
        if self.options.effort is not None:
            return self._whole(self.options.effort)
        over = self._to_judge(state for state in self.states if self._over(state))
        if over is not None:
            return over
        waiting = [state for state in self.states if not self._over(state) and not state.doubtful]
        # What is lent is searched here too only once there is nothing else to do.
        waiting = [state for state in waiting if not state.lent] or waiting
        ready = [
            (state, step)
            for state in waiting
            if (step := next_step(state)) is not None and self._in_time(state, step, seconds)
        ]
        return self._task(*self._chosen(ready), seconds) if ready else None

    def _chosen(self, ready: Sequence[tuple[PartState, Step]]) -> tuple[PartState, Step]:
        """Return the part that is searched next, of those that can be, with its next step."""
        # Parts stand in the order of their size, the largest first.
        unbegun = [(state, step) for state, step in ready if not state.begun]
        if unbegun:
            return unbegun[0]
        open_parts = [(s, step) for s, step in ready if not s.covered and step not in BESIDE]
        if open_parts:
            return open_parts[self._next_to_cover()]
        return min(ready, key=lambda pair: turn(pair[0], pair[1]))

    def _next_to_cover(self) -> int:
        """
        Return which of the parts to cover comes next: the first, the largest, or the last.

        One process covers the largest, which takes longest; the others begin with the smallest, so
        that many parts are covered where there isn't time for all.
        """
        covering = any(s.running and s.begun and not s.covered for s in self.states)
        return -1 if covering or self.options.processes == 1 else 0

    def _in_time(self, state: PartState, step: Step, seconds: float) -> bool:
        """Whether a step can begin to search in time: nothing ends the building of a model."""
        if state.modelled or state.incumbent is None or step not in MODELLED:
            return True
        # The first that each process builds takes no time of the search.
        first = sum(each.modelled for each in self.states) < self.options.processes
        return self.slowness * MODEL * state.weight < max(seconds, WAITED if first else 0.0)

    def _over(self, state: PartState) -> bool:
        """Whether a part is searched as far as it is to be."""
        only = self.options.only_coverage and state.begun and state.covered
        only = only and not state.awaits(COVERAGE)
        return state.searched or (only and state.incumbent is not None) or self._settled_long(state)

    def _settled_long(self, state: PartState) -> bool:
        """Whether what comes below proved changes of a part has been searched as long as it may."""
        below, count, mine = self.options.below, self.changes, state.incumbent
        if below is None or not count or mine is None or not state.begun:
            return False
        if any(place < count for place in state.open_places) or state.awaits(count):
            return False
        # A part that changes nothing is what stands, whatever comes below.
        since = self._settled.setdefault(state.index, state.used)
        return not mine.costs[count - 1] or state.used - since >= below

    def first_rota(self) -> Task | None:
        """Return a task for a part without its first rota (None: all have, or are searched)."""
        first = self._keep() or self._doubtful()
        if first is not None:
            return first
        for state in self.states:
            if state.running or state.doubtful or state.lent or state.closed:
                continue
            # What the search starts from may be better than what stands: an audit tells.
            if not state.begun and (state.best is None or state.standing):
                return self._new(state, Step.START, standing=state.standing)
            if state.best is None:
                return self._task(state, Step.PROVE, None)
        return None

    def judge(self) -> Task | None:
        """Return a task to judge a part's people (None: all are judged, or are being)."""
        return self._to_judge(self.states)

    def _to_judge(self, states: Iterable[PartState]) -> Task | None:
        for state in states:
            waits = state.findings is None and state.best is not None and not state.running
            if waits and not state.deadly:
                state.adopt()
                return self._new(state, Step.JUDGE, seconds=self._closing)
        return None

    def _keep(self) -> Task | None:
        """Return a task to see what is lawful of a rota that stands (None: it is known of all)."""
        for state in self.states:
            if state.unkept and not state.running and not state.closed:
                return self._new(state, Step.KEEP, standing=state.stands)
        return None

    @property
    def _closing(self) -> float | None:
        """Seconds in which a rota is closed (None: any)."""
        if self.options.effort is not None:
            return None
        late = 0.0 if self.ended_at is None else time.monotonic() - self.ended_at
        return max(self.pace * CLOSED_SOON, self.pace * CLOSED_LATE - late)

    @property
    def pace(self) -> float:
        """How much longer than on an idle machine things may take after the end."""
        return min(SLOWEST, self.slowness)

    def _doubtful(self) -> Task | None:
        for state in self.states:
            if state.doubtful and not state.running:
                seconds = None if self.options.effort is not None else self.options.seconds
                effort = self.options.effort or LONGEST_PROOF
                return self._new(state, Step.CONFIRM, effort=effort, seconds=seconds)
        return None

    def _whole(self, effort: float) -> Task | None:
        for state in self.states:
            if not (state.begun or state.running or state.closed):
                return self._new(state, Step.WHOLE, each=effort, standing=state.standing)
        return None

    def _task(self, state: PartState, step: Step, seconds: float | None) -> Task:
        if state.covered:
            # A search of coverage that is told of a rota stays near it; what improves begins there.
            state.adopt()
        match step:
            case Step.START:
                return self._new(state, step, standing=state.standing)
            case Step.FILL | Step.GRANT | Step.IMPROVE:
                places = self._improved(state) if step is Step.IMPROVE else ()
                return self._new(state, step, places=places, effort=BURST, seconds=seconds)
            case Step.SECOND:
                each = state.second_effort
                return self._new(state, step, each=each, effort=each * self.tiers, seconds=seconds)
            case Step.METHOD:
                # One bounds the whole, which may take minutes; what others improve is shown sooner.
                whole = not state.bounded and not any(task.whole for task in state.running)
                return self._new(state, step, effort=BURST, seconds=seconds, whole=whole)
            case _ if not state.covered or state.incumbent is None:
                places = tuple(range(min(COVERAGE, self.tiers)))
                # One that ends without any rota would end so again: the next is longer.
                each = min(state.next_proof[1], self._fair_effort(state, seconds))
            case _:
                place, each = state.next_proof
                places = tuple(other for other in state.open_places if other >= place)
        return self._new(
            state,
            step,
            places=places,
            each=each,
            effort=each * len(places),
            seconds=seconds,
            standing=state.standing,
        )

    def _fair_effort(self, state: PartState, seconds: float | None) -> float:
        """
        Return the deterministic time for each tier of coverage that a part may take at first.

        If each of many parts took as long as it may, the last ones would get none: of ten
        associations in a minute, most stayed empty. A second of processor is about one of it.
        """
        if seconds is None:
            return math.inf
        waiting = [
            each for each in self.states if each is state or not (each.covered or each.closed)
        ]
        share = deserved_by_size(state) / sum(map(deserved_by_size, waiting))
        processor = self.options.processes * seconds / self.slowness
        return max(LEAST_EFFORT, share * processor / COVERAGE)

    def _improved(self, state: PartState) -> tuple[int, ...]:
        """
        Return the places of the tiers that are improved.

        Until coverage was searched, what comes far below it only makes tries slower, but that a
        rota that stands is changed no more than it must be.
        """
        if improves_coverage(state) and self.tiers > COVERAGE:
            return tuple(range(COVERAGE))
        every = state.covered or state.standing
        return tuple(range(self.tiers if every else min(COVERAGE + 1, self.tiers)))

    def _new(
        self,
        state: PartState,
        step: Step,
        *,
        places: tuple[int, ...] = (),
        each: float = 0.0,
        effort: float = 0.0,
        seconds: float | None = None,
        standing: frozenset[Assignment] | None = None,
        whole: bool = False,
    ) -> Task:
        return Task(
            number=next(self._numbers),
            part=state.index,
            step=step,
            standing=standing,
            incumbent=state.incumbent,
            bounds=tuple(state.bounds),
            places=places,
            each=each,
            effort=effort,
            seconds=seconds,
            whole=whole,
        )
