"""
The process that a program's others are forked from, and what it loads once for all of them.

A program has one such process, whoever needs it first: hence one list of modules.
"""

from __future__ import annotations

import multiprocessing as mp
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

Argument = TypeVar("Argument")
Result = TypeVar("Result")

CONTEXT = mp.get_context("forkserver")
"""How every process of ours is started."""

_LOADED: list[str] = []


def preload(*modules: str) -> None:
    """Have modules loaded before anything is forked; too late once that process runs."""
    _LOADED.extend(name for name in modules if name not in _LOADED)
    CONTEXT.set_forkserver_preload(_LOADED)


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
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_send, args=(theirs, work, argument), daemon=True)
    process.start()
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
