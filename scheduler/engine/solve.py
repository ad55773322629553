"""Solve a problem: each part in a child process; then join the parts and audit the rota."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from scheduler.audit import audit
from scheduler.domain.rota import Rota
from scheduler.engine.child import Better, Child, Done, Failed, News
from scheduler.engine.outcome import (
    Infeasible,
    Options,
    Outcome,
    OutOfTime,
    PartReport,
    Progress,
    Solution,
)
from scheduler.engine.parts import Part, parts_of, restrict
from scheduler.engine.proofs import add_tiers, check_bounds
from scheduler.errors import EncodingMismatchError, SolverCrashError

if TYPE_CHECKING:
    from scheduler.domain.problem import Assignment, Problem
    from scheduler.rule import Profile

Listener = Callable[[Progress], None]
Keeper = Callable[["frozenset[Assignment]"], None]


def solve(
    problem: Problem,
    profile: Profile,
    options: Options | None = None,
    *,
    on_progress: Listener | None = None,
    stop: threading.Event | None = None,
    cancel: threading.Event | None = None,
    hint: Rota | None = None,
    on_best: Keeper | None = None,
) -> Outcome:
    """
    Plan the problem; audit every rota before returning it.

    `stop`: end now and keep the best rota so far; parts that have none yet are given `AT_LEAST`
    seconds for their first, and without it nothing is kept (`OutOfTime`). `cancel`: end now, keep
    nothing (answers `OutOfTime`). `hint`: a rota to start from. `on_best` is given the best rota
    so far of the parts that have one, each time a part has a better one to show (see
    `Options.best_every`).

    Raises
    ------
    EncodingMismatchError
        What the solver accepted fails the audit: a bug of ours, never shown as a rota.
    SolverCrashError
        A child process died (memory, abort).
    """
    run = _Run(problem, profile, options or Options(), on_progress, stop, cancel, hint, on_best)
    try:
        return run.outcome()
    finally:
        run.end()


WEIGHT = 0.6
"""Exponent for sharing time: a part with more possible assignments gets more, not in proportion."""

AT_LEAST = 10.0
"""Seconds after a stop within which every part must have a first rota."""

GRACE = 120.0
"""Seconds beyond its time after which a silent child is considered dead."""


@dataclass
class _Running:
    part: Part
    child: Child
    deadline: float
    stop_sent: bool = False


class _Run:
    def __init__(  # noqa: PLR0917 - called once, from solve
        self,
        problem: Problem,
        profile: Profile,
        options: Options,
        on_progress: Listener | None,
        stop: threading.Event | None,
        cancel: threading.Event | None,
        hint: Rota | None,
        on_best: Keeper | None,
    ) -> None:
        self.problem = problem
        self.profile = profile
        self.options = options
        self.on_progress = on_progress
        self.stop = stop or threading.Event()
        self.cancel = cancel or threading.Event()
        self.hint = hint
        self.on_best = on_best
        self.best: dict[str, frozenset[Assignment]] = {}
        self.known: defaultdict[str, list[frozenset[Assignment]]] = defaultdict(list)
        self.begun = time.monotonic()
        # Small parts first: they are done in a moment and leave what they spare to the large.
        self.parts = tuple(reversed(parts_of(problem)))
        self.weight = [(1.0 + _size(part)) ** WEIGHT for part in self.parts]
        self.running: list[_Running] = []
        self.done: dict[str, tuple[Done, float]] = {}
        self.stopped_at: float | None = None

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.begun

    def outcome(self) -> Outcome:
        waiting = list(range(len(self.parts)))
        while waiting or self.running:
            if self.cancel.is_set():
                return OutOfTime(part="", seconds=self.elapsed, stopped=True)
            while waiting and len(self.running) < max(1, self.options.processes):
                self._start(waiting)
            for running in list(self.running):
                if self.stop.is_set() and not running.stop_sent:
                    running.stop_sent = True
                    running.child.ask_to_stop()
            lacking = self._lacking()
            if lacking is not None:
                return OutOfTime(part=lacking, seconds=self.elapsed, stopped=True)
            late = [r for r in self.running if time.monotonic() > r.deadline]
            if late:
                raise SolverCrashError(f"{late[0].part.name} : le calcul ne répond plus")
            ready = wait([r.child.conn for r in self.running], timeout=0.2)
            for running in [r for r in self.running if r.child.conn in ready]:
                bad = self._hear(running)
                if bad is not None:
                    return bad
        return self._joined()

    def _lacking(self) -> str | None:
        """Return the first part without a rota once the time that a stop leaves has passed."""
        if not self.stop.is_set() or self.hint is not None:  # what is hinted is kept
            return None
        if self.stopped_at is None:
            self.stopped_at = self.elapsed
        if self.elapsed - self.stopped_at < AT_LEAST:
            return None
        return next((p.name for p in self.parts if p.name not in self.best), None)

    def end(self) -> None:
        """End every child, whatever happened."""
        for running in self.running:
            running.child.kill()

    def _start(self, waiting: list[int]) -> None:
        index = waiting.pop(0)
        part = self.parts[index]
        left = max(0.0, self.options.seconds - self.elapsed)
        # Time goes to the parts by their weight; what is spared flows on.
        rest = self.weight[index] + sum(self.weight[i] for i in waiting)
        busy = max(1, min(self.options.processes, len(waiting) + 1))
        seconds = max(1.0, min(left, left * busy * self.weight[index] / rest))
        if self.stop.is_set():
            seconds = 0.0
        hint = None
        if self.hint is not None:
            hint = restrict(self.hint, part.problem)
            self.known[part.name].append(hint.assignments)
        options = replace(self.options, seconds=seconds)
        child = Child(part.problem, self.profile, options, hint)
        self.running.append(_Running(part, child, time.monotonic() + seconds + GRACE))

    def _hear(self, running: _Running) -> Outcome | None:
        word = running.child.receive()
        if isinstance(word, News):
            self._tell(running.part.name, word.tier, word.best, word.bound)
            return None
        if isinstance(word, Better):
            self.known[running.part.name].append(word.assignments)
            self._show(running.part.name, word.assignments)
            return None
        self.running.remove(running)
        running.child.kill()
        if isinstance(word, Failed):
            raise SolverCrashError(f"{running.part.name} : {word.message}")
        if not isinstance(word, Done):
            raise running.child.crash(running.part.name)
        if word.searched.assignments is None:
            if word.searched.infeasible:
                return self._confirm(running.part)
            return OutOfTime(
                part=running.part.name, seconds=self.elapsed, stopped=self.stop.is_set()
            )
        self.done[running.part.name] = (word, self.elapsed)
        self._show(running.part.name, word.searched.assignments)
        self._tell(running.part.name, "", None, None)
        return None

    def _confirm(self, part: Part) -> Outcome:
        """Solve an infeasible part again with another seed, before it is reported."""
        options = replace(
            self.options, seed=self.options.seed + 1, workers=1, seconds=self.options.seconds
        )
        child = Child(part.problem, replace(self.profile, goals=()), options)
        self.running.append(_Running(part, child, time.monotonic() + options.seconds + GRACE))
        while isinstance(word := child.receive(), News | Better):
            pass
        if word is None:
            raise child.crash(part.name)
        if isinstance(word, Done) and word.searched.infeasible:
            return Infeasible(
                part=part.name,
                mediators=tuple(m.id for m in part.problem.mediators),
                slots=tuple(s.id for s in part.problem.slots),
                seconds=self.elapsed,
            )
        if isinstance(word, Done) and word.searched.assignments is not None:
            raise SolverCrashError(
                f"{part.name} : deux calculs se contredisent (impossible, puis possible)"
            )
        return OutOfTime(part=part.name, seconds=self.elapsed)

    def _show(self, part: str, assignments: frozenset[Assignment]) -> None:
        self.best[part] = assignments
        if self.on_best is not None:
            self.on_best(frozenset().union(*self.best.values()))

    def _tell(self, part: str, tier: str, best: int | None, bound: int | None) -> None:
        if self.on_progress is not None:
            self.on_progress(
                Progress(
                    part=part,
                    tier=tier,
                    best=best,
                    bound=bound,
                    elapsed=self.elapsed,
                    parts_done=len(self.done),
                    parts=len(self.parts),
                )
            )

    def _joined(self) -> Solution:
        chosen: set[Assignment] = set()
        reports = []
        for part in self.parts:
            done, at = self.done[part.name]
            mine = done.searched.assignments or frozenset()
            chosen |= mine
            tiers = check_bounds(
                done.searched.tiers, part.problem, self.profile, mine, self.known[part.name]
            )
            reports.append(
                PartReport(
                    name=part.name,
                    mediators=len(part.problem.mediators),
                    slots=len(part.problem.slots),
                    tiers=tiers,
                    first_after=at - done.seconds + done.searched.first_after,
                    seconds=done.seconds,
                    peak_mb=done.peak_mb,
                )
            )
        rota = Rota(problem=self.problem, assignments=frozenset(chosen))
        findings = audit(rota, self.profile)
        wrong = [f for f in findings if f.blocks and not f.inherited]
        if wrong:
            raise EncodingMismatchError(
                f"l'audit refuse le planning calculé : {wrong[0].rule}, {wrong[0].message}"
            )
        peaks = sorted((r.peak_mb for r in reports), reverse=True)
        return Solution(
            rota=rota,
            tiers=add_tiers(r.tiers for r in reports),
            findings=tuple(findings),
            parts=tuple(reports),
            seconds=self.elapsed,
            first_after=max((r.first_after for r in reports), default=0.0),
            peak_mb=sum(peaks[: max(1, self.options.processes)]),
            stopped=self.stop.is_set(),
        )


def _size(part: Part) -> int:
    return sum(len(slots) for slots in part.problem.candidates.values())
