"""Open a month that a calculation found as a draft of its own, beside the one asked about."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.month.errors import NothingFoundError
from api.month.versions.keeping import VARIANT, begin_beside
from scheduler.domain.problem import Assignment


def open_variant(session: Session, caller: Caller, job: JobRow, way: str = "") -> RotaRow:
    """
    Return the draft of the month that a calculation found, begun unless it is there already.

    `way`: which, of a calculation that found several (see `api.month.repairs`; empty: it found
    one). The draft knows of what was published as the version asked about did, not of what its
    draft took over since. Raises `NothingFoundError`: the calculation isn't over, found no such
    month, or is of a kind that keeps what it finds.
    """
    month = _found_in(job, way)
    if month is None:
        raise NothingFoundError
    result: dict[str, Any] = job.result or {}
    known = session.get(RotaRow, result.get("opened", {}).get(way, ""))
    if known is not None and known.discarded is None:
        return known
    origin = session.get_one(RotaRow, job.rota)
    row = begin_beside(
        session,
        caller,
        origin,
        origin.month,
        (Assignment(*pair) for pair in month["assignments"]),
        title=f"{month.get('title', 'Variante')}, depuis v{job.base}",  # names nobody
        seen=job.options["seen"],
        noted={"variante_de": origin.id, "calcul": job.id},
        origin=VARIANT,
    )
    job.result = {**result, "opened": {**result.get("opened", {}), way: row.id}}
    return row


def _found_in(job: JobRow, way: str) -> dict[str, Any] | None:
    """Return the month that a calculation found in a way, with its assignments (None: none)."""
    result: dict[str, Any] = job.result or {}
    by_way = {repair["way"]: repair for repair in result.get("repairs", ())}
    by_way |= {"": result["alternative"]} if "alternative" in result else {}
    month: dict[str, Any] = by_way.get(way, {})
    return month if month.get("assignments") is not None else None
