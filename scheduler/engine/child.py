"""Solve one part in a child process, which can be stopped, killed or run out of memory alone."""

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
"""Least memory to leave above what the process maps: with less, a thread may hang at its start."""

NURSERY_DIED = 255
"""Exit code that multiprocessing gives a child whose nursery died before it reported one."""

KILLED = "le solveur a été tué avec le processus dont il est né"

EVERY = 0.5
"""Least seconds between two progress messages of one child."""


def begin_nursery() -> None:
    """
    Start the process that children are forked from; it loads the solver in the background.

    Ctrl+C at a terminal reaches every process that runs there. Children ignore it from their start:
    only the parent decides whether they stop and return their best rota, or end.
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
    """Message of a child: its progress."""

    tier: str
    best: int | None
    bound: int | None


@dataclass(frozen=True)
class Better:
    """Message of a child: its best rota so far."""

    assignments: frozenset[Assignment]


@dataclass(frozen=True)
class Done:
    """Last message of a child: its result."""

    searched: Searched
    seconds: float
    peak_mb: int


@dataclass(frozen=True)
class Failed:
    """Last message of a child that raised one of our errors: its type and text."""

    kind: str
    message: str


def _child(
    conn: Connection, problem: Problem, profile: Profile, options: Options, hint: Rota | None
) -> None:
    """Solve and report; never return to an interpreter that may lack the memory to end."""
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
        The limit is less than the process needs to end properly.
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
    """Handle of one running child."""

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
        """Return the child's next message, or None if it died without a last one."""
        try:
            return self.conn.recv()
        except (EOFError, OSError):
            self.process.join(5)
            return None

    def ask_to_stop(self) -> None:
        """Ask the child to stop at once and send its best rota so far."""
        with contextlib.suppress(OSError):
            self.conn.send("stop")

    def kill(self) -> None:
        """Kill the child, whatever it is doing."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self.conn.close()

    def crash(self, part: str) -> SolverCrashError:
        """Return the error for a child that died while solving a part, without a last message."""
        if self.process.exitcode == NURSERY_DIED:
            return NurseryDiedError(KILLED)
        return SolverCrashError(
            f"{part} : le calcul s'est arrêté (code {self.process.exitcode}) ; "
            "mémoire insuffisante ou défaut du solveur"
        )
