"""Open a published month for a caller who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.ledger.history import whole
from api.month.drafts.access import check_agency
from api.month.frames import framed
from api.web.months import first_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.month.frames import Frame


def published_frame(who: Caller, session: Session, month: str, agency: str) -> Frame:
    """
    Return the frame of a published month of an agency, or of all.

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
    mine = frozenset(d.id for d in association.dispositifs if d.agency == agency)
    if not any(not agency or row.worked.duty.dispositif in mine for row in there):
        raise UnknownError
    return framed(association, first_of(month), mine if agency else None)
