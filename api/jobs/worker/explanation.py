"""Seek an explanation in a child process, which can be killed and runs out of memory alone."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from api.month.planning import Conflict, why_impossible
from scheduler.domain.problem import Problem
from scheduler.engine.workers.nursery import KILLED, NURSERY_DIED, limit_memory
from scheduler.errors import NurseryDiedError, SolverCrashError
from scheduler.processes.forking import CONTEXT
from scheduler.rule import Profile

DEATH = 5.0
"""Seconds that the system may need to report how a child ended."""

LOOK = 0.2
"""Seconds between two looks at whether to give up."""

SILENT = 60.0
"""Seconds beyond its time after which a child is taken to be stopped; one begins in five."""


def explained(
    problem: Problem,
    profile: Profile,
    *,
    seconds: float,
    memory_mb: int,
    given_up: Callable[[], bool],
) -> Conflict | None:
    """
    Return why no lawful rota exists (None: the caller gave up).

    Raises `NurseryDiedError`: the child process was killed with its nursery: another try may well
    succeed; `SolverCrashError`: the child process died (memory, abort), or doesn't answer.
    """
    if given_up():
        return None
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(
        target=_child, args=(theirs, problem, profile, seconds, memory_mb), daemon=True
    )
    try:
        process.start()
    except (ConnectionError, EOFError):
        ours.close()
        raise NurseryDiedError(KILLED) from None
    finally:
        theirs.close()
    try:
        late = time.monotonic() + seconds + SILENT
        while not ours.poll(LOOK):
            if given_up():
                return None
            if time.monotonic() > late:
                raise SolverCrashError("la recherche du conflit ne répond plus")
        word = ours.recv()
    except (EOFError, OSError):
        process.join(DEATH)
        if process.exitcode == NURSERY_DIED:
            raise NurseryDiedError(KILLED) from None
        word = "mémoire insuffisante ou défaut du solveur"
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(word, str):
        raise SolverCrashError(f"la recherche du conflit s’est arrêtée : {word}")
    conflict: Conflict = word
    return conflict


def _child(
    conn: Connection, problem: Problem, profile: Profile, seconds: float, memory_mb: int
) -> None:
    """Send the explanation to the parent and exit at once: memory may lack for a clean end."""

    def listen() -> None:
        with contextlib.suppress(EOFError, OSError):
            conn.recv()
        os._exit(3)  # the parent is gone: nobody waits for an answer

    threading.Thread(target=listen, daemon=True).start()
    try:
        limit_memory(memory_mb)
        conn.send(why_impossible(problem, profile, seconds=seconds))
    except (MemoryError, RuntimeError, OSError) as error:
        with contextlib.suppress(OSError):
            conn.send(str(error) or "mémoire épuisée")
        os._exit(4)
    conn.close()
    os._exit(0)
