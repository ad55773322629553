"""
File d'attente: DBOS, which keeps its own tables, hidden behind a few functions.

The workflow's id is the calculation's; all that it does is one turn. What DBOS believes of it
(done, lost, cancelled) is never what people see: `JobRow` is, and what DBOS lost is put in again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetWorkflowID

from api.database.engine import keep_private

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import Settings

NAME = "roulement"
QUEUE = "calculs"
VERSION = "1"
"""Of the workflow: what another version queued would wait for ever, so it hardly ever changes."""

BESIDE = "-travaux"
"""Added to the name of SQLite's file: DBOS has a file of its own."""

WAITING = ("ENQUEUED", "DELAYED")
RUNNING = "PENDING"
ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")

CONNECTIONS = 5
SETTLE = 2
"""Seconds that DBOS may need to note that a workflow ended."""

_turn: dict[str, Callable[[str], None]] = {}
"""What a workflow runs in this process, under `QUEUE`."""


@DBOS.workflow(name="calcul", max_recovery_attempts=None)
def workflow(job: str) -> None:
    """Take the next turn at a calculation."""
    _turn[QUEUE](job)


def own_url(url: str) -> str:
    """Return where DBOS keeps its tables: a file beside SQLite's, or PostgreSQL's same database."""
    made = sa.make_url(url)
    if made.get_backend_name() != "sqlite":
        return made.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    path = Path(made.database or "").absolute()
    beside = path.with_name(f"{path.stem}{BESIDE}{path.suffix}")
    return f"sqlite:///{beside}"


def launch(settings: Settings, executor: str, turn: Callable[[str], None]) -> None:
    """
    Start taking calculations from the queue; never on an event loop.

    `executor` names this process, as no other and as before a restart: what it had begun is its
    own to begin again.
    """
    _turn[QUEUE] = turn
    own = own_url(settings.database_url)
    if own.startswith("sqlite"):
        keep_private(sa.make_url(own).database)
    config: DBOSConfig = {
        "name": NAME,
        "system_database_url": own,
        "executor_id": executor,
        "application_version": VERSION,
        "log_level": "ERROR",
        "sys_db_pool_size": CONNECTIONS,
    }
    DBOS(config=config)
    DBOS.listen_queues([QUEUE])
    DBOS.launch()
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=settings.solves,
        polling_interval_sec=settings.poll_seconds,
        on_conflict="always_update",
    )


def finish(*, settle: bool = False) -> None:
    """
    Stop taking calculations; what runs is left as it is.

    `settle`: a turn ended just now, and DBOS may not have noted it yet.
    """
    DBOS.destroy(workflow_completion_timeout_sec=SETTLE if settle else 0)
    _turn.clear()


def send(job: str, at_it: Callable[[str], bool]) -> bool:
    """
    See to it that a waiting calculation is in the queue, once; whether it is there.

    A workflow that ended (the calculation didn't) is begun anew; one that runs is resumed, unless
    its process may still be `at_it`.
    """
    status = DBOS.get_workflow_status(job)
    if status is not None and status.status in ENDED:
        DBOS.delete_workflow(job)
        status = None
    if status is None:
        with SetWorkflowID(job):
            DBOS.enqueue_workflow(QUEUE, workflow, job)
    elif status.status == RUNNING:
        if at_it(status.executor_id or ""):
            return False
        DBOS.resume_workflow(job, queue_name=QUEUE)
    return True


def purge(days: int) -> int:
    """Delete workflows that ended more than so many days ago; how many."""
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    found: list[Any] = DBOS.list_workflows(
        status=list(ENDED), end_time=before, load_input=False, load_output=False
    )
    DBOS.delete_workflows([one.workflow_id for one in found])
    return len(found)
