"""Check by one short query whether anything was committed since the last look."""

from __future__ import annotations

from threading import Lock

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import is_sqlite

SQLITE, POSTGRESQL = "PRAGMA data_version", "SELECT pg_current_snapshot()::text"
"""
What changes with each commit of another connexion.

SQLite counts them. PostgreSQL's snapshot names the transactions that it sees and those under way:
two are equal only if none that wrote ended in between.
"""


class Watch:
    """
    A connexion of its own, outside any transaction and any pool.

    `quick`: whether it asks no other machine, so that an event loop may wait for it.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.quick = is_sqlite(engine)
        self._lock = Lock()
        self._line: PoolProxiedConnection | None = None
        self._lines = 0

    def version(self) -> str | None:
        """Return a text that changes with each commit of another connexion (None: unknown now)."""
        with self._lock:
            try:
                if self._line is None:
                    self._line = self._open()
                cursor = self._line.cursor()
                try:
                    cursor.execute(SQLITE if self.quick else POSTGRESQL)
                    # SQLite counts by connexion: two counts compare on one alone.
                    return f"{self._lines} {cursor.fetchone()}"
                finally:
                    cursor.close()
            except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error):
                self._close()
                return None

    def close(self) -> None:
        """Give the connexion back."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _open(self) -> PoolProxiedConnection:
        line = self.engine.raw_connection()
        line.detach()
        self._lines += 1
        if not self.quick:
            line.dbapi_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's own
        return line
