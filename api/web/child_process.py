"""Run long work in a process of its own, within bounds of time and memory."""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, TypeVar

from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal
from scheduler.errors import RoulementError
from scheduler.processes.forking import preload, run_apart

Argument = TypeVar("Argument")
Result = TypeVar("Result")

preload(
    "api.controls.report",
    "api.data.entering.sheet",
    "api.intake.foreign_file",
    "api.month.folder.importing",
    "api.month.folder.archives",
    "scheduler.engine.workers.process",
    "holidays.countries",
)
AT_ONCE = 2
PATIENCE = 20
"""Seconds that a request waits for its turn."""

_turns = BoundedSemaphore(AT_ONCE)


class ChildError(Exception):
    """The work failed, and not because of the request."""


def run_in_child(
    work: Callable[[Argument], Result], argument: Argument, *, seconds: float, memory_mb: int
) -> Result:
    """
    Return `work(argument)`, run in another process; both cross over pickled.

    Refusal: the work raised an error of ours, with the answer of that error; or it took too long
    (422) or too much memory (422); or too much such work is under way (503).
    """
    try:
        with turn():
            done, value = run_apart(_answer, (work, argument, memory_mb), seconds=seconds)
    except TimeoutError:
        raise Refusal(
            422,
            "trop_long",
            f"Le travail a duré plus de {seconds:g} secondes : demandez-en moins à la fois.",
        ) from None
    except EOFError:
        raise Refusal(
            422,
            "trop_gros",
            f"Le travail a demandé plus de {memory_mb} Mo : demandez-en moins à la fois.",
        ) from None
    if done:
        return value  # type: ignore[no-any-return]  # what the work gave
    raise value


@contextmanager
def turn() -> Iterator[None]:
    """
    Wait for one of the few places for long work, and hold it while the work lasts.

    Raises Refusal: no place became free in `PATIENCE` seconds (503).
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


def _answer(task: tuple[Callable[[Argument], Result], Argument, int]) -> tuple[bool, Any]:
    """Do the work within its memory; return whether it was done, and its result or its error."""
    work, argument, memory_mb = task
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20,) * 2)
    try:
        return True, work(argument)
    except RoulementError as error:
        return False, refusal_of(error)
    except Refusal as refusal:
        return False, refusal
    except MemoryError:
        os._exit(4)  # the parent sees that nothing came
    except Exception as error:  # noqa: BLE001 - a bug of ours, told by its kind: it quotes no one
        return False, ChildError(type(error).__name__)
