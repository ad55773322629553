"""Acquitter: somebody answers for a finding of a month, on a ground that the law allows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.access.journal import note as note_deed
from api.data.stored.kinds import KINDS
from api.data.stored.rows import add
from api.judging.acknowledging import check, recorded
from api.month.errors import BadRequestError, Wrong
from api.month.findings import findings_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.data.stored.entries import Entry
    from api.month.frames import Frame
    from scheduler.domain.problem import Assignment
    from scheduler.finding import Finding

ACKS = "acquittements"


def found_of(frame: Frame, assignments: Iterable[Assignment], code: str) -> Finding:
    """
    Return a finding by its code.

    Raises
    ------
    BadRequestError
        The rota has no such finding.
    """
    for one in findings_of(frame, frozenset(assignments)):
        if one.code == code:
            return one
    expected = "le code d’un constat de ce planning"
    raise BadRequestError([Wrong(field="code", found=code, expected=expected)])


def acknowledge(
    session: Session, caller: Caller, frame: Frame, finding: Finding, *, ground: str, by: str
) -> Entry | None:
    """
    Record that `by` (a name) answers for a finding, and return the row.

    None: somebody answers for it already.

    Raises
    ------
    AcknowledgementError
        The law doesn't allow it: why, in French.
    RefusedRowsError
        A value can't be.
    """
    association = frame.association
    known = association.mediator_of.get(finding.subject)
    agency = "" if known is None else known.agency
    check(finding, ground, tuple(recorded(association)), agency)
    if any(one.code == finding.code for one in association.acknowledgements):
        return None
    row = add(
        session,
        KINDS[ACKS],
        {
            "code": finding.code,
            "ground": ground,
            "by": by,
            "day": datetime.now(UTC).astimezone(PARIS).date().isoformat(),
            "month": frame.label,
        },
    )
    note_deed(session, caller, "acquitter", "constat", finding.code, agency=agency)
    return row
