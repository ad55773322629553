"""Read the association's rows as they were: what was kept of changes since is undone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Association
from api.data.errors import BadFilesError
from api.data.rows.columns import Row
from api.data.rows.kinds import KINDS
from api.data.rows.lines import Line, Unchecked
from api.data.stored.association import state, state_of
from api.data.stored.entries import row_of
from api.data.tables.history import RowChangeRow


def association_at(session: Session, moment: datetime) -> Association:
    """
    Return the association as its rows were after a moment's changes, without history.

    What is kept of changes since is undone, the last first. Attached files are today's: of these
    nothing is kept.

    Raises
    ------
    BadFilesError
        The rows as they were contradict each other by today's checks.
    RefusedRowsError
        A row as it was is of a form that is no more.
    """
    current = state(session).rows
    rows: dict[type[Row], dict[int, Line]] = {
        model: {line.line: line for line in lines} for model, lines in current.items()
    }
    changes = session.scalars(
        select(RowChangeRow).where(RowChangeRow.at > moment).order_by(RowChangeRow.id.desc())
    )
    for change in changes:
        kind = KINDS[change.kind]
        lines = rows[kind.model]
        if change.before is None:
            lines.pop(change.key, None)
        else:
            row = row_of(kind, change.before)
            lines[change.key] = Unchecked(kind, change.key, row)
    past = state_of(
        session,
        {model: tuple(line for _, line in sorted(lines.items())) for model, lines in rows.items()},
    )
    if past.association is None:
        raise BadFilesError(past.errors)
    return past.association
