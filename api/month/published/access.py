"""Open a published month for a caller who may read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.database.memory import Memory, Same
from api.judging.published import only_published
from api.ledger.history import whole
from api.month.drafts.access import check_agency
from api.month.frames import Frame, framed
from api.web.months import first_of

KEPT = 4
"""How many of these frames a process keeps in memory."""


def published_frame(who: Caller, session: Session, month: str, agency: str) -> Frame:
    """
    Return the frame of a published month of an agency, or of all: of what of it is published.

    Raises
    ------
    UnknownError
        Nothing of it is published, or it isn't the caller's to read.
    Refusal
        No agency of several is named (422).
    """
    reach, association = Reach(who, OVERSEERS), whole(session)
    check_agency(reach, agency, "query.agency")
    if not reach.area(agency):
        raise UnknownError
    there = association.history.get(month, ())
    dispositifs = frozenset(d.id for d in association.dispositifs if d.agency == agency)
    if not any(not agency or row.worked.duty.dispositif in dispositifs for row in there):
        raise UnknownError
    return published_part(association, first_of(month), dispositifs if agency else None)


def published_part(
    association: Association,
    month: date,
    own: frozenset[str] | None,
    now: datetime | None = None,
) -> Frame:
    """
    Return the frame of a month of some dispositifs (None: all), of what of it is published.

    Raises `InvalidProblemError`: there is nothing to hold in that month.
    """
    frame = framed(association, month, own, now)
    problem = only_published(association, frame.problem)
    if problem is frame.problem:
        return frame
    # One for as long as the month is the same: what is found of it is kept by its problem.
    return _published.get((Same(frame),), lambda: replace(frame, problem=problem))


_published = Memory[Frame](KEPT)
"""Frames of months of which some dispositifs aren't published, without these."""
