"""
Let one process at a time have a name: two of one name would take over each other's work.

The lock lasts as long as the process: when that dies, the system or PostgreSQL releases it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import is_sqlite
from scheduler.errors import RoulementError

PATIENCE = 5.0
"""Seconds that PostgreSQL may need to see that a killed process is no more."""

LOOK = 0.2
FAMILY = 7_214_002
"""First key of PostgreSQL's advisory locks of names."""


class NotAloneError(RoulementError):
    """Another process has this name."""


class NameLock:
    """A name that no other process has until `release`."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self._file: int | None = None
        self._connection: Connection | None = None

    def take(self) -> None:
        """
        Take the name.

        Raises `NotAloneError`: another process has it.
        """
        deadline = time.monotonic() + PATIENCE
        while not (self._locked_file() if is_sqlite(self.engine) else self._locked()):
            if time.monotonic() > deadline:
                raise NotAloneError(_words(self.engine, self.name))
            time.sleep(LOOK)

    def still(self) -> bool:
        """Take the name again if PostgreSQL was restarted; return whether this process has it."""
        return is_sqlite(self.engine) or self._locked()

    def release(self) -> None:
        """Release the name, so that another process can take it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _locked_file(self) -> bool:
        path = Path(f"{Path(self.engine.url.database or '').absolute()}.verrou")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            self._file = None
            return False
        return True

    def _locked(self) -> bool:
        if self._connection is not None:
            try:
                self._connection.execute(text("SELECT 1"))
            except SQLAlchemyError:
                # The server forgot the lock with the connection.
                self.release()
            else:
                return True
        connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        key = int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4], signed=True)
        locked: Any = connection.execute(
            text("SELECT pg_try_advisory_lock(:family, :key)"), {"family": FAMILY, "key": key}
        ).scalar_one()
        if not locked:
            connection.close()
            return False
        self._connection = connection
        return True


def _words(engine: Engine, name: str) -> str:
    if is_sqlite(engine):
        return (
            f"Un autre processus sert déjà la base {engine.url.database} : SQLite n’en admet qu’un "
            "(arrêtez-le, ou passez à PostgreSQL)."
        )
    return (
        f"Un autre processus porte déjà le nom « {name} » : donnez à chaque machine un nom à elle "
        "(ROULEMENT_HOST_ID)."
    )
