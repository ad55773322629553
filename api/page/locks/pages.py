"""A draft's locks as a page of plain forms: what the grid's panel does with a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.database.engine import reading
from api.month.drafts.access import head_read
from api.month.versions.operations import Name
from api.page.deciding import deciding
from api.page.edits.locks import ShiftIn, lock_shifts, locks_view
from api.page.plannings.view import scope_of
from api.page.preparing import PREPARED
from api.page.shift.outcome import ASKED, Outcome, match_of, outcome_of_deed
from api.shell.document import render
from api.web.answer import MOST, Id
from api.web.problems import Fault, Refusal

if TYPE_CHECKING:
    from api.access.caller import Caller

router = Router(
    prefix="/plannings/{rota_id}/verrous", include_in_schema=False, dependencies=[PREPARED]
)
Names = Annotated[list[Annotated[Name, Field(min_length=1)]], Form(min_length=1, max_length=200)]


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def locks_page(
    request: Request, who: Who, engine: TheEngine, rota_id: Id, *, fait: str = ""
) -> Response:
    """Show the locks of a draft; `fait`: something was just unlocked."""
    return _page(request, who, engine, rota_id, done=bool(fait))


@router.post("", may=agency(Role.RESPONSABLE))
def unlock(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    *,
    version: Annotated[int, Form(ge=1, le=MOST)],
    person: Names,
    slot: Names,
) -> Response:
    """Unlock people from slots, each `person` from the `slot` of the same place, all or none."""
    if len(person) != len(slot):
        fault = Fault(field="slot", expected=f"autant de créneaux que de personnes ({len(person)})")
        raise Refusal(422, "requete_invalide", "Il manque un créneau.", errors=(fault,))

    def deed() -> tuple[()]:
        pairs = zip(person, slot, strict=True)
        shifts = [ShiftIn(person=each, slot=there) for each, there in pairs]
        lock_shifts(who, engine, rota_id, match_of(rota_id, version), shifts, locked=False)
        return ()

    outcome = outcome_of_deed(deed)
    if outcome.done:
        return RedirectResponse(f"/plannings/{rota_id}/verrous?fait=oui", status_code=303)
    return _page(request, who, engine, rota_id, outcome=outcome)


def _page(
    request: Request,
    who: Caller,
    engine: TheEngine,
    draft: str,
    *,
    done: bool = False,
    outcome: Outcome = ASKED,
) -> Response:
    with reading(engine) as session:
        opened = head_read(who, session, draft)
        mine = deciding(who, session, opened.row)
        return render(
            request,
            "locks/locks.html",
            status=outcome.status,
            draft=opened.row,
            scope=scope_of(opened.row, read(session)),
            view=locks_view(session, opened),
            slots=opened.frame.problem.slot_of,
            mine=mine,
            done=done,
            outcome=outcome,
            key=uuid4().hex,
        )
