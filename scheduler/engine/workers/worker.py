"""The parent's handle of a solving process."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scheduler.engine.workers.messages import Done, Share, Stop, Task
from scheduler.engine.workers.nursery import KILLED, NURSERY_DIED, begin_nursery
from scheduler.errors import NurseryDiedError, SolverCrashError
from scheduler.forking import CONTEXT

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from scheduler.domain.problem import Problem
    from scheduler.engine.outcome import Options
    from scheduler.engine.search.incumbent import Incumbent
    from scheduler.rule import Profile

DEATH = 5.0
"""Seconds that the system may need to tell how a process ended."""


class Worker:
    """
    A running process; `task` is what it works at, `since` when it began (monotonic seconds).

    `known`: the parts whose problems it has had. `peak_mb`: most memory that it has used.
    """

    def __init__(self, profile: Profile, options: Options) -> None:
        begin_nursery()
        self.task: Task | None = None
        self.since = 0.0
        self.stop_sent = False
        self.known: set[int] = set()
        self.peak_mb = 0
        self.conn, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_work, args=(theirs, profile, options), daemon=True)
        try:
            self.process.start()
        except (ConnectionError, EOFError):
            self.conn.close()
            raise NurseryDiedError(KILLED) from None
        finally:
            theirs.close()

    @property
    def silent(self) -> float:
        """Seconds since its task was given."""
        return time.monotonic() - self.since

    @property
    def orphaned(self) -> bool:
        """Whether it was killed with its nursery."""
        return self.process.exitcode == NURSERY_DIED

    def give(self, task: Task, problem: Problem) -> None:
        """Give a task of a part to a process that has none."""
        self.task, self.since, self.stop_sent = task, time.monotonic(), False
        first = task.part not in self.known
        self.known.add(task.part)
        self._send(replace(task, problem=problem) if first else task)

    def end(self, done: Done) -> Task:
        """Note that its task is done; return the task."""
        task = self.task
        assert task is not None  # noqa: S101 - it works at one task at a time
        self.task, self.peak_mb = None, done.peak_mb
        return task

    def share(self, part: int, incumbent: Incumbent) -> None:
        """Tell it what another process has found."""
        self._send(Share(part, incumbent))

    def ask_to_stop(self) -> None:
        """Ask it to end its task now and say what it has."""
        if self.task is not None and not self.stop_sent:
            self.stop_sent = True
            self._send(Stop(self.task.number))

    def receive(self) -> Any:
        """Return its next message, or None if it died without a last one."""
        try:
            return self.conn.recv()
        except (EOFError, OSError):
            self.process.join(DEATH)
            return None

    def kill(self) -> None:
        """Kill it, whatever it is doing."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.conn.close()

    def crash(self, part: str, message: str = "") -> SolverCrashError:
        """Return the error for a process that died while it worked at a part."""
        if self.orphaned:
            return NurseryDiedError(KILLED)
        why = message or (
            f"le calcul s'est arrêté (code {self.process.exitcode}) ; "
            "mémoire insuffisante ou défaut du solveur"
        )
        return SolverCrashError(f"{part} : {why}")

    def _send(self, word: object) -> None:
        # One that has died says so when it is listened to.
        with contextlib.suppress(OSError):
            self.conn.send(word)


def _work(conn: Connection, profile: Profile, options: Options) -> None:
    """Work at tasks in the child process: it alone loads the solver."""
    from scheduler.engine.workers.process import work  # noqa: PLC0415 - see above

    work(conn, profile, options)
