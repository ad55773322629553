"""Count what waits for an answer, for the menu of those who answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, Request

from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import the_engine
from api.appointments import following as appointments
from api.database.engine import reading
from api.hours import waiting as hours
from api.leave import waiting as leave
from api.ledger.history import whole
from api.shell.document import COUNTS
from api.swaps import waiting as swaps
from api.web.clock import Now  # noqa: TC001 - FastAPI reads it when it runs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.access.caller import Caller

ADDRESS = "/demandes"


def count_requests(session: Session, caller: Caller, now: datetime) -> int:
    """Return how many requests wait for the caller: leave, swaps, appointments, hours."""
    association, reach = whole(session), Reach(caller, OVERSEERS)
    planner = Reach(caller, PLANNERS)
    return (
        leave.count_waiting(session, reach.people(association))
        + hours.count_waiting(session, reach, association)
        + len(appointments.waiting(session, caller, now))
        + sum(
            not swaps.is_agreed(row, planner, association)
            for row in swaps.waiting(session, planner, association, now)
        )
    )


def count(request: Request, now: Now) -> None:
    """Leave the count to the menu, before the page opens a transaction of its own."""
    caller: Caller | None = request.state.caller
    if request.method != "GET" or caller is None or not caller.roles() & OVERSEERS:
        return
    with reading(the_engine(request)) as session:
        setattr(request.state, COUNTS, {ADDRESS: count_requests(session, caller, now)})


COUNTED = Depends(count)
"""For the routers of pages whose menu says how many requests wait."""
