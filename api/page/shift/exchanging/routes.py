"""Exchange somebody's shift for a colleague's, by plain forms, without any script."""

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
from api.page.shift.exchanging.view import exchange_offers
from api.page.shift.outcome import ASKED, Locked, Outcome
from api.web.answer import MOST

if TYPE_CHECKING:
    from api.month.drafts.access import ReadVersion
    from api.page.shift.leaving import MovedShift

router = Router(
    prefix="/plannings/{rota_id}/services/{slot_id}/echanger",
    include_in_schema=False,
    dependencies=[PREPARED],
)


@router.get("", may=agency(Role.RESPONSABLE))
def exchanging_page(shift: TheShift) -> Response:
    """Show for which shifts of a day a person's can be exchanged."""
    return _page(shift)


@router.post("", may=agency(Role.RESPONSABLE))
def exchange(
    shift: TheShift,
    *,
    version: Annotated[int, Form(ge=1, le=MOST)],
    to_person: Annotated[Name, Form()],
    to_slot: Annotated[Name, Form()],
    locked: Locked = "",
) -> Response:
    """Exchange the shifts, then show this one; or say why not, with nothing changed."""
    mine = shift.mine
    operation = Operation(
        verb=Verb.SWAP,
        slot=mine.slot,
        person=mine.mediator,
        to_person=to_person,
        to_slot=to_slot,
    )
    outcome = shift.edited(version, operation, locked)
    if outcome.done:
        address = f"/plannings/{shift.draft}/services/{mine.slot}?fait=echanger"
        return RedirectResponse(address, status_code=303)
    return _page(shift, outcome)


def _page(shift: AskedShift, outcome: Outcome = ASKED) -> Response:
    def view(version: ReadVersion, moved: MovedShift) -> dict[str, Any]:
        return {"offers": exchange_offers(version, shift.mine, moved.day)}

    return shift.page("shift/exchange.html", view, outcome)
