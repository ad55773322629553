"""
The queue of calculations: DBOS, which keeps its own tables, behind a few functions.

A workflow has the id of its calculation, and takes one turn at it. DBOS gives each workflow to one
worker, and a worker no more at a time than it may have. It refuses the result of a worker from
which the workflow was taken back.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetWorkflowID

from api.database.engine import keep_private
from api.settings import Settings

NAME = "roulement"
QUEUE, PROBLEMS = "calculs", "problemes"
"""Queues: of calculations of drafts, and of problems that were sent whole, which give way."""

VERSION = "1"
"""The version of the workflow: it seldom changes, since what another one queued waits for ever."""

BESIDE = "-travaux"
"""Added to the name of SQLite's file: DBOS has a file of its own."""

RUNNING = "PENDING"
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

CONNECTIONS = 5

_turn: dict[str, Callable[[str], None]] = {}
"""What a workflow runs in this process, under `NAME`."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """The state of a calculation in the queue; `worker`: which one has it, if it is `RUNNING`."""

    status: str = ""
    worker: str = ""

    def lost(self, living: Collection[str]) -> bool:
        """Whether nobody will take a turn: the queue has ended it, or its worker is dead."""
        if self.status == RUNNING:
            return self.worker not in living
        return not self.status or self.status in ENDED


@DBOS.workflow(name="calcul", max_recovery_attempts=None)
def workflow(job: str) -> None:
    """Take the next turn at a calculation."""
    _turn[NAME](job)


def own_url(url: str) -> str:
    """Return where DBOS keeps its tables: a file beside SQLite's, or PostgreSQL's same database."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    path = Path(parsed.database or "").absolute()
    beside = path.with_name(f"{path.stem}{BESIDE}{path.suffix}")
    return f"sqlite:///{beside}"


def launch(settings: Settings, worker: str, turn: Callable[[str], None]) -> None:
    """
    Start taking calculations from the queue; never on an event loop.

    `worker`: a name that no other process has, the same after a restart: DBOS then queues again
    what the process had when it died.
    """
    _turn[NAME] = turn
    own = own_url(settings.database_url)
    if own.startswith("sqlite"):
        keep_private(sa.make_url(own).database)
    config: DBOSConfig = {
        "name": NAME,
        "system_database_url": own,
        "executor_id": worker,
        "application_version": VERSION,
        "log_level": "ERROR",
        "sys_db_pool_size": CONNECTIONS,
    }
    DBOS(config=config)
    DBOS.listen_queues([QUEUE, PROBLEMS])
    DBOS.launch()
    for queue, at_once in ((QUEUE, settings.solves), (PROBLEMS, 1)):
        DBOS.register_queue(
            queue,
            worker_concurrency=at_once,
            polling_interval_sec=settings.poll_seconds,
            on_conflict="always_update",
        )


def finish(seconds: int) -> None:
    """Stop taking calculations, and wait so many seconds for turns to end (0: there are none)."""
    DBOS.destroy(workflow_completion_timeout_sec=seconds)
    _turn.clear()


def places(jobs: Sequence[str]) -> dict[str, Place]:
    """Return the state of these calculations in the queue."""
    if not jobs:
        return {}
    rows = DBOS.list_workflows(workflow_ids=list(jobs), load_input=False, load_output=False)
    by_job = {
        row.workflow_id: Place(status=row.status, worker=row.executor_id or "") for row in rows
    }
    return {job: by_job.get(job, Place()) for job in jobs}


def put(job: str, place: Place, queue: str = QUEUE) -> None:
    """Put a calculation that is lost at this place into a queue, once."""
    if place.status == RUNNING:
        DBOS.resume_workflow(job, queue_name=queue)
        return
    if place.status in ENDED:
        DBOS.delete_workflow(job)
    with SetWorkflowID(job):
        DBOS.enqueue_workflow(queue, workflow, job)


def purge(days: int) -> int:
    """Delete workflows that ended more than so many days ago; return how many."""
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    rows: list[Any] = DBOS.list_workflows(
        status=list(ENDED), end_time=before, load_input=False, load_output=False
    )
    DBOS.delete_workflows([row.workflow_id for row in rows])
    return len(rows)
