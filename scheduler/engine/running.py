"""Run the processes of a solve: give them steps, hear what they say, and wait for none."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from scheduler.engine.contradictions import Refuted
from scheduler.engine.outcome import Infeasible, OutOfTime
from scheduler.engine.parts.lending import HANDOVER
from scheduler.engine.parts.resort import give_rota
from scheduler.engine.parts.state import SPARED
from scheduler.engine.parts.tasks import CLOSED_LATE, Tasks
from scheduler.engine.tiers import changes_first, searched_tiers
from scheduler.engine.workers.messages import (
    Better,
    Building,
    Done,
    Failed,
    News,
    Ready,
    Step,
    Task,
)
from scheduler.engine.workers.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.engine.conclusion import Report
    from scheduler.engine.outcome import Options, Outcome
    from scheduler.engine.parts.lending import Loans
    from scheduler.engine.parts.state import PartState
    from scheduler.engine.workers.worker import Inbox
    from scheduler.errors import SolverCrashError
    from scheduler.rule import Profile

LOOK = 0.1
"""Seconds between two looks at whether to stop."""

AT_LEAST = 10.0
"""Seconds after a stop, or after the time is over, in which a search looks for a first rota."""

STOPPING = 3.0
"""
Seconds that a process has to say what it has, at the usual pace.

Of eleven stops in the association's December the slowest took 0.1 s at load 8 on two cores, and a
model under way, which nothing ends, 0.8 s of processor. A process that the system has stopped, or
that waits for memory, says nothing: what it told before is all.
"""

BEGINNING = 60.0
"""
Seconds that processes have to begin, and as many to build a model, beside the time of the search.

Loading the solver takes 1.4 s of processor: 5.4 s at load 12 on two cores.
"""


class Run:
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
        self.clock = report.clock
        self.loans = loans
        self.stop = stop or threading.Event()
        self.cancel = cancel or threading.Event()
        tiers = searched_tiers(profile)
        self.tasks = Tasks(states, options, len(tiers), changes_first(tiers))
        self.workers: list[Worker] = []
        self.inbox: Inbox = SimpleQueue()
        self.built: set[int] = set()
        self.crash: SolverCrashError | None = None
        self.begun = False
        self.lost_mb = 0
        self.ended_at: float | None = None
        self.answer: Outcome | None = None

    @property
    def elapsed(self) -> float:
        """Seconds since the solve began."""
        return self.clock.elapsed

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
            if self.answer is None:
                self._resort()
            if self.answer is not None:
                return self.answer
        return None

    def end(self) -> None:
        """End every process, whatever happened."""
        for worker in self.workers:
            worker.kill()

    def _search(self) -> Task | None:
        if self.ended_at is None:
            return self.tasks.search(self.tasks.left - self.clock.searching)
        return None if self.elapsed - self.ended_at > AT_LEAST else self.tasks.first_rota()

    def _work(self, choose: Callable[[], Task | None]) -> None:
        """Give tasks to idle processes and listen to them until none is left."""
        while not self.cancel.is_set() and self.answer is None:
            self._look()
            self._give(choose)
            busy = [worker for worker in self.workers if worker.task is not None]
            if not busy and not self.loans.out:
                return
            with suppress(Empty):
                self._hear(*self.inbox.get(timeout=LOOK))
                while True:
                    self._hear(*self.inbox.get_nowait())

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
                idle = Worker(self.profile, self.options, self.inbox)
                self.workers.append(idle)
            state = self.states[task.part]
            idle.give(task, state.part.problem)
            state.running.append(task)

    def _look(self) -> None:
        """Check the clock and the caller's stop, show what waits, and lose silent processes."""
        self.clock.look(starting=self._starting)
        self._hear_loans()
        self.report.catch_up()
        over = self.clock.searching >= self.tasks.left or self._worked
        if self.ended_at is None and (self.stop.is_set() or (over and self.options.effort is None)):
            self.ended_at, self.tasks.ended_at = self.elapsed, time.monotonic()
            self.loans.recall(self.elapsed)
        for worker in list(self.workers):
            if worker.task is not None:
                self._mind(worker, worker.task)

    @property
    def _starting(self) -> bool:
        """Whether processes still begin, or build a model for the first time."""
        if self.ended_at is not None:
            return False
        if not any(worker.ready for worker in self.workers):
            return self.elapsed < BEGINNING
        return any(0.0 < worker.building < BEGINNING for worker in self.workers)

    def _mind(self, worker: Worker, task: Task) -> None:
        """Ask a process to stop once it is time to; lose one that doesn't answer."""
        state = self.states[task.part]
        if task.step is Step.JUDGE and self.options.effort is None:
            late, allowed = worker.silent, CLOSED_LATE + AT_LEAST * max(1.0, state.judging)
        elif task.step is Step.JUDGE or self.ended_at is None:
            return
        else:
            late = self.elapsed - self.ended_at
            allowed = AT_LEAST if state.best is None else STOPPING
            if state.best is not None:
                worker.ask_to_stop()
        if late > allowed * self.tasks.pace:
            self._lose(worker, "le calcul ne répond plus", silent=True)

    @property
    def _worked(self) -> bool:
        """Whether the processes have used the seconds of processor that they may."""
        if self.options.processor is None:
            return False
        running = sum(worker.used for worker in self.workers if worker.task and worker.ready)
        return sum(state.used for state in self.states) + running >= self.options.processor

    def _hear_loans(self) -> None:
        """Take in what other machines have found, and call it back in time to be judged."""
        for state in self.loans.hear():
            if state.first_after is None:
                state.first_after = self.elapsed
            self._note_coverage(state)
            self.report.better(state)
        if self.loans.out and self.clock.searching >= self.tasks.left - HANDOVER:
            self.loans.recall(self.elapsed)
        if self.loans.late(self.elapsed):
            self.loans.close()

    def _hear(self, worker: Worker, word: Any) -> None:
        if worker not in self.workers:
            return  # what one that is lost had still to say
        match word:
            case None:
                self._lose(worker)
            case Failed():
                self._lose(worker, word.message)
            case Ready():
                worker.begin()
                self.begun = True
            case Building():
                self._note_building(worker, word)
            case News():
                self.report.progress(self.states[word.part], word.place, word.best, word.bound)
            case Better():
                self._better(worker, word)
            case Done():
                self.tasks.note(word.processor, worker.silent)
                task = worker.end(word)
                self.states[task.part].running.remove(task)
                self._finish(task, word)

    def _note_building(self, worker: Worker, word: Building) -> None:
        """Note that a model is built, or is to be: only the first one of a part is no search."""
        worker.build(begins=not word.over and word.part not in self.built)
        if word.over:
            self.built.add(word.part)

    def _better(self, worker: Worker, word: Better) -> None:
        state = self.states[word.part]
        if not state.take(word.incumbent):
            return
        # One by effort alone begins with a start of its own.
        unsearched = {Step.START, Step.FILL, Step.WHOLE}
        starting = worker.task is None or worker.task.step in unsearched
        state.answered = state.answered or not starting
        if state.first_after is None:
            state.first_after = self.elapsed
        self.report.better(state)
        for other in self.workers:
            if other is not worker and other.task is not None and other.task.part == word.part:
                other.share(word.part, word.incumbent)
                if state.settles(other.task):
                    other.ask_to_stop()

    def _finish(self, task: Task, done: Done) -> None:
        state = self.states[task.part]
        if task.step is Step.KEEP:
            state.keep(None if done.result is None else done.result.incumbent, done.processor)
            self.report.kept()
            return
        if done.concluded is not None:
            state.conclude(task, done.concluded, done.processor)
            return
        assert done.result is not None  # noqa: S101 - of every other step
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
        if state.covered_after is None and state.coverage_confirmed:
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

    def _lose(self, worker: Worker, message: str = "", *, silent: bool = False) -> None:
        """Go on without a process that died or is silent: it costs its share of the search."""
        worker.kill()
        self.workers.remove(worker)
        self.lost_mb = max(self.lost_mb, worker.peak_mb)
        task = worker.task
        if task is None:
            return
        state = self.states[task.part]
        state.running.remove(task)
        # Where no process has ever begun, those of other parts would die too.
        lost = [state] if self.begun else self.states
        # What only helps while another process covers the part is no reason to give it up.
        if task.step in SPARED or (task.step is Step.IMPROVE and not state.covered):
            state.without.add(task.step)
        else:
            for each in lost:
                each.deaths[task.step] += 1
        crash = worker.crash(state.part.name, message)
        if worker.orphaned:
            raise crash
        if not silent:
            self.crash = crash
        if state.deadly:
            for each in lost:
                each.closed = True
                self._give_rota(each)
            self.report.kept()

    def _resort(self) -> None:
        """
        Give each part that has nothing a rota without a search, and judge what isn't judged.

        Raises
        ------
        SolverCrashError
            Processes died, and no part was searched.
        """
        searched = [state for state in self.states if state.answered or not state.open_places]
        nothing = all(state.deadly for state in self.states if state not in searched)
        # What was proved as it was filled has no other answer.
        some = any(state.answered or state.covered for state in searched)
        if self.crash is not None and nothing and not some:
            raise self.crash
        for state in self.states:
            self._give_rota(state)
            if state.best is None:
                self.answer = self._late(state)
                return
            state.adopt()
        self.report.kept()

    def _give_rota(self, state: PartState) -> None:
        if state.unkept or state.best is None:
            give_rota(state, self.profile)
