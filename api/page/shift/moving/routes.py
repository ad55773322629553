"""Move somebody's shift to another slot of theirs, by plain forms, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import agency
from api.month.versions.operations import Name, Operation, Verb
from api.page.preparing import PREPARED
from api.page.shift.elsewhere import AskedShift, TheShift
from api.page.shift.moving.view import moving_view
from api.page.shift.outcome import ASKED, Locked, Outcome
from api.web.answer import MOST
from api.web.clock import Now

if TYPE_CHECKING:
    from datetime import datetime

    from api.month.drafts.access import ReadVersion
    from api.page.shift.leaving import MovedShift

router = Router(
    prefix="/plannings/{rota_id}/services/{slot_id}/deplacer",
    include_in_schema=False,
    dependencies=[PREPARED],
)


@router.get("", may=agency(Role.RESPONSABLE))
def moving_page(shift: TheShift, now: Now) -> Response:
    """Show where a person's shift can go on a day."""
    return _page(shift, now)


@router.post("", may=agency(Role.RESPONSABLE))
def move(
    shift: TheShift,
    *,
    now: Now,
    version: Annotated[int, Form(ge=1, le=MOST)],
    to_slot: Annotated[Name, Form()],
    locked: Locked = "",
) -> Response:
    """Move the shift, then show where it is; or say why not, with nothing changed."""
    mine = shift.mine
    operation = Operation(verb=Verb.MOVE, slot=mine.slot, person=mine.mediator, to_slot=to_slot)
    outcome = shift.edited(version, operation, locked)
    if outcome.done:
        address = f"/plannings/{shift.draft}/services/{to_slot}?fait=deplacer"
        return RedirectResponse(address, status_code=303)
    return _page(shift, now, outcome)


def _page(shift: AskedShift, now: datetime, outcome: Outcome = ASKED) -> Response:
    def view(version: ReadVersion, moved: MovedShift) -> dict[str, Any]:
        cell = moving_view(version, shift.mine, moved.day, now)
        return {"already": cell.shifts, "offers": cell.offers}

    return shift.page("shift/move.html", view, outcome)
