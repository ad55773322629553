"""Answer a failing database or a full disk with 503: nothing was written, or nobody knows."""

import errno
import sqlite3

from fastapi import FastAPI, Request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.responses import Response

from api.database.engine import UnconfirmedError
from api.logs.journal import journal
from api.web.refusing.problems import Refusal, answered, has_written

SOON, LATER = 5, 60
"""Seconds after which to try again: a busy or restarting database, a disk that someone empties."""

FULL = Refusal(
    503,
    "disque_plein",
    "Le disque du service est plein : rien n’a été écrit. Réessayez plus tard.",
    headers={"Retry-After": str(LATER)},
)
AWAY = Refusal(
    503,
    "base_injoignable",
    "La base de données ne répond pas : rien n’a été écrit. Réessayez dans un instant.",
    headers={"Retry-After": str(SOON)},
)
BUSY = Refusal(
    503,
    "base_occupee",
    "La base de données est trop occupée : rien n’a été écrit. Réessayez dans un instant.",
    headers={"Retry-After": str(SOON)},
)

UNCONFIRMED = Refusal(
    503,
    "ecriture_non_confirmee",
    "La base de données n’a pas pu répondre jusqu’au bout : c’est peut-être écrit. Regardez-le "
    "dans un instant, avant de recommencer.",
    headers={"Retry-After": str(SOON)},
)

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_READONLY: AWAY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_NOTADB: AWAY,
    sqlite3.SQLITE_CORRUPT: AWAY,
}
"""By primary code (the low byte). A full disk shows as IOERR too: its shared memory can't grow."""

POSTGRES = {
    "53100": FULL,  # disk_full
    "58030": FULL,  # io_error
    "53": BUSY,  # other lack of resources
    "55P03": BUSY,  # lock_not_available
    "40": BUSY,  # serialization_failure, deadlock
    "08": AWAY,  # connection
    "57P": AWAY,  # shut down, starting, crashed
    "25006": AWAY,  # read only: a replica
    "25P03": AWAY,  # the machine was paused in the middle of a write
}
"""By SQLSTATE, the longest prefix first."""


def add_failures(app: FastAPI) -> None:
    """Make the app answer failures of database and disk."""
    for kind in (DBAPIError, PoolTimeoutError, OSError):
        app.add_exception_handler(kind, _answer_failure)


def refusal_for(error: BaseException) -> Refusal | None:
    """Return the refusal that answers a failure (None: it is a defect of ours)."""
    match error:
        case DBAPIError(orig=sqlite3.Error() as cause):
            return SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
        case UnconfirmedError():
            return UNCONFIRMED
        case DBAPIError():
            return _postgres(error)
        case PoolTimeoutError():
            return BUSY
        case OSError() if error.errno in NO_SPACE:
            return FULL
        case _:
            return None


def _postgres(error: DBAPIError) -> Refusal | None:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    for prefix in sorted(POSTGRES, key=len, reverse=True):
        if state.startswith(prefix):
            return POSTGRES[prefix]
    # Refused or cut connections come without a state.
    if error.connection_invalidated or (not state and type(error.orig).__name__ in LOST):
        return AWAY
    return None


LOST = frozenset({"OperationalError", "InterfaceError", "ConnectionTimeout"})


def _answer_failure(request: Request, error: Exception) -> Response:
    refusal = refusal_for(error)
    if refusal is None:
        raise error
    if has_written(request):
        refusal = UNCONFIRMED
    journal().error("panne", code=refusal.code, exc_info=error)
    return answered(refusal)
