"""Begin a draft beside another, with a first version that was calculated or proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.access.journal import note
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.frames import frame_of
from api.month.places.drafts import add_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from scheduler.domain.problem import Assignment

VARIANT = "variante"
"""The origin of a version that somebody opened from a proposal, to look at it before all else."""


def begin_beside(
    session: Session,
    caller: Caller,
    draft: RotaRow,
    month: date,
    assignments: Iterable[Assignment],
    *,
    title: str,
    seen: int,
    noted: Mapping[str, str],
    origin: str,
) -> RotaRow:
    """
    Begin a draft of a month that decides what another one decides, and whose work it leaves alone.

    `seen`: the last publication that it takes into account; `noted`: what the journal says of it,
    beside its month. `origin`: of its first version, `calcul` or `variante`.
    """
    row = RotaRow(
        month=month,
        agency=draft.agency,
        dispositifs=draft.dispositifs,
        title=title,
        made_by=caller.user,
        made=datetime.now(UTC),
    )
    frame = frame_of(whole(session), row)
    session.add(row)
    session.flush()
    kept = frozenset(assignment for assignment in assignments if frame.decides(assignment))
    row.head = add_version(
        session, row, kept, parent=0, origin=origin, by=caller.user, seen=seen
    ).number
    detail = {"mois": f"{month:%Y-%m}", **noted}
    note(session, caller, "creer", "planning", row.id, agency=row.agency, detail=detail)
    return row
