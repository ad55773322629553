"""Wait for a PostgreSQL server that isn't there yet, or that recovers and refuses everybody."""

import time
from collections.abc import Callable

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from sqlalchemy import Engine

from api.database.engine import is_sqlite

LOOK = 0.5
"""Seconds between two looks."""


def wait_for_server(
    engine: Engine, seconds: float, tell: Callable[[bool], None], *, absent: bool
) -> bool:
    """
    Wait until a server takes connections, at most so many seconds; return whether one came.

    `absent`: wait too for one that doesn't answer at all, not only for one that starts or recovers
    (SQLSTATE 57P03). `tell` is called once, where there is something to wait for, with whether the
    server is there. Nothing is raised: who connects then says what is wrong. One that refuses an
    account or a database takes connections.
    """
    if is_sqlite(engine):
        return False
    parts = engine.url.translate_connect_args(username="user", database="dbname")
    address = make_conninfo(**{**parts, **engine.url.query, "connect_timeout": 1}).encode()
    deadline = time.monotonic() + seconds
    waits = False
    while (state := Ping(PGconn.ping(address))) is not Ping.OK:
        there = state is Ping.REJECT
        if not (there or absent) or time.monotonic() > deadline:
            return False
        if not waits:
            tell(there)
        waits = True
        time.sleep(LOOK)
    return waits
