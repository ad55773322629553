"""
A solving process: it makes one step after the other, of any part, and keeps the parts' models.

It can be stopped, killed or run out of memory alone.
"""

from __future__ import annotations

import contextlib
import os
import queue
import resource
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from scheduler.engine.search.concluding import Concluded, concluded
from scheduler.engine.search.found import Found
from scheduler.engine.search.judging import Judge
from scheduler.engine.search.part_search import Budget, PartSearch
from scheduler.engine.search.solving import Solving
from scheduler.engine.search.steps.confirming import confirm_bounds
from scheduler.engine.search.steps.cutting import cover_by_dispositif
from scheduler.engine.search.steps.deterministic import search_whole
from scheduler.engine.search.steps.filling import fill
from scheduler.engine.search.steps.granting import grant
from scheduler.engine.search.steps.improving import improve
from scheduler.engine.search.steps.proving import confirm, prove
from scheduler.engine.search.steps.start import keep, start
from scheduler.engine.workers.messages import (
    Better,
    Building,
    Done,
    Failed,
    News,
    Ready,
    Share,
    Step,
    Stop,
    Task,
)
from scheduler.engine.workers.nursery import limit_memory
from scheduler.processes.garbage import collect_seldom

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from scheduler.domain.problem import Problem
    from scheduler.engine.outcome import Options
    from scheduler.engine.search.incumbent import Incumbent
    from scheduler.rule import Profile

EVERY = 0.5
"""Least seconds between two pieces of news of one tier."""

UNMODELLED = {Step.START, Step.FILL, Step.METHOD, Step.WHOLE}
"""Steps that need no model, or build theirs on the way."""

KEPT = 60_000
"""Possible assignments of the parts whose models a process keeps."""


def work(conn: Connection, profile: Profile, options: Options) -> None:
    """Work until the parent is gone; never return to an interpreter that may lack memory."""
    collect_seldom()
    try:
        limit_memory(options.memory_mb)
        _Process(conn, profile, options).run()
    except (MemoryError, RuntimeError, OSError) as error:
        # RuntimeError: no memory for a thread. The parent may be gone too: then nobody hears.
        with contextlib.suppress(OSError):
            conn.send(Failed(str(error) or "mémoire épuisée"))
        os._exit(4)


class _Process:
    def __init__(self, conn: Connection, profile: Profile, options: Options) -> None:
        self.conn = conn
        self.profile = profile
        self.options = options
        self.stop = threading.Event()
        self.solving = Solving(
            options.seed, 1 if options.effort is not None else options.workers, self.stop
        )
        self.tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self.lock = threading.Lock()
        # Of its own: a message must be heard while another is still on its way out.
        self.saying = threading.Lock()
        self.number = -1
        self.stopped = -1
        self.foreign: dict[int, Incumbent] = {}
        self.problems: dict[int, Problem] = {}
        self.judges: dict[int, Judge] = {}
        self.searches: OrderedDict[int, PartSearch] = OrderedDict()
        self.last: tuple[int, int, float] = (-1, -1, 0.0)

    def run(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()
        self._say(Ready())
        while True:
            task = self.tasks.get()
            with self.lock:
                self.number = task.number
                self.stop.clear()
                if self.stopped == task.number:
                    self.stop.set()
            begun = time.process_time()
            done = self._make(task)
            self._say(
                Done(
                    number=task.number,
                    result=done if isinstance(done, Found) else None,
                    concluded=done if isinstance(done, Concluded) else None,
                    processor=time.process_time() - begun,
                    peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                )
            )

    def _listen(self) -> None:
        while True:
            try:
                word = self.conn.recv()
            except (EOFError, OSError):
                os._exit(3)  # the parent is gone: nobody waits for an answer
            with self.lock:
                if isinstance(word, Task):
                    self.tasks.put(word)
                elif isinstance(word, Share):
                    self.foreign[word.part] = word.incumbent
                elif isinstance(word, Stop):
                    self.stopped = word.number
                    if word.number == self.number:
                        self.stop.set()

    def _make(self, task: Task) -> Any:
        if task.problem is not None:
            self.problems[task.part] = task.problem
        if task.step is Step.JUDGE:
            assert task.incumbent is not None  # noqa: S101 - a rota is judged
            return concluded(self._judge(task.part), task.incumbent, seconds=task.seconds)
        search = self._search(task.part)
        if task.step is Step.KEEP:
            # Not the search's: a rota that it knows holds it near that rota.
            return Found(incumbent=keep(search, task.standing or frozenset()))
        if task.step not in UNMODELLED and not search.modelled:
            self._say(Building(task.part, over=False))
            _ = search.model
            self._say(Building(task.part, over=True))
        search.begin(task.incumbent)
        _step(search, task)
        return search.left()

    def _search(self, part: int) -> PartSearch:
        """Return a part's search; those used longest ago are forgotten when there are too many."""
        if part not in self.searches:
            self.searches[part] = PartSearch(
                str(part),
                self.problems[part],
                self.profile,
                self.solving,
                tell=lambda place, best, bound: self._tell(part, place, best, bound),
                show=lambda incumbent: self._say(Better(part, incumbent)),
                foreign=lambda: self._take_foreign(part),
                judge=self._judge(part),
                method=self.options.method,
            )
        self.searches.move_to_end(part)
        while len(self.searches) > 1 and sum(s.size for s in self.searches.values()) > KEPT:
            self.searches.popitem(last=False)
        return self.searches[part]

    def _judge(self, part: int) -> Judge:
        return self.judges.setdefault(part, Judge(self.problems[part], self.profile))

    def _take_foreign(self, part: int) -> Incumbent | None:
        with self.lock:
            return self.foreign.pop(part, None)

    def _tell(self, part: int, place: int, best: int | None, bound: int | None) -> None:
        now = time.monotonic()
        if self.last[:2] == (part, place) and now - self.last[2] < EVERY:
            return
        self.last = (part, place, now)
        self._say(News(part, place, best, bound))

    def _say(self, word: object) -> None:
        # The solver may have news from a thread of its own.
        with self.saying, contextlib.suppress(OSError):
            self.conn.send(word)


def _step(search: PartSearch, task: Task) -> None:
    """Make a task's step of the search of its part."""
    until = None if task.seconds is None else time.monotonic() + task.seconds
    budget = Budget(deterministic=task.effort, until=until)
    match task.step:
        case Step.START:
            start(search, task.standing)
        case Step.CUT:
            cover_by_dispositif(search, task.places, budget, each=task.each)
        case Step.PROVE:
            prove(
                search,
                task.bounds,
                task.places,
                budget,
                each=task.each,
                standing=task.standing,
            )
        case Step.FILL | Step.GRANT:
            (fill if task.step is Step.FILL else grant)(search, budget)
        case Step.IMPROVE:
            improve(search, task.bounds, budget, tiers=len(task.places))
        case Step.METHOD:
            search.by_method(budget, seed=task.number, whole=task.whole)
        case Step.SECOND:
            confirm_bounds(search, task.bounds, budget, each=task.each)
        case Step.CONFIRM:
            confirm(search, budget)
        case Step.WHOLE:
            search.by_method(Budget(deterministic=task.each), seed=task.number)
            search_whole(search, task.standing, each=task.each)
