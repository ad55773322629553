"""
Give one worker at a time a turn at a calculation, and refuse writes of earlier turns.

A worker that was thought dead (its machine was suspended) finds at its next write that the
calculation has had another turn since.
"""

import fcntl
import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.database.engine import is_sqlite
from api.database.tables.jobs import JobRow
from api.jobs.states import WAITING, State, move
from scheduler.errors import RoulementError

MOST_ATTEMPTS = 12
"""
Workers that may die of a calculation before it is given up: the solver has a process of its own, so
most die of something else, such as a machine that is switched off.
"""

DIED = (
    f"Le calcul a été interrompu {MOST_ATTEMPTS} fois par l’arrêt brutal de la machine qui le "
    "faisait ; il n’est plus relancé. Ce n’est pas une preuve qu’aucun planning n’existe."
)


SILENT = "la machine qui faisait ce calcul ne répond plus"
AGAIN = "Essai interrompu : {}. Le calcul reprend du meilleur planning trouvé (essai {} sur {})."


class LostTurnError(RoulementError):
    """The calculation ended or was given to another worker."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A worker's turn at a calculation."""

    job: str
    worker: str
    number: int


def claim(session: Session, job: str, worker: str) -> Turn | None:
    """Take a calculation that waits (None: it isn't waiting, or no longer)."""
    row = session.get(JobRow, job)
    if row is None or State(row.state) not in WAITING:
        return None
    row.turn += 1
    row.attempts += 1
    row.worker = worker
    row.started = row.started or datetime.now(UTC)
    # Each turn has the whole time, and is counted from its own beginning.
    row.progress = begun(preparing=True)
    # Why it is tried again stays to be read until it ends.
    move(session, row, State.SOLVING, row.message)
    return Turn(job=job, worker=worker, number=row.turn)


def begun(*, preparing: bool) -> dict[str, Any]:
    """Return the progress of what begins now: to prepare the search, or to search."""
    return {
        "since": datetime.now(UTC).isoformat(),
        "preparing": preparing,
        "seconds": 0.0,
        "starting": 0.0,
        "parts": 0,
        "parts_done": 0,
        "month": 0,
        "months": 0,
        "running": [],
        "tiers": [],
    }


def row_of(session: Session, turn: Turn) -> JobRow:
    """
    Return the calculation's row, in a transaction that writes.

    Raises `LostTurnError`: it isn't this turn's any more.
    """
    row = session.get(JobRow, turn.job)
    if row is None or row.turn != turn.number or State(row.state) is not State.SOLVING:
        raise LostTurnError("ce calcul n’est plus le vôtre")
    return row


def take_back(session: Session, row: JobRow, *, crashed: bool, why: str = SILENT) -> None:
    """
    Take a running calculation from its worker, for another turn from its best rota so far.

    `crashed`: the worker died, or its solver was killed; after `MOST_ATTEMPTS` such attempts the
    calculation fails. `why`: what people read of it meanwhile.
    """
    row.worker = ""
    row.turn += 1
    if crashed and row.attempts >= MOST_ATTEMPTS:
        move(session, row, State.FAILED, DIED)
    elif crashed:
        move(session, row, State.CREATED, AGAIN.format(why, row.attempts + 1, MOST_ATTEMPTS))
    else:
        row.attempts -= 1
        move(session, row, State.CREATED)


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
