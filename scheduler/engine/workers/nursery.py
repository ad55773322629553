"""The process that solving processes are forked from, and the limit of memory that each gets."""

from __future__ import annotations

import os
import resource
from pathlib import Path

from scheduler.errors import NurseryDiedError
from scheduler.processes.forking import CONTEXT, begin_server, preload, start

SOLVING = "scheduler.engine.workers.process"
"""What children run: the solver is loaded once, in the nursery."""

preload(SOLVING)

ROOM_MB = 256
"""Least memory to leave above what the process maps: with less, a thread may hang at its start."""

NURSERY_DIED = 255
"""Exit code that multiprocessing gives a child whose nursery died before it reported one."""

KILLED = "le solveur a été tué avec le processus dont il est né"


def begin_nursery() -> None:
    """Start the process that children are forked from; it loads the solver in the background."""
    # One thread a process: two that wait for each other's halves of small matrices lose both.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    begin_server()


def await_nursery() -> None:
    """
    Wait until that process has loaded the solver, so that no search waits for it.

    Raises
    ------
    NurseryDiedError
        It was killed meanwhile.
    """
    begin_nursery()
    # It forks nobody before all is loaded, and one that ends at once costs some milliseconds.
    process = CONTEXT.Process(target=_be_born, daemon=True)
    try:
        start(process)
    except (ConnectionError, EOFError):
        raise NurseryDiedError(KILLED) from None
    process.join()
    if process.exitcode == NURSERY_DIED:
        raise NurseryDiedError(KILLED)


def _be_born() -> None:
    """Do nothing, in a child process."""


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
