"""Solve a problem: processes take steps of its parts, whose rotas are joined and audited."""

from __future__ import annotations

import threading
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from scheduler.engine.alone import first_without_rota
from scheduler.engine.columns.outlining import outlined
from scheduler.engine.conclusion import Report, joined
from scheduler.engine.contradictions import Refuted
from scheduler.engine.lending import HANDOVER, Loans
from scheduler.engine.outcome import Infeasible, Options, Outcome, OutOfTime
from scheduler.engine.part_state import SPARED, PartState
from scheduler.engine.parts import parts_of, restrict, size_of
from scheduler.engine.tasks import Tasks
from scheduler.engine.tiers import changes_first, searched_tiers, wishes_at
from scheduler.engine.workers.messages import Better, Done, Failed, News, Step, Task
from scheduler.engine.workers.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.domain.rota import Rota
    from scheduler.engine.lending import Lender
    from scheduler.engine.outcome import Keeper, Listener
    from scheduler.rule import Profile

AT_LEAST = 10.0
"""Seconds after a stop, or after the time is over, within which every part must have a rota."""

GRACE = 120.0
"""Seconds beyond its time after which a silent process is considered dead."""

LOOK = 0.1
"""Seconds between two looks at whether to stop."""

ALONE, ALONE_MOST = 0.03, 5.0
"""Share of the time, and most seconds, in which people are tried who may have no rota alone."""

MOST_DEATHS = 2
"""Processes that a part may lose before it is searched no further."""


def solve(
    problem: Problem,
    profile: Profile,
    options: Options | None = None,
    *,
    on_progress: Listener | None = None,
    stop: threading.Event | None = None,
    cancel: threading.Event | None = None,
    hint: Rota | None = None,
    standing: Rota | None = None,
    on_best: Keeper | None = None,
    lender: Lender | None = None,
) -> Outcome:
    """
    Plan the problem; audit every rota before returning it.

    `stop`: end now and keep the best rota so far; parts that have none yet are given `AT_LEAST`
    seconds for their first, and without it nothing is kept (`OutOfTime`). `cancel`: end now, keep
    nothing (answers `OutOfTime`). `hint`: a rota to start from. `standing`: the
    rota that stands now, which no part's is worse than by the order of tiers; what is unlawful of
    it is taken out, as little as can be. It is shown first, and the search of coverage isn't told
    of it, which would hold it there. `on_best` is given the best rota
    so far of the parts that have one, each time a part has a better one to show (see
    `Options.best_every`). `lender`: the way to other machines that may search some parts, unless an
    effort is asked for, whose rota depends on no machine. A person who can have no rota, whatever
    the others hold, is found before any search, and named (`Infeasible`).

    Raises
    ------
    EncodingMismatchError
        What the solver accepted fails the audit: a bug of ours, never shown as a rota.
    SolverCrashError
        Solving processes died before a part had its rota (memory, abort).
    """
    options = options or Options()
    begun = time.monotonic()
    events = [event for event in (stop, cancel) if event is not None]
    alone = first_without_rota(
        problem,
        profile,
        seconds=min(ALONE_MOST, ALONE * options.seconds),
        ended=lambda: any(event.is_set() for event in events),
    )
    if alone is not None:
        seconds = time.monotonic() - begun
        return Infeasible(part=alone.name, mediators=(alone.id,), slots=(), seconds=seconds)
    tiers = searched_tiers(profile)
    # Where people have been told what they work, changes come before any wish.
    wishes = None if changes_first(tiers) else wishes_at(tiers)
    states = [
        PartState(
            index=index,
            part=part,
            weight=1 + size_of(part.problem),
            standing=None if hint is None else restrict(hint, part.problem).assignments,
            stands=_stands(standing, hint, part.problem),
            wishes=wishes,
            columns=outlined(part.problem, profile) is not None,
        )
        for index, part in enumerate(parts_of(problem))
    ]
    report = Report(begun, states, options, profile, on_progress, on_best)
    loans = Loans(states, tiers, lender if options.effort is None else None)
    run = _Run(states, profile, options, report, loans, stop, cancel)
    try:
        refusal = run.refusal()
        if refusal is not None:
            return refusal
        report.end()
        return joined(
            problem,
            profile,
            states,
            seconds=run.elapsed,
            peak_mb=run.peak_mb,
            stopped=run.stop.is_set(),
            standing=standing,
        )
    finally:
        run.end()


def _stands(
    standing: Rota | None, hint: Rota | None, part: Problem
) -> frozenset[Assignment] | None:
    """Return what stands of a part, unless its search starts from that anyway."""
    if standing is None:
        return None
    mine = restrict(standing, part).assignments - part.barred
    start = frozenset() if hint is None else restrict(hint, part).assignments
    return None if mine == start else mine


class _Run:
    """The solving processes of one solve, and what they work at."""

    def __init__(  # noqa: PLR0917 - called once, from solve
        self,
        states: list[PartState],
        profile: Profile,
        options: Options,
        report: Report,
        loans: Loans,
        stop: threading.Event | None,
        cancel: threading.Event | None,
    ) -> None:
        self.states = states
        self.profile = profile
        self.options = options
        self.report = report
        self.loans = loans
        self.stop = stop or threading.Event()
        self.cancel = cancel or threading.Event()
        tiers = searched_tiers(profile)
        self.tasks = Tasks(states, options, len(tiers), changes_first(tiers))
        self.workers: list[Worker] = []
        self.lost_mb = 0
        self.ended_at: float | None = None
        self.answer: Outcome | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the solve began."""
        return self.report.elapsed

    @property
    def peak_mb(self) -> int:
        """Most memory that the processes have used."""
        return self.lost_mb + sum(worker.peak_mb for worker in self.workers)

    def refusal(self) -> Outcome | None:
        """Search every part, then judge its people; return why there is no rota, if so."""
        for choose in (self._search, self.tasks.judge):
            self._work(choose)
            self.loans.close()
            if self.cancel.is_set():
                return OutOfTime(part="", seconds=self.elapsed, stopped=True)
            if self.answer is not None:
                return self.answer
        return None

    def end(self) -> None:
        """End every process, whatever happened."""
        for worker in self.workers:
            worker.kill()

    def _search(self) -> Task | None:
        if self.ended_at is not None:
            return self.tasks.first_rota()
        return self.tasks.search(self.tasks.left - self.elapsed)

    def _work(self, choose: Callable[[], Task | None]) -> None:
        """Give tasks to idle processes and listen to them until none is left."""
        while not self.cancel.is_set() and self.answer is None:
            self._look()
            self._give(choose)
            busy = [worker for worker in self.workers if worker.task is not None]
            if not busy and not self.loans.out:
                return
            ready = wait([worker.conn for worker in self.workers], timeout=LOOK)
            for worker in [w for w in self.workers if w.conn in ready]:
                self._hear(worker)

    def _give(self, choose: Callable[[], Task | None]) -> None:
        processes = max(1, self.options.processes)
        while True:
            idle = next((w for w in self.workers if w.task is None), None)
            if idle is None and len(self.workers) >= processes:
                return
            task = choose()
            if task is None:
                return
            if idle is None:
                idle = Worker(self.profile, self.options)
                self.workers.append(idle)
            state = self.states[task.part]
            idle.give(task, state.part.problem)
            state.running.append(task)

    def _look(self) -> None:
        """Check the clock and the caller's stop, show what waits, and lose silent processes."""
        self._hear_loans()
        self.report.catch_up()
        over = self.options.effort is None and (self.elapsed >= self.tasks.left or self._worked)
        if self.ended_at is None and (self.stop.is_set() or over):
            self.ended_at = self.elapsed
            self.loans.recall(self.elapsed)
        for worker in list(self.workers):
            task = worker.task
            if task is None:
                continue
            if self.ended_at is not None and task.step is not Step.JUDGE:
                state = self.states[task.part]
                if state.best is not None:
                    worker.ask_to_stop()
                elif self.elapsed - self.ended_at > AT_LEAST:
                    self.answer = self._late(state)
            allowed = self.options.seconds if task.seconds is None else task.seconds
            if self.options.effort is None and worker.silent > allowed + GRACE:
                self._lose(worker, "le calcul ne répond plus")

    @property
    def _worked(self) -> bool:
        """Whether the processes have used the seconds of processor that they may."""
        if self.options.processor is None:
            return False
        running = sum(worker.silent for worker in self.workers if worker.task is not None)
        used = sum(state.used for state in self.states) + running / self.tasks.slowness
        return used >= self.options.processor

    def _hear_loans(self) -> None:
        """Take in what other machines have found, and call it back in time to be judged."""
        for state in self.loans.hear():
            if state.first_after is None:
                state.first_after = self.elapsed
            self._note_coverage(state)
            self.report.better(state)
        if self.loans.out and self.elapsed >= self.tasks.left - HANDOVER:
            self.loans.recall(self.elapsed)
        if self.loans.late(self.elapsed):
            self.loans.close()

    def _hear(self, worker: Worker) -> None:
        word = worker.receive()
        if word is None:
            self._lose(worker)
        elif isinstance(word, Failed):
            self._lose(worker, word.message)
        elif isinstance(word, News):
            self.report.progress(self.states[word.part], word.place, word.best, word.bound)
        elif isinstance(word, Better):
            self._better(worker, word)
        elif isinstance(word, Done):
            self.tasks.note(word.processor, worker.silent)
            task = worker.end(word)
            self.states[task.part].running.remove(task)
            self._finish(task, word)

    def _better(self, worker: Worker, word: Better) -> None:
        state = self.states[word.part]
        if not state.take(word.incumbent):
            return
        searched = worker.task is not None and worker.task.step is not Step.START
        state.answered = state.answered or searched
        if state.first_after is None:
            state.first_after = self.elapsed
        self.report.better(state)
        for other in self.workers:
            if other is not worker and other.task is not None and other.task.part == word.part:
                other.share(word.part, word.incumbent)

    def _finish(self, task: Task, done: Done) -> None:
        state = self.states[task.part]
        if task.step is Step.KEEP:
            state.keep(None if done.result is None else done.result.incumbent, done.processor)
            self.report.kept()
            return
        if done.result is None:
            state.take_findings(task, done.findings or {}, done.processor)
            return
        searched = state.covered
        state.learn(task, done.result, done.processor)
        self._note_coverage(state)
        if state.covered and not searched:
            self.report.covered(state)
        confirmed = task.step is Step.CONFIRM
        state.doubtful = state.doubtful and not confirmed
        if state.best is not None:
            if confirmed or done.result.infeasible:
                # The search goes on from the rota that is known; the audit decides.
                state.contradict(0, Refuted.IMPOSSIBLE)
        elif done.result.infeasible:
            if confirmed:
                self.answer = self._impossible(state)
            else:
                state.doubtful = True
        elif task.step in {Step.CONFIRM, Step.WHOLE}:
            self.answer = self._late(state)

    def _note_coverage(self, state: PartState) -> None:
        """Note when the coverage of a part was proved, once it is."""
        if state.covered_after is None and state.coverage_proved:
            state.covered_after = self.elapsed

    def _impossible(self, state: PartState) -> Infeasible:
        return Infeasible(
            part=state.part.name,
            mediators=tuple(m.id for m in state.part.problem.mediators),
            slots=tuple(s.id for s in state.part.problem.slots),
            seconds=self.elapsed,
        )

    def _late(self, state: PartState) -> OutOfTime:
        return OutOfTime(part=state.part.name, seconds=self.elapsed, stopped=self.stop.is_set())

    def _lose(self, worker: Worker, message: str = "") -> None:
        """Go on without a process that died: it costs its share of the search."""
        worker.kill()
        self.workers.remove(worker)
        self.lost_mb = max(self.lost_mb, worker.peak_mb)
        task = worker.task
        if task is None:
            return
        state = self.states[task.part]
        state.running.remove(task)
        if task.step in SPARED:
            state.without.add(task.step)
        else:
            state.deaths += 1
        crash = worker.crash(state.part.name, message)
        needed = task.step is Step.JUDGE or not state.covered
        if worker.orphaned or (needed and state.deaths >= MOST_DEATHS):
            raise crash
        state.closed = state.closed or state.deaths >= MOST_DEATHS
