"""The log of a test, read back, and logging as it was afterwards."""

import io
import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog

from api.logs.journal import SILENT, _door, configure_logs
from api.settings import Settings

TOUCHED = ("", "alembic", "dbos", "uvicorn", "uvicorn.error", "sqlalchemy", *SILENT)


@dataclass
class Log:
    stream: io.StringIO = field(default_factory=io.StringIO)

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        """Return the log's lines, without their time."""
        read = [json.loads(line) for line in self.text.splitlines()]
        for record in read:
            assert record.pop("timestamp").endswith("Z")
        return read


@pytest.fixture
def log() -> Iterator[Log]:
    loggers = [logging.getLogger(name) for name in TOUCHED]
    kept = [(logger, logger.handlers[:], logger.level, logger.propagate) for logger in loggers]
    hook, door = threading.excepthook, dict(_door)
    logging.getLogger("dbos").setLevel(logging.NOTSET)  # DBOS sets its own where it was launched
    made = Log()
    configure_logs(Settings(log_format="json"), made.stream)
    yield made
    logging.captureWarnings(capture=False)
    threading.excepthook = hook
    structlog.reset_defaults()
    _door.clear()
    _door.update(door)
    for logger, handlers, level, propagate in kept:
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.propagate = propagate
