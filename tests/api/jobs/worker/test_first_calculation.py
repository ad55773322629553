"""The first calculation of a process, whose solver is still being loaded."""

import time
from collections.abc import Iterator
from multiprocessing import forkserver

import pytest
from sqlalchemy import Engine

from api.ops.warming import CALCULATING, Warming
from api.shell.preparing import Warmed
from scheduler.processes import forking
from tests.api.jobs.asked import Office

SLOW = "tests.api.jobs.worker.loading_slowly"
SECONDS = 4.0
"""Seconds that loading it takes, more than the calculation may search."""

POSTS = 68
"""Posts of March in `petit`, as many as can be held."""


@pytest.fixture
def loading() -> Iterator[None]:
    """Have the process that solvers are forked from begin anew, and load slowly."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    forking.CONTEXT.set_forkserver_preload([*forking._LOADED, SLOW])
    yield
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    forking.CONTEXT.set_forkserver_preload(forking._LOADED)


@pytest.mark.long
@pytest.mark.usefixtures("loading")
def test_the_time_of_a_search_begins_once_the_solver_is_loaded(sqlite_petit: Office) -> None:
    row = sqlite_petit.calculate(sqlite_petit.ask(seconds=3.0, effort=None))

    assert (row.state, row.outcome) == ("completed", "optimal")
    assert len(sqlite_petit.assignments(2)) == POSTS


@pytest.mark.long
@pytest.mark.usefixtures("loading")
def test_a_process_that_calculates_is_ready_once_its_solver_is_loaded(
    sqlite_engine: Engine,
) -> None:
    works = {Warmed.SOLVER: CALCULATING[Warmed.SOLVER]}
    made, begun = Warming(sqlite_engine, works), time.monotonic()
    made.start()
    assert not made.all_ready()

    while not made.all_ready():
        time.sleep(0.01)

    assert time.monotonic() - begun > SECONDS
    made.stop()
