"""
Parts of a calculation that other workers may search: how they are cut, and what is written of them.

A loan is offered, taken by a worker, then ended by it, or returned: by a worker that has no answer
or must leave, or by the lender where the borrower is silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.database.engine import database_now
from api.database.tables.jobs import JobLoanRow, JobRow, WorkerRow
from api.jobs.states import State
from api.settings import Settings
from scheduler.engine.lending import PartEnd
from scheduler.engine.search.incumbent import Bound

SILENCE = 15.0
"""Most seconds without a word of a borrower after which its parts are searched by the lender."""


class LoanState(StrEnum):
    """Where a loan is: see this module's text."""

    OFFERED = "offered"
    TAKEN = "taken"
    ENDED = "ended"
    RETURNED = "returned"


def silence(settings: Settings) -> float:
    """Return the seconds without a word after which a borrower is taken for dead."""
    return min(SILENCE, settings.dead_seconds)


def cut(shares: Mapping[str, float], machines: int) -> list[tuple[str, ...]]:
    """
    Cut parts among machines, each part to the one that has least; the first gets the largest.

    `shares`: what each part deserves. Machines without any part are left out.
    """
    loads, parts = [0.0] * machines, [list[str]() for _ in range(machines)]
    for name in sorted(shares, key=lambda name: (-shares[name], name)):
        machine = min(range(machines), key=loads.__getitem__)
        loads[machine] += shares[name]
        parts[machine].append(name)
    return [tuple(part) for part in parts if part]


def idle_workers(session: Session, settings: Settings, but: str) -> int:
    """Count the living workers but one that have room for more than they are at."""
    alive = database_now(session) - timedelta(seconds=settings.dead_seconds)
    workers = session.execute(
        select(WorkerRow.id, WorkerRow.capacity).where(WorkerRow.seen >= alive, WorkerRow.id != but)
    )
    at_work: dict[str, int] = {}
    for table, state in ((JobRow, State.SOLVING), (JobLoanRow, LoanState.TAKEN)):
        count = select(table.worker, func.count()).where(table.state == state)
        for worker, busy in session.execute(count.group_by(table.worker)):
            at_work[worker] = at_work.get(worker, 0) + busy
    return sum(at_work.get(worker, 0) < capacity for worker, capacity in workers)


def ends_as_json(ends: Mapping[str, PartEnd]) -> dict[str, Any]:
    """Return how parts ended as plain values."""
    return {
        name: {
            "bounds": [[bound.place, bound.value, list(bound.caps)] for bound in end.bounds],
            "seconds": round(end.seconds, 2),
        }
        for name, end in ends.items()
    }


def ends_from(values: Mapping[str, Any]) -> dict[str, PartEnd]:
    """Return how parts ended, from plain values."""
    return {
        name: PartEnd(
            bounds=tuple(
                Bound(place=place, value=value, caps=tuple(caps), confirmed=True)
                for place, value, caps in end["bounds"]
            ),
            seconds=end["seconds"],
        )
        for name, end in values.items()
    }
