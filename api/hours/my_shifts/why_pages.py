"""Pourquoi moi ? : why one holds a shift, and whom one could ask instead."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import own
from api.asking.errors import UnknownError
from api.asking.shapes import Slot
from api.asking.visit import Visiting
from api.database.engine import reading
from api.hours.my_shifts.why import why_me
from api.ledger.history import whole
from api.planning.names import names_of
from api.planning.published_shifts import begun
from api.shell.counts import COUNTED
from api.shell.guides import Guide
from api.shell.own import own_page, person_of

GUIDES = (
    Guide(
        address="/aide/pourquoi-moi",
        title="Pourquoi moi ?",
        file="own/why",
        screens=("/moi/pourquoi",),
    ),
)

router = Router(include_in_schema=False, dependencies=[COUNTED])


@router.get("/moi/pourquoi", may=own(Role.MEDIATEUR))
def why(visit: Visiting, service: Annotated[Slot, Query()] = "") -> Response:
    """Say why one holds a shift that is yet to begin."""
    with reading(visit.engine) as session:
        association = whole(session)
    me = person_of(visit.caller, association)
    shift = next(
        (row for row in association.published_of.get(me.id, ()) if row.worked.duty.id == service),
        None,
    )
    if shift is None or begun(shift, visit.now):
        raise UnknownError
    return own_page(
        visit.request,
        "own/why.html",
        duty=shift.worked.duty,
        answer=why_me(association, me, shift, visit.now),
        names=names_of(association),
    )
