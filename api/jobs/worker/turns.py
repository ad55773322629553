"""
Give one worker at a time a turn at a calculation, and refuse writes of earlier turns.

A worker that was thought dead (its machine was suspended) finds at its next write that the
calculation has had another turn since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

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
