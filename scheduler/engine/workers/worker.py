"""
The parent's handle of a solving process.

A process may be stopped by the system (SIGSTOP) at any moment, in the midst of a message too. So
nothing here waits for it: one thread sends it what it is told, another hears what it says.
"""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from pickle import PicklingError
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from scheduler.engine.workers.messages import Done, Share, Stop, Task
from scheduler.engine.workers.nursery import KILLED, NURSERY_DIED, begin_nursery
from scheduler.engine.workers.usage import processor_of
from scheduler.errors import NurseryDiedError, SolverCrashError
from scheduler.processes.forking import CONTEXT, start

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from scheduler.domain.problem import Problem
    from scheduler.engine.outcome import Options
    from scheduler.engine.search.incumbent import Incumbent
    from scheduler.rule import Profile

AGAIN = 20
"""Times that a word is written again which changed meanwhile."""

DEATH = 5.0
"""Seconds that the system may need to tell how a process ended."""

UNREADABLE = (
    "une règle ou un souhait est défini dans le programme lancé, que les processus de calcul ne "
    "peuvent pas lire : il faut un module à importer"
)
"""Said with what can't be sent to a process; a notebook has no file that it could read."""

UNBORN = "les processus de calcul ne peuvent pas démarrer : leur erreur est dite plus haut"

Inbox = SimpleQueue[tuple["Worker", Any]]
"""What processes say, each with its handle; None once it has died."""


class Worker:
    """
    A running process; `task` is what it works at, `since` when it began (monotonic seconds).

    `ready`: it has loaded all that it needs. `known`: the parts whose problems it has had.
    `peak_mb`: most memory that it has used. What it says goes to the `inbox`.
    """

    def __init__(self, profile: Profile, options: Options, inbox: Inbox) -> None:
        begin_nursery()
        self.task: Task | None = None
        self.since = 0.0
        self.ready = False
        self._building_since: float | None = None
        self._used_before: float | None = None
        self.known: set[int] = set()
        self.peak_mb = 0
        self._stop_sent = False
        self._inbox = inbox
        self._outbox: SimpleQueue[object] = SimpleQueue()
        self._conn, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_work, args=(theirs, profile, options), daemon=True)
        try:
            start(self.process)
        except (ConnectionError, EOFError):
            self._conn.close()
            raise NurseryDiedError(KILLED) from None
        except (PicklingError, AttributeError) as error:
            self._conn.close()
            raise SolverCrashError(f"{UNREADABLE} ({error})") from error
        finally:
            theirs.close()
        self._threads = [threading.Thread(target=t, daemon=True) for t in (self._hear, self._say)]
        for thread in self._threads:
            thread.start()

    @property
    def silent(self) -> float:
        """Seconds since its task was given, or since it could begin it."""
        return time.monotonic() - self.since

    @property
    def used(self) -> float:
        """Seconds of processor for its task so far; of the clock, if the system doesn't tell."""
        now, before = self._processor(), self._used_before
        return self.silent if now is None or before is None else now - before

    def _processor(self) -> float | None:
        return None if self.process.pid is None else processor_of(self.process.pid)

    @property
    def building(self) -> float:
        """Seconds since it began to build a model (0: it doesn't)."""
        return 0.0 if self._building_since is None else time.monotonic() - self._building_since

    @property
    def orphaned(self) -> bool:
        """Whether it was killed with its nursery."""
        return self.process.exitcode == NURSERY_DIED

    def begin(self) -> None:
        """Note that it has loaded all that it needs."""
        self.ready, self.since = True, time.monotonic()
        self._used_before = self._processor()

    def build(self, *, begins: bool) -> None:
        """Note that it begins to build a model, or has built it."""
        self._building_since = time.monotonic() if begins else None

    def give(self, task: Task, problem: Problem) -> None:
        """Give a task of a part to a process that has none."""
        self.task, self.since, self._stop_sent = task, time.monotonic(), False
        self._used_before = self._processor()
        first = task.part not in self.known
        self.known.add(task.part)
        self._outbox.put(replace(task, problem=problem) if first else task)

    def end(self, done: Done) -> Task:
        """Note that its task is done; return the task."""
        task = self.task
        assert task is not None  # noqa: S101 - it works at one task at a time
        self.task, self.peak_mb = None, done.peak_mb
        return task

    def share(self, part: int, incumbent: Incumbent) -> None:
        """Tell it what another process has found."""
        self._outbox.put(Share(part, incumbent))

    def ask_to_stop(self) -> None:
        """Ask it to end its task now and say what it has."""
        if self.task is not None and not self._stop_sent:
            self._stop_sent = True
            self._outbox.put(Stop(self.task.number))

    def kill(self) -> None:
        """Kill it, whatever it is doing; its threads end with it."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join(DEATH)
        self._outbox.put(None)
        for thread in self._threads:
            thread.join(DEATH)
        self._conn.close()

    def crash(self, part: str, message: str = "") -> SolverCrashError:
        """Return the error for a process that died while it worked at a part."""
        if self.orphaned:
            return NurseryDiedError(KILLED)
        if not self.ready and not message:
            return SolverCrashError(f"{UNBORN} (code {self.process.exitcode})")
        why = message or (
            f"le calcul s’est arrêté (code {self.process.exitcode}) ; "
            "mémoire insuffisante ou défaut du solveur"
        )
        return SolverCrashError(f"{part} : {why}")

    def _hear(self) -> None:
        try:
            while True:
                self._inbox.put((self, self._conn.recv()))
        except (EOFError, OSError):
            self._inbox.put((self, None))

    def _say(self) -> None:
        # One that has died says so when it is heard.
        with contextlib.suppress(OSError):
            while (word := self._outbox.get()) is not None:
                self._conn.send_bytes(pickled(word))


def pickled(word: object) -> memoryview:
    """Return a word as a connection sends it."""
    for _ in range(AGAIN):
        # What a problem works out is kept with it: this program may do so in another thread.
        with contextlib.suppress(RuntimeError):
            return ForkingPickler.dumps(word)
    return ForkingPickler.dumps(word)


def _work(conn: Connection, profile: Profile, options: Options) -> None:
    """Work at tasks in the child process: it alone loads the solver."""
    from scheduler.engine.workers.process import work  # noqa: PLC0415 - see above

    work(conn, profile, options)
