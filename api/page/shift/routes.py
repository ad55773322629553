"""A shift's own page: take off, replace, lock or fill it by plain forms, without any script."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.month.drafts.access import SlotPath
from api.month.versions.operations import Name, Operation, Verb
from api.page.edits.locks import ShiftIn, lock_shifts
from api.page.preparing import PREPARED
from api.page.shift.opened import opened_shift
from api.page.shift.outcome import ASKED, Locked, Outcome, match_of, outcome_of, outcome_of_deed
from api.page.shift.view import shift_view
from api.shell.document import render
from api.shell.guides import Guide
from api.web.answer import MOST, Id
from api.web.clock import Now

if TYPE_CHECKING:
    from api.access.caller import Caller

GUIDES = (
    Guide(
        address="/aide/service",
        title="Un service",
        file="planning/shift",
        screens=(
            "/plannings/{rota_id}/services/{slot_id}",
            "/plannings/{rota_id}/services/{slot_id}/deplacer",
            "/plannings/{rota_id}/services/{slot_id}/echanger",
            "/plannings/{rota_id}/remplacer",
        ),
        picture="Un service : qui le tient, les boutons de chacun, puis les candidats.",
    ),
)

router = Router(
    prefix="/plannings/{rota_id}/services/{slot_id}",
    include_in_schema=False,
    dependencies=[PREPARED],
)
Person = Annotated[Name, Form()]


class Act(StrEnum):
    """What a form of the page does."""

    GIVE = "donner"
    REMOVE = "retirer"
    LOCK = "verrouiller"
    UNLOCK = "deverrouiller"


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def shift_page(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    now: Now,
    personne: Annotated[str, Query(max_length=120)] = "",
    fait: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Show a shift; `personne`: whom to replace on it; `fait`: what was just done."""
    return _page(
        request, who, engine, rota_id, slot=slot_id, now=now, instead_of=personne, done=fait
    )


@router.post("", may=agency(Role.RESPONSABLE))
def change_shift(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    now: Now,
    act: Annotated[Act, Form()],
    version: Annotated[int, Form(ge=1, le=MOST)],
    person: Annotated[Name, Form(min_length=1)],
    instead_of: Person = "",
    locked: Locked = "",
) -> Response:
    """Do what a button says, then show the shift again; or say why not, with nothing changed."""
    if act in (Act.LOCK, Act.UNLOCK):

        def lock() -> tuple[()]:
            shift = ShiftIn(person=person, slot=slot_id)
            match = match_of(rota_id, version)
            lock_shifts(who, engine, rota_id, match, [shift], locked=act is Act.LOCK)
            return ()

        outcome = outcome_of_deed(lock)
    else:
        operation = _operation(act, slot_id, person, instead_of)
        shown = bool(locked)
        outcome = outcome_of(who, engine, rota_id, version, operation, locked=shown)
    if outcome.done:
        address = f"/plannings/{rota_id}/services/{slot_id}?fait={act}"
        return RedirectResponse(address, status_code=303)
    return _page(request, who, engine, rota_id, slot=slot_id, now=now, outcome=outcome)


def _operation(act: Act, slot: str, person: str, instead_of: str) -> Operation:
    if act is Act.REMOVE:
        return Operation(verb=Verb.REMOVE, slot=slot, person=person)
    if instead_of:
        return Operation(verb=Verb.GIVE, slot=slot, person=instead_of, to_person=person)
    return Operation(verb=Verb.ADD, slot=slot, person=person)


def _page(
    request: Request,
    who: Caller,
    engine: TheEngine,
    draft: str,
    *,
    slot: str,
    now: Now,
    instead_of: str = "",
    done: str = "",
    outcome: Outcome = ASKED,
) -> Response:
    opened = opened_shift(who, engine, draft, slot)
    version = opened.version
    holding = {person.id for person in version.frame.rota(version.assignments).team_of[slot]}
    leaving = instead_of if instead_of in holding else ""
    return render(
        request,
        "shift/shift.html",
        status=outcome.status,
        opened=opened,
        outcome=outcome,
        shift=shift_view(version, slot, now, instead_of=leaving),
        done=DONE.get(done, ""),
        key=uuid4().hex,
    )


DONE: dict[str, str] = {
    Act.GIVE: "Donné.",
    Act.REMOVE: "Retiré.",
    Act.LOCK: "Verrouillé.",
    Act.UNLOCK: "Déverrouillé.",
    "deplacer": "Déplacé ici.",
    "echanger": "Échangé.",
}
