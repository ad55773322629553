"""A worker in the test's own process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from api.database.tables.jobs import JobRow
from api.jobs.worker.worker import Worker
from tests.api.jobs.asked import Office

PATIENCE = 60.0


@contextmanager
def working(office: Office, role: str = "essai", **settings: Any) -> Iterator[Worker]:
    """Have a worker here for a while."""
    quick = {"heartbeat_seconds": 0.2, "dead_seconds": 1.0, **settings}
    worker = Worker(office.engine, office.settings(**quick), role)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def ended(office: Office, job: str, patience: float = PATIENCE) -> JobRow:
    """Wait for a calculation's end."""
    deadline = time.monotonic() + patience
    while office.row(job).ended is None:
        assert time.monotonic() < deadline, office.row(job).state
        time.sleep(0.05)
    return office.row(job)
