"""
The process that a program's others are forked from, and what it loads once for all of them.

A program has one such process, whoever needs it first: hence one list of modules.
"""

from __future__ import annotations

import multiprocessing as mp
import multiprocessing.forkserver as server
import os
import signal
import sys
import threading
from multiprocessing import resource_tracker, util
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from pickle import PicklingError
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

Argument = TypeVar("Argument")
Result = TypeVar("Result")

CONTEXT = mp.get_context("forkserver")
"""How every process of ours is started."""

_LOADED: list[str] = []
_STARTING = threading.Lock()


def preload(*modules: str) -> None:
    """Have modules loaded before anything is forked; too late once that process runs."""
    _LOADED.extend(name for name in modules if name not in _LOADED)
    CONTEXT.set_forkserver_preload(_LOADED)


def begin_server() -> None:
    """
    Start the process that children are forked from; it loads its modules in the background.

    Ctrl+C at a terminal reaches every process that runs there. It and its children ignore it from
    their start: only the parent decides whether they stop, or end.
    """
    # It lets Ctrl+C through to this thread again when it starts: hence before, and on its own.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        server.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill_server() -> None:
    """
    Kill the process that children are forked from, which has nothing to save.

    A child that it hasn't forked yet keeps the resource tracker open, and Python waits for that one
    before it exits: as long as the modules take to load, a minute on a busy machine.
    """
    running: Any = server._forkserver  # noqa: SLF001 - no public way
    if pid := running._forkserver_pid:  # noqa: SLF001
        os.kill(pid, signal.SIGKILL)
        running._stop()  # noqa: SLF001


# At the program's exit, below what multiprocessing does with children that still live.
util.Finalize(None, _kill_server, exitpriority=-1)


def start(process: ForkServerProcess) -> None:
    """
    Start a process that doesn't run the program's main module again, unless its arguments need it.

    A script would plan once more in each process, and a notebook or standard input has no file to
    run.

    Raises
    ------
    PicklingError, AttributeError
        The arguments need what a main module without a file defines.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            process.start()
        except (PicklingError, AttributeError):
            if not Path(getattr(main, "__file__", None) or "").is_file():
                raise
            sys.modules["__main__"] = main
            process.start()
        finally:
            sys.modules["__main__"] = main


def run_apart(work: Callable[[Argument], Result], argument: Argument, *, seconds: float) -> Result:
    """
    Return `work(argument)`, run in another process; both cross over pickled.

    `work` limits its own process, and returns its errors: it must not raise.

    Raises
    ------
    TimeoutError
        It took longer than `seconds`; the process is killed.
    EOFError
        The process died without an answer, for want of memory most often.
    """
    begin_server()
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_send, args=(theirs, work, argument), daemon=True)
    start(process)
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TimeoutError
        return ours.recv()  # type: ignore[no-any-return]  # what the work gave
    except OSError as error:
        if isinstance(error, TimeoutError):
            raise
        raise EOFError from error
    finally:
        process.kill()
        process.join()
        ours.close()


def _send(conn: Connection, work: Callable[[Argument], Result], argument: Argument) -> None:
    conn.send(work(argument))


def _frozen(table: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(table)


def _thawed(table: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[Any]]:
    """Return how to pickle a read-only mapping, such as associations hold: as a dict to freeze."""
    return _frozen, (dict(table),)


ForkingPickler.register(MappingProxyType, _thawed)
