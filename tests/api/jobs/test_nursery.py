"""A solver killed together with the process that it was forked from."""

import os
import signal
import threading
from multiprocessing import forkserver
from pathlib import Path

import pytest

from api.jobs.worker.turns import DIED, MOST_ATTEMPTS
from scheduler.engine.workers.nursery import begin_nursery
from tests.api.jobs.asked import Office


def killed_with_its_nursery(petit: Office, job: str) -> None:
    """Begin a calculation, and kill its solver and the process that this was forked from."""
    begin_nursery()
    nursery = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    children = Path(f"/proc/{nursery}/task/{nursery}/children")
    before = set(children.read_text().split())
    thread = threading.Thread(target=petit.calculate, args=(job,))
    thread.start()
    while not (born := set(children.read_text().split()) - before):
        assert thread.is_alive(), petit.row(job).message
    for pid in (nursery, *map(int, born)):
        os.kill(pid, signal.SIGKILL)
    thread.join()


@pytest.mark.long
@pytest.mark.parametrize("kind", ["solve", "explain"])
def test_a_solver_killed_with_its_nursery_is_tried_again_with_the_reason(
    sqlite_petit: Office, kind: str
) -> None:
    job = sqlite_petit.ask(kind)

    killed_with_its_nursery(sqlite_petit, job)
    row = sqlite_petit.row(job)

    assert (row.state, row.attempts, row.worker, row.outcome) == ("created", 1, "", None)
    assert row.message == (
        "Essai interrompu : le solveur a été tué avec le processus dont il est né. "
        "Le calcul reprend du meilleur planning trouvé (essai 2 sur 12)."
    )
    again = sqlite_petit.calculate(job)
    assert (again.state, again.attempts, again.message) == ("completed", 2, "")


def test_a_solver_killed_with_its_nursery_too_often_has_failed(sqlite_petit: Office) -> None:
    job = sqlite_petit.ask()
    sqlite_petit.change(job, attempts=MOST_ATTEMPTS - 1)

    killed_with_its_nursery(sqlite_petit, job)

    row = sqlite_petit.row(job)
    assert (row.state, row.attempts, row.message) == ("failed", MOST_ATTEMPTS, DIED)
