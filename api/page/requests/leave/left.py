"""What follows a granted leave: published shifts stay its person's until others take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.access.reach import PLANNERS, Reach
from api.french.words import month_name
from api.leave.impact import broken
from api.leave.service import span_of
from api.ledger.history import whole
from api.page.requests.leave.view import ShiftLine, shift_line
from api.planning.names import names_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.database.tables.asking import LeaveRow


@dataclass(frozen=True, kw_only=True)
class Left:
    """Shifts to give to others. `months`: those that the reader may plan, with their name."""

    person: str
    shifts: tuple[ShiftLine, ...]
    months: tuple[tuple[str, str], ...]


def left_shifts(session: Session, row: LeaveRow, caller: Caller, now: datetime) -> Left:
    """Write the published shifts to come that a granted leave leaves with its person."""
    association, reach = whole(session), Reach(caller, PLANNERS)
    shifts = [
        shift
        for shift in broken(session, association, row.mediator, span_of(row))
        if shift.span.start > now
    ]
    names = names_of(association)
    mine = {s.span.day.replace(day=1) for s in shifts if reach.area(s.agency, s.dispositif)}
    return Left(
        person=row.mediator,
        shifts=tuple(shift_line(shift, names) for shift in shifts),
        months=tuple((f"{month:%Y-%m}", month_name(month)) for month in sorted(mine)),
    )
