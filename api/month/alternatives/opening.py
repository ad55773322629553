"""Open the month that an answer found as a draft of its own, beside the one asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from api.access.journal import note
from api.database.tables.month import RotaRow, VersionRow
from api.month.errors import NothingFoundError
from api.month.versions.beside import begin_beside
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.database.tables.jobs import JobRow


def open_variant(session: Session, caller: Caller, job: JobRow) -> RotaRow:
    """
    Return the draft of the month that an alternative found, begun unless it is there already.

    It knows of what was published as the version asked about did, not of what its draft took over
    since.

    Raises
    ------
    NothingFoundError
        The calculation isn't a question about an assignment, isn't over, or found no such month.
    """
    pairs = ((job.result or {}).get("alternative") or {}).get("assignments")
    if pairs is None:
        raise NothingFoundError
    known = session.scalars(select(VersionRow).where(VersionRow.job == job.id)).one_or_none()
    if known is not None:
        opened = session.get_one(RotaRow, known.rota)
        if opened.discarded is None:
            return opened
        known.job = None  # thrown away since: another one begins
        session.flush()
    origin = session.get_one(RotaRow, job.rota)
    row = begin_beside(
        session,
        origin,
        origin.month,
        (Assignment(*pair) for pair in pairs),
        title=f"Variante de v{job.base}",  # names nobody: titles outlive people
        seen=job.options["seen"],
        by=caller.user,
        job=job.id,
    )
    detail = {"mois": f"{row.month:%Y-%m}", "variante_de": origin.id, "calcul": job.id}
    note(session, caller, "creer", "planning", row.id, agency=row.agency, detail=detail)
    return row
