"""Solve one part in a child process: it can be stopped or killed, or lack memory, alone."""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import multiprocessing.forkserver as nursery
import os
import resource
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Searched
from scheduler.errors import NurseryDiedError, SolverCrashError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.engine.outcome import Options
    from scheduler.rule import Profile

CONTEXT = mp.get_context("forkserver")
CONTEXT.set_forkserver_preload(["scheduler.engine.tiers"])  # the solver is loaded once
ROOM_MB = 256
"""Least room above what the process already maps: with less, a thread may start and hang."""

NURSERY_DIED = 255
"""What multiprocessing gives as exit code of a child whose nursery died before it could tell."""

KILLED = "le solveur a été tué avec le processus dont il est né"

EVERY = 0.5
"""Seconds between two pieces of news of one child, at least."""


def begin_nursery() -> None:
    """
    Start the process that children are forked from, which loads the solver meanwhile.

    Ctrl+C at a terminal reaches every process that runs there. These are born deaf to it: the
    parent alone decides whether they stop and give back their best rota, or end.
    """
    # It lets Ctrl+C through to this thread again when it starts: hence before, and on its own.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        nursery.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(frozen=True)
class News:
    """A child's word: what it is at."""

    tier: str
    best: int | None
    bound: int | None


@dataclass(frozen=True)
class Better:
    """A child's best rota so far."""

    assignments: frozenset[Assignment]


@dataclass(frozen=True)
class Done:
    """A child's last word."""

    searched: Searched
    seconds: float
    peak_mb: int


@dataclass(frozen=True)
class Failed:
    """A child's last word when an exception of ours came up: type and message."""

    kind: str
    message: str


def _child(
    conn: Connection, problem: Problem, profile: Profile, options: Options, hint: Rota | None
) -> None:
    """Solve and say so; never return into an interpreter that lacks memory to end well."""
    try:
        limit_memory(options.memory_mb)
        _search(conn, problem, profile, options, hint)
    except (MemoryError, RuntimeError, OSError) as error:
        # RuntimeError: no memory for a thread. The parent may be gone too: then nobody hears.
        with contextlib.suppress(OSError):
            conn.send(Failed(type(error).__name__, str(error) or "mémoire épuisée"))
        os._exit(4)
    conn.close()
    os._exit(0)


def limit_memory(memory_mb: int) -> None:
    """
    Limit the address space of this process.

    Raises
    ------
    MemoryError
        That is less than it needs to end well.
    """
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    mapped_mb = pages * resource.getpagesize() >> 20
    if memory_mb < mapped_mb + ROOM_MB:
        raise MemoryError(
            f"mémoire insuffisante : {memory_mb} Mo accordés, {mapped_mb + ROOM_MB} Mo au moins"
        )
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20,) * 2)


def _search(
    conn: Connection, problem: Problem, profile: Profile, options: Options, hint: Rota | None
) -> None:
    from scheduler.engine.tiers import Search  # noqa: PLC0415 - the solver is loaded here only

    stop, lock = threading.Event(), threading.Lock()
    last_time, last_tier, last_shown = 0.0, "", float("-inf")

    def emit(tier: str, best: int | None, bound: int | None) -> None:
        nonlocal last_time, last_tier
        # Several search threads may have news at once.
        with lock:
            now = time.monotonic()
            if tier == last_tier and now - last_time < EVERY:
                return
            last_time, last_tier = now, tier
            with contextlib.suppress(OSError):
                conn.send(News(tier, best, bound))

    def show(read: Callable[[], frozenset[Assignment]]) -> None:
        nonlocal last_shown
        with lock:
            if time.monotonic() - last_shown < options.best_every:
                return
            last_shown = time.monotonic()
            with contextlib.suppress(OSError):
                conn.send(Better(read()))

    def listen() -> None:
        try:
            conn.recv()
            stop.set()
        except (EOFError, OSError):
            os._exit(3)  # the parent is gone: nobody waits for an answer

    threading.Thread(target=listen, daemon=True).start()
    begun = time.monotonic()
    searched = Search(problem, profile, options, emit, stop, show=show).run(hint)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with lock:
        conn.send(Done(searched, time.monotonic() - begun, peak))


class Child:
    """Handle on one running child."""

    def __init__(
        self, problem: Problem, profile: Profile, options: Options, hint: Rota | None = None
    ) -> None:
        begin_nursery()
        self.conn, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(
            target=_child, args=(theirs, problem, profile, options, hint), daemon=True
        )
        try:
            self.process.start()
        except (ConnectionError, EOFError):
            self.conn.close()
            raise NurseryDiedError(KILLED) from None
        finally:
            theirs.close()

    def receive(self) -> Any:
        """Return the next word, or None when the child died without a last one."""
        try:
            return self.conn.recv()
        except (EOFError, OSError):
            self.process.join(5)
            return None

    def ask_to_stop(self) -> None:
        """Ask for the best rota so far, at once."""
        with contextlib.suppress(OSError):
            self.conn.send("stop")

    def kill(self) -> None:
        """End it, whatever it does."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.conn.close()

    def crash(self, part: str) -> SolverCrashError:
        """Return the error of a child that died, while it solved a part, without a last word."""
        if self.process.exitcode == NURSERY_DIED:
            return NurseryDiedError(KILLED)
        return SolverCrashError(
            f"{part} : le calcul s'est arrêté (code {self.process.exitcode}) ; "
            "mémoire insuffisante ou défaut du solveur"
        )
