"""Run long work in a process of its own, within bounds of time and memory."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.reduction import ForkingPickler
from threading import BoundedSemaphore
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from api.web.errors import refusal_of
from api.web.problems import Refusal
from scheduler.errors import RoulementError
from scheduler.forking import CONTEXT, preload

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Argument = TypeVar("Argument")
Result = TypeVar("Result")

preload("api.controls.report", "scheduler.engine.workers.process", "holidays.countries")
AT_ONCE = 2
PATIENCE = 20
"""Seconds that a request waits for its turn."""


def _frozen(table: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(table)


def _thawed(table: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[Any]]:
    """Return how to pickle a read-only mapping, such as associations hold: as a dict to freeze."""
    return _frozen, (dict(table),)


ForkingPickler.register(MappingProxyType, _thawed)
_turns = BoundedSemaphore(AT_ONCE)


class ChildError(Exception):
    """The work failed, and not because of the request."""


def run_in_child(
    work: Callable[[Argument], Result], argument: Argument, *, seconds: float, memory_mb: int
) -> Result:
    """
    Return `work(argument)`, run in another process; both cross over pickled.

    Raises
    ------
    Refusal
        The work raised an error of ours, with the answer of that error; or it took too long (422)
        or too much memory (422); or too much such work is under way (503).
    """
    with turn():
        return _run(work, argument, seconds, memory_mb)


@contextmanager
def turn() -> Iterator[None]:
    """
    Wait for one of the few places for long work, and hold it while the work lasts.

    Raises
    ------
    Refusal
        No place became free in `PATIENCE` seconds (503).
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise Refusal(
            503,
            "service_occupe",
            f"{AT_ONCE} documents ou contrôles sont déjà en cours : réessayez dans un instant.",
            headers={"Retry-After": "30"},
        )
    try:
        yield
    finally:
        _turns.release()


def _run(
    work: Callable[[Argument], Result], argument: Argument, seconds: float, memory_mb: int
) -> Result:
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_child, args=(theirs, work, argument, memory_mb), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise Refusal(
                422,
                "trop_long",
                f"Le travail a duré plus de {seconds:g} secondes : demandez-en moins à la fois.",
            )
        done, value = ours.recv()
    except (EOFError, OSError):
        raise Refusal(
            422,
            "trop_gros",
            f"Le travail a demandé plus de {memory_mb} Mo : demandez-en moins à la fois.",
        ) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if done:
        return value  # type: ignore[no-any-return]  # what the work gave
    raise value


def _child(
    conn: Connection, work: Callable[[Argument], Result], argument: Argument, memory_mb: int
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20,) * 2)
    try:
        conn.send((True, work(argument)))
    except RoulementError as error:
        conn.send((False, refusal_of(error)))
    except Refusal as refusal:
        conn.send((False, refusal))
    except MemoryError:
        os._exit(4)  # the parent sees that nothing came
    except Exception as error:  # noqa: BLE001 - a bug of ours, told by its kind: it quotes no one
        conn.send((False, ChildError(type(error).__name__)))
