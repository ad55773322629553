"""Share work between processes; results come in order, and Ctrl+C stops all of them."""

from __future__ import annotations

import gc
import multiprocessing as mp
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from threading import Thread
from typing import Any, TypeVar

from scheduler.errors import SolverCrashError
from scheduler.forking import CONTEXT, begin_server, preload

Context = TypeVar("Context")
Share = TypeVar("Share")
Result = TypeVar("Result")

preload("api.judging.judging")

AHEAD = 3
"""How many shares each process has in hand; few, so that they don't fill the memory."""


GARBAGE = 500_000
"""How many new objects start a garbage collection: a few times for each share."""


def cores() -> int:
    """Return how many processes can run at once."""
    return os.cpu_count() or 1


def run_in_processes(
    work: Callable[[Context, Share], list[Result]],
    context: Context,
    shares: Iterable[Share],
    *,
    processes: int,
) -> Generator[Result, None, None]:
    """
    Yield the results of `work` on each share, in order.

    `context` is sent to each process once. With one process, all is done in this one. Memory: a
    few shares per process, and their results.

    It raises `SolverCrashError`: a process died, for want of memory most often.
    """
    if processes < 2:  # noqa: PLR2004 - this one alone
        for share in shares:
            yield from work(context, share)
        return
    remaining = iter(shares)
    ready = partial(_ready, work, context)
    begin_server()
    pool = ProcessPoolExecutor(processes, mp_context=CONTEXT, initializer=ready)
    try:
        waiting: deque[Future[list[Result]]] = deque(
            pool.submit(_run, share) for share in islice(remaining, AHEAD * processes)
        )
        while waiting:
            yield from waiting.popleft().result()
            waiting.extend(pool.submit(_run, share) for share in islice(remaining, 1))
    except BrokenProcessPool:
        raise SolverCrashError(
            "un processus de contrôle s’est arrêté, faute de mémoire le plus souvent : "
            "contrôlez moins de mois à la fois (--mois, --du, --au)"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _ChildData:
    """Data that a child process keeps from one share of the work to the next."""

    work: Any
    context: Any


def _end_with_parent() -> None:
    """Exit when the program ends: killed, it can't tell its processes to stop."""
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready(work: Any, context: Any) -> None:
    # Ctrl+C is the parent's business: it hands out no more shares.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # What a share holds has no cycles: looking for them as it is unpickled costs more than judging.
    gc.freeze()
    gc.set_threshold(GARBAGE)
    _ChildData.work, _ChildData.context = work, context


def _run(share: Any) -> Any:
    return _ChildData.work(_ChildData.context, share)
