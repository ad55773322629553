"""Routes that say why posts of a version are open, and what would fill one of them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import agency
from api.month.drafts.access import SlotPath, Version, version_read
from api.month.holes.service import hole_of, holes_of
from api.month.holes.shapes import HolesOut, OpenSlotOut, holes_out, open_slot_out
from api.planning.names import names_of
from api.web.answer import Id
from api.web.clock import Now
from api.web.paging import Page
from api.web.problems import refusals
from scheduler.domain.time import minute_at

router = Router(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}",
    tags=["plannings"],
    dependencies=[NUMBERED],
)


@router.get("/trous", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def holes(
    who: Who, session: Reading, rota_id: Id, number: Version, *, now: Now, page: Page
) -> HolesOut:
    """Dit pourquoi chaque poste reste à pourvoir, par cause, et ce qui tient chaque personne."""
    version = version_read(who, session, rota_id, number)
    reasons = holes_of(version.frame, version.assignments, now=minute_at(now))
    return holes_out(reasons, names_of(version.frame.association), page)


@router.get(
    "/creneaux/{slot_id}/trou", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def hole(
    who: Who, session: Reading, rota_id: Id, number: Version, slot_id: SlotPath, *, now: Now
) -> OpenSlotOut:
    """Dit pourquoi un créneau reste à pourvoir, et ce qui le pourvoirait, essayé et jugé."""
    version = version_read(who, session, rota_id, number)
    opened = hole_of(version.frame, version.assignments, slot_id, now=minute_at(now))
    frame = version.frame
    return open_slot_out(opened, names_of(frame.association), frame.profile.rule_of)
