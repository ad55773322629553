"""
Read what somebody sends within bounds of processor and memory, apart from those who are served.

A service reads in a process of its own: a file that asks for too much ends that process alone, and
the memory goes with it. A command is such a process already, and so is one that judges files.
"""

import math
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from api.data.sheets.limits import SPLIT, bad
from scheduler.processes.forking import run_apart

Argument = TypeVar("Argument")
Result = TypeVar("Result")

SECONDS = 10
"""Seconds of processor that a file may take; 500,000 cells of a list take seven."""

ROOM_MB = 220
"""Memory that a file may take; 500,000 cells of a list take 140 MB."""

ROPE = 3
"""Seconds of processor after which a child that doesn't answer its limit is killed."""

WAIT = 120
"""Seconds after which nobody waits for a file any more, on a machine that does other work."""

AGAIN = 0.5
"""Seconds of processor after which a block that caught the first stop is stopped again."""

PAGE_MB = resource.getpagesize() / (1 << 20)
SIMPLER = f"un fichier plus simple ou plus court ({SPLIT})"


class _TooLongError(BaseException):
    """The processor's limit is reached: no reader of files may take it for a fault of its own."""


@contextmanager
def bounded(file: str, *, seconds: int = SECONDS, room_mb: int = ROOM_MB) -> Iterator[None]:
    """
    Limit what this process may use while a file is read; only its main thread can.

    `seconds`: of processor. `room_mb`: of memory above what is mapped. BadFilesError: the file asks
    for more.
    """
    memory = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGPROF, _stop)
    mapped_mb = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * PAGE_MB
    soft, hard = memory
    most = _least(int(mapped_mb + room_mb) << 20, _least(soft, hard))
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    beyond = ""
    try:
        with _processor(seconds):
            yield
    except _TooLongError:
        beyond = f"{seconds} s de calcul"
    except MemoryError:
        beyond = f"{room_mb} Mo"
    finally:
        resource.setrlimit(resource.RLIMIT_AS, memory)
        signal.signal(signal.SIGPROF, handler)
    if beyond:
        # Only now, for saying so takes memory too.
        raise bad(file, f"plus de {beyond} pour lire ce fichier", SIMPLER)


@contextmanager
def _processor(seconds: float) -> Iterator[None]:
    """
    Raise _TooLongError once the block has used its seconds, or those left to the block around it.

    By a timer and not by RLIMIT_CPU: that limit is absolute and counts in the kernel's ticks, which
    run apart from what `getrusage` says by a fifth on some machines. A process that had worked for
    a minute was stopped as it began to read.
    """
    around, _ = signal.getitimer(signal.ITIMER_PROF)
    allowed = min(seconds, around or seconds)
    signal.setitimer(signal.ITIMER_PROF, allowed, AGAIN)
    try:
        yield
    finally:
        rest, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        if around:
            # At least an instant: a timer of nothing never ends.
            signal.setitimer(signal.ITIMER_PROF, max(around - allowed + rest, 0.001), AGAIN)


def serves() -> bool:
    """Whether this process serves others meanwhile: a command's main thread serves nobody."""
    return threading.current_thread() is not threading.main_thread()


def read_apart(
    work: Callable[[Argument], Result],
    argument: Argument,
    file: str,
    *,
    seconds: int = SECONDS,
    room_mb: int = ROOM_MB,
) -> Result:
    """
    Return `work(argument)`, which reads a file, done within bounds and apart; see `bounded`.

    Called from the main thread, this process is bounded; from another one, it serves others
    meanwhile: then a child does the work, and argument and result cross over pickled.
    BadFilesError: the file asks for more than it may use.
    """
    if not serves():
        with bounded(file, seconds=seconds, room_mb=room_mb):
            return work(argument)
    task = (work, argument, file, seconds, room_mb)
    try:
        error, value = run_apart(_read, task, seconds=WAIT)
    except (TimeoutError, EOFError):
        raise bad(file, "fichier dont la lecture ne finit pas", SIMPLER) from None
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]  # what the work gave


def _read(task: tuple[Callable[[Any], Any], Any, str, int, int]) -> tuple[Exception | None, Any]:
    work, argument, file, seconds, room_mb = task
    used = math.ceil(time.process_time())
    end = _least(used + seconds + ROPE, resource.getrlimit(resource.RLIMIT_CPU)[1])
    resource.setrlimit(resource.RLIMIT_CPU, (end, end))
    try:
        with bounded(file, seconds=seconds, room_mb=room_mb):
            return None, work(argument)
    except Exception as error:  # noqa: BLE001 - the parent raises it
        return error, None


def _least(value: int, limit: int) -> int:
    return value if limit == resource.RLIM_INFINITY else min(value, limit)


def _stop(*_: object) -> None:
    raise _TooLongError
