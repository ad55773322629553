"""Ask for a publication to be made again, its calculation included: a worker does it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import OVERSEERS, Reach
from api.data.stored.association import read
from api.database.tables.jobs import JobRow
from api.jobs.service import REPLAY, UNDER_WAY, NothingToReplayError
from api.jobs.states import State
from api.ledger.publications import publication
from api.month.places.drafts import draft

FROM_AN_IMPORT = (
    "Cette publication vient d’un import : aucune version gardée ne dit de quoi elle a été faite."
)


def ask_replay(session: Session, caller: Caller, number: int) -> JobRow:
    """
    Record that a publication is to be made again; return the calculation that does it.

    The draft that was published can be calculated, edited and published meanwhile. Asked for twice
    before it is over, it is done once. Raises `UnknownError`: no publication has this number, or it
    isn't theirs; `NothingToReplayError`: it comes from an import.
    """
    row = publication(session, number)
    if not Reach(caller, OVERSEERS).planning(row, read(session)):
        raise UnknownError
    if row.rota is None:
        raise NothingToReplayError(FROM_AN_IMPORT)
    under_way = select(JobRow).where(
        JobRow.rota == row.rota,
        JobRow.kind == REPLAY,
        UNDER_WAY,
    )
    for job in session.scalars(under_way):
        if job.options["publication"] == number:
            return job
    job = JobRow(
        kind=REPLAY,
        state=State.CREATED,
        rota=row.rota,
        base=row.version or 0,
        options={
            "publication": number,
            "seconds": 0.0,
            "seed": 0,
            "effort": None,
            "dispositifs": [],
            "since": None,
        },
        asked_by=caller.user,
        requested=datetime.now(UTC),
    )
    session.add(job)
    session.flush()
    agency = draft(session, row.rota).agency
    detail = {"planning": row.rota, "nature": REPLAY, "publication": number}
    note(session, caller, "calculer", "calcul", job.id, agency=agency, detail=detail)
    return job
