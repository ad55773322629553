"""A service in a process of its own, so that who measures it doesn't share its processor time."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

from api.app import create
from api.database.engine import connect
from api.settings import Settings
from tests.bench.processor import usage_of
from tests.prove.service.server import PATIENCE, READY, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ALIVE = "/sante/vivant"


@dataclass(frozen=True)
class Apart:
    """A service that runs: its address, and what it has cost."""

    address: str
    process: int

    @property
    def processor(self) -> float:
        """Seconds of processor time since it began, its own and the system's for it."""
        return usage_of(self.process).seconds


def serve(url: str, port: int, at: datetime) -> None:
    """Serve a database as if it were a given time; a process of its own runs this."""
    import uvicorn  # noqa: PLC0415 - of the process that serves alone

    app = create(Settings(database_url=url), connect(url))
    app.state.now = lambda: at
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")


@contextmanager
def served_apart(url: str, at: datetime) -> Iterator[Apart]:
    """Serve a database from another process, until what follows has ended."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(url, port, at))
    process.start()
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        assert process.pid is not None
        yield Apart(address, process.pid)
    finally:
        process.terminate()
        process.join()


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if httpx2.get(f"{address}{ALIVE}").status_code == READY:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise SystemExit("le service ne démarre pas")
