"""Tell over HTTP which requests wait and bear on a draft."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.asking.pending.service import pending
from api.month.drafts.access import head_read
from api.web.answer import Id, Items
from api.web.clock import Now
from api.web.problems import refusals

router = Router(prefix="/api/v1/responsable/plannings/{rota_id}", tags=["publications"])


class PendingOut(BaseModel):
    """
    A request that waits, by whom and on which days; why is never told.

    `kind`: `conges` or `echange`. `shifts`: how many shifts of the current version it touches.
    `answerable`: it waits for a responsable, and not for the colleague whom a swap asks.
    """

    kind: str
    id: str
    people: list[str]
    first: date
    last: date
    shifts: int
    answerable: bool


@router.get("/demandes", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def waiting(who: Who, session: Reading, rota_id: Id, now: Now) -> Items[PendingOut]:
    """Nomme les demandes de congé et les échanges qui attendent, aux jours de ce planning."""
    opened = head_read(who, session, rota_id)
    return Items(
        items=[
            PendingOut(
                kind=each.kind.value,
                id=each.id,
                people=list(each.people),
                first=each.first,
                last=each.last,
                shifts=each.shifts,
                answerable=each.answerable,
            )
            for each in pending(session, opened.frame, opened.assignments, now)
        ]
    )
