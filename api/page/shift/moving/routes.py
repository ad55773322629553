"""Move somebody's shift to another slot of theirs, by plain forms, without any script."""

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
from api.page.shift.moving.view import moving_view
from api.page.shift.opened import opened_shift
from api.page.shift.outcome import ASKED, Outcome, outcome_of
from api.web.answer import MOST, Id
from api.web.clock import Now
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from datetime import datetime

    from api.access.caller import Caller

router = Router(
    prefix="/plannings/{rota_id}/services/{slot_id}/deplacer",
    include_in_schema=False,
    dependencies=[PREPARED],
)
Name = Annotated[str, Query(min_length=1, max_length=120)]


@router.get("")
def moving_page(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    now: Now,
    personne: Name,
    jour: OneDay = None,
) -> Response:
    """Show where a person's shift can go on a day; `jour`: the shift's own if none is asked."""
    return _page(request, who, engine, rota_id, Assignment(personne, slot_id), day=jour, now=now)


@router.post("")
def move(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    now: Now,
    personne: Name,
    version: Annotated[int, Form(ge=1, le=MOST)],
    to_slot: Annotated[str, Form(max_length=160)],
    jour: OneDay = None,
) -> Response:
    """Move the shift, then show where it is; or say why not, with nothing changed."""
    operation = Operation(verb=Verb.MOVE, slot=slot_id, person=personne, to_slot=to_slot)
    outcome = outcome_of(who, engine, rota_id, version, operation)
    if outcome.done:
        address = f"/plannings/{rota_id}/services/{to_slot}?fait=deplacer"
        return RedirectResponse(address, status_code=303)
    mine = Assignment(personne, slot_id)
    return _page(request, who, engine, rota_id, mine, day=jour, now=now, outcome=outcome)


def _page(
    request: Request,
    who: Caller,
    engine: TheEngine,
    draft: str,
    mine: Assignment,
    *,
    day: date | None,
    now: datetime,
    outcome: Outcome = ASKED,
) -> Response:
    opened = opened_shift(who, engine, draft, mine.slot)
    with outcome.first():
        view = moving_view(opened.version, mine, day, now)
    return render(
        request,
        "shift/move.html",
        status=outcome.status,
        opened=opened,
        outcome=outcome,
        shift=view.shift,
        cell=view.cell,
    )
