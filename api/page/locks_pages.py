"""A draft's locks as a page of plain forms: what the grid's panel does with a script."""

from typing import Annotated
from uuid import uuid4

from fastapi import Form
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from api.access.caller import Role
from api.access.rights.rule import agency
from api.database.engine import reading
from api.month.versions.operations import Name
from api.page.edits.locks import ShiftIn, locks_view
from api.page.shift.view import ASKED, AskedDraft, Outcome, TheDraft
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.answering.answer import MOST
from api.web.refusing.problems import Fault, Refusal

router = Screens(prefix="/plannings/{rota_id}/verrous", dependencies=[PREPARED])
Names = Annotated[list[Annotated[Name, Field(min_length=1)]], Form(min_length=1, max_length=200)]


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def locks_page(draft: TheDraft, *, fait: str = "") -> Response:
    """Show the locks of a draft; `fait`: something was just unlocked."""
    return _page(draft, done=bool(fait))


@router.post("", may=agency(Role.RESPONSABLE))
def unlock(
    draft: TheDraft,
    *,
    version: Annotated[int, Form(ge=1, le=MOST)],
    person: Names,
    slot: Names,
) -> Response:
    """Unlock people from slots, each `person` from the `slot` of the same place, all or none."""
    if len(person) != len(slot):
        fault = Fault(field="slot", expected=f"autant de créneaux que de personnes ({len(person)})")
        raise Refusal(422, "requete_invalide", "Il manque un créneau.", errors=(fault,))
    pairs = zip(person, slot, strict=True)
    shifts = [ShiftIn(person=each, slot=there) for each, there in pairs]
    outcome = draft.locked(version, shifts, locked=False)
    if outcome.done:
        return RedirectResponse(f"/plannings/{draft.id}/verrous?fait=oui", status_code=303)
    return _page(draft, outcome)


def _page(draft: AskedDraft, outcome: Outcome = ASKED, *, done: bool = False) -> Response:
    opened = draft.opened()
    with reading(draft.engine) as session:
        view = locks_view(session, opened.version)
    return draft.page(
        "locks/locks.html",
        opened,
        outcome,
        view=view,
        slots=opened.version.frame.problem.slot_of,
        done=done,
        key=uuid4().hex,
    )
