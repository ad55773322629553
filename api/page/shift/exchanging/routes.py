"""Exchange somebody's shift for a colleague's, by plain forms, without any script."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import TheEngine, Who
from api.month.drafts.access import SlotPath
from api.month.versions.operations import Operation, Verb
from api.page.document import render
from api.page.grid.filters import OneDay
from api.page.preparing import PREPARED
from api.page.shift.exchanging.view import exchanging_view
from api.page.shift.opened import opened_shift
from api.page.shift.outcome import ASKED, Outcome, outcome_of
from api.web.answer import MOST, Id
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from api.access.caller import Caller

router = Router(
    prefix="/plannings/{rota_id}/services/{slot_id}/echanger",
    include_in_schema=False,
    dependencies=[PREPARED],
)
Name = Annotated[str, Query(min_length=1, max_length=120)]


@router.get("")
def exchanging_page(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    personne: Name,
    jour: OneDay = None,
) -> Response:
    """Show colleagues' shifts of a day (`jour`: the shift's own if none is asked)."""
    return _page(request, who, engine, rota_id, Assignment(personne, slot_id), day=jour)


@router.post("")
def exchange(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    personne: Name,
    version: Annotated[int, Form(ge=1, le=MOST)],
    to_person: Annotated[str, Form(max_length=120)],
    to_slot: Annotated[str, Form(max_length=160)],
    jour: OneDay = None,
) -> Response:
    """Exchange the shifts, then show this one; or say why not, with nothing changed."""
    operation = Operation(
        verb=Verb.SWAP, slot=slot_id, person=personne, to_person=to_person, to_slot=to_slot
    )
    outcome = outcome_of(who, engine, rota_id, version, operation)
    if outcome.done:
        address = f"/plannings/{rota_id}/services/{slot_id}?fait=echanger"
        return RedirectResponse(address, status_code=303)
    mine = Assignment(personne, slot_id)
    return _page(request, who, engine, rota_id, mine, day=jour, outcome=outcome)


def _page(
    request: Request,
    who: Caller,
    engine: TheEngine,
    draft: str,
    mine: Assignment,
    *,
    day: date | None,
    outcome: Outcome = ASKED,
) -> Response:
    opened = opened_shift(who, engine, draft, mine.slot)
    with outcome.first():
        view = exchanging_view(opened.version, mine, day)
    return render(
        request,
        "shift/exchange.html",
        status=outcome.status,
        opened=opened,
        outcome=outcome,
        shift=view.shift,
        offers=view.offers,
    )
