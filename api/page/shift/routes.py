"""A shift's own page: take off, replace, lock or fill it by plain forms, without any script."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import TheEngine, Who, tag_of
from api.data.stored.association import read
from api.database.engine import reading
from api.month.answers import refusal_of
from api.month.drafts.access import SlotPath, head_read
from api.month.judging import judge
from api.month.versions.operations import Operation, Verb
from api.page.deciding import deciding
from api.page.document import render
from api.page.edits.lawful import lawful_edit
from api.page.edits.locks import ShiftIn, lock_shifts
from api.page.grid.panel import FindingLine, line_of
from api.page.plannings.view import scope_of
from api.page.preparing import PREPARED
from api.page.shift.view import shift_view
from api.web.answer import MOST, Id
from api.web.clock import Now
from api.web.problems import Refusal, not_found
from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.access.caller import Caller

router = Router(
    prefix="/plannings/{rota_id}/services/{slot_id}",
    include_in_schema=False,
    dependencies=[PREPARED],
)
Person = Annotated[str, Form(max_length=120)]


class Act(StrEnum):
    """What a form of the page does."""

    GIVE = "donner"
    REMOVE = "retirer"
    LOCK = "verrouiller"
    UNLOCK = "deverrouiller"


@router.get("")
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


@router.post("")
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
    person: Person,
    instead_of: Person = "",
) -> Response:
    """Do what a button says, then show the shift again; or say why not, with nothing changed."""
    tag = tag_of(rota_id, version).strip('"')
    broken: Sequence[FindingLine] = ()
    refusal: Refusal | None = None
    try:
        if act in (Act.LOCK, Act.UNLOCK):
            shift = ShiftIn(person=person, slot=slot_id)
            lock_shifts(who, engine, rota_id, tag, [shift], locked=act is Act.LOCK)
        else:
            operation = _operation(act, slot_id, person, instead_of)
            attempt = lawful_edit(who, engine, rota_id, tag, [operation])
            if attempt.broken:
                judged = judge(attempt.opened.frame, attempt.opened.assignments)
                broken = [line_of(finding, judged) for finding in attempt.broken]
    except Refusal as error:
        if error.status == 404:  # noqa: PLR2004 - there is no page to show then
            raise
        refusal = error
    except RoulementError as error:
        refusal = refusal_of(error)
    if not broken and refusal is None:
        address = f"/plannings/{rota_id}/services/{slot_id}?fait={act}"
        return RedirectResponse(address, status_code=303)
    return _page(
        request,
        who,
        engine,
        rota_id,
        slot=slot_id,
        now=now,
        broken=broken,
        refusal=refusal,
        status=422 if refusal is None else refusal.status,
    )


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
    broken: Sequence[FindingLine] = (),
    refusal: Refusal | None = None,
    status: int = 200,
) -> Response:
    with reading(engine) as session:
        opened = head_read(who, session, draft)
        mine = deciding(who, session, opened.row)
        scope = scope_of(opened.row, read(session))
    if slot not in opened.frame.problem.slot_of:
        raise not_found()
    holding = {person.id for person in opened.frame.rota(opened.assignments).team_of[slot]}
    return render(
        request,
        "shift/shift.html",
        status=status,
        draft=opened.row,
        scope=scope,
        shift=shift_view(opened, slot, now, instead_of=instead_of if instead_of in holding else ""),
        decides=mine.edits,
        running=mine.running,
        done=DONE.get(done, ""),
        broken=broken,
        refusal=refusal,
    )


DONE: dict[str, str] = {
    Act.GIVE: "Donné.",
    Act.REMOVE: "Retiré.",
    Act.LOCK: "Verrouillé.",
    Act.UNLOCK: "Déverrouillé.",
}
