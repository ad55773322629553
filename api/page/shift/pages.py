"""A shift's own pages: take off, give, lock, move or exchange it by plain forms, without script."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.rights.rule import agency
from api.month.drafts.access import ReadVersion, SlotPath
from api.month.versions.operations import Name, Operation, Verb
from api.page.edits.locks import ShiftIn
from api.page.grid.filters import OneDay
from api.page.shift.view import (
    ASKED,
    AskedDraft,
    Locked,
    Outcome,
    TheDraft,
    exchange_offers,
    moved_shift,
    moving_view,
    replacing_address,
    shift_view,
)
from api.shell.guides import Guide
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.answering.answer import MOST
from scheduler.domain.problem import Assignment

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

router = Screens(prefix="/plannings/{rota_id}/services/{slot_id}", dependencies=[PREPARED])
Version = Annotated[int, Form(ge=1, le=MOST)]
Field = Annotated[Name, Form()]


class Act(StrEnum):
    """What a form of the page does."""

    GIVE = "donner"
    REMOVE = "retirer"
    LOCK = "verrouiller"
    UNLOCK = "deverrouiller"


DONE: dict[str, str] = {
    Act.GIVE: "Donné.",
    Act.REMOVE: "Retiré.",
    Act.LOCK: "Verrouillé.",
    Act.UNLOCK: "Déverrouillé.",
    "deplacer": "Déplacé ici.",
    "echanger": "Échangé.",
}


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def shift_page(
    draft: TheDraft,
    slot_id: SlotPath,
    *,
    personne: Annotated[str, Query(max_length=120)] = "",
    fait: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Show a shift; `personne`: whom to replace on it; `fait`: what was just done."""
    return _page(draft, slot_id, instead_of=personne, done=fait)


@router.post("", may=agency(Role.RESPONSABLE))
def change_shift(
    draft: TheDraft,
    slot_id: SlotPath,
    *,
    act: Annotated[Act, Form()],
    version: Version,
    person: Annotated[Name, Form(min_length=1)],
    instead_of: Field = "",
    locked: Locked = "",
    away: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """
    Do what a button says, then show the shift again; or say why not, with nothing changed.

    `away`: who was replaced is absent; then all their shifts that are to be taken are shown.
    """
    if act in (Act.LOCK, Act.UNLOCK):
        shift = ShiftIn(person=person, slot=slot_id)
        outcome = draft.locked(version, [shift], locked=act is Act.LOCK)
    else:
        operation = _operation(act, slot_id, person, instead_of)
        outcome = draft.edited(version, operation, locked=bool(locked))
    if not outcome.done:
        return _page(draft, slot_id, outcome)
    if away and instead_of:
        address = replacing_address(draft.id, instead_of, slot_id)
        return RedirectResponse(address, status_code=303)
    return _shown(draft.id, slot_id, act)


def _operation(act: Act, slot: str, person: str, instead_of: str) -> Operation:
    if act is Act.REMOVE:
        return Operation(verb=Verb.REMOVE, slot=slot, person=person)
    if instead_of:
        return Operation(verb=Verb.GIVE, slot=slot, person=instead_of, to_person=person)
    return Operation(verb=Verb.ADD, slot=slot, person=person)


def _shown(draft: str, slot: str, done: str) -> Response:
    return RedirectResponse(f"/plannings/{draft}/services/{slot}?fait={done}", status_code=303)


def _page(
    draft: AskedDraft,
    slot: str,
    outcome: Outcome = ASKED,
    *,
    instead_of: str = "",
    done: str = "",
) -> Response:
    opened = draft.opened(slot)
    version = opened.version
    holding = {person.id for person in version.frame.rota(version.assignments).team_of[slot]}
    leaving = instead_of if instead_of in holding else ""
    return draft.page(
        "shift/shift.html",
        opened,
        outcome,
        shift=shift_view(version, slot, draft.now, instead_of=leaving),
        done=DONE.get(done, ""),
        key=uuid4().hex,
    )


class AskedShift:
    """Somebody's shift in a draft, and the day on which it may go elsewhere (None: its own)."""

    def __init__(
        self,
        draft: TheDraft,
        slot_id: SlotPath,
        personne: Annotated[str, Query(min_length=1, max_length=120)],
        jour: OneDay = None,
    ) -> None:
        self.draft, self.day = draft, jour
        self.mine = Assignment(personne, slot_id)

    def page(
        self,
        template: str,
        view: Callable[[ReadVersion, date], Mapping[str, Any]],
        outcome: Outcome,
    ) -> Response:
        """Fill a template with what `view` makes of the version on the day looked at."""
        opened = self.draft.opened(self.mine.slot)
        with outcome.first():
            shift = moved_shift(opened.version, self.mine, self.day)
            values = view(opened.version, shift.day)
        return self.draft.page(template, opened, outcome, shift=shift, **values)


TheShift = Annotated[AskedShift, Depends(AskedShift)]


@router.get("/deplacer", may=agency(Role.RESPONSABLE))
def moving_page(shift: TheShift) -> Response:
    """Show where a person's shift can go on a day."""
    return _moving(shift)


@router.post("/deplacer", may=agency(Role.RESPONSABLE))
def move(shift: TheShift, version: Version, to_slot: Field, locked: Locked = "") -> Response:
    """Move the shift, then show where it is; or say why not, with nothing changed."""
    mine = shift.mine
    operation = Operation(verb=Verb.MOVE, slot=mine.slot, person=mine.mediator, to_slot=to_slot)
    outcome = shift.draft.edited(version, operation, locked=bool(locked))
    if outcome.done:
        return _shown(shift.draft.id, to_slot, "deplacer")
    return _moving(shift, outcome)


def _moving(shift: AskedShift, outcome: Outcome = ASKED) -> Response:
    def view(version: ReadVersion, day: date) -> dict[str, Any]:
        cell = moving_view(version, shift.mine, day, shift.draft.now)
        return {"already": cell.shifts, "offers": cell.offers}

    return shift.page("shift/move.html", view, outcome)


@router.get("/echanger", may=agency(Role.RESPONSABLE))
def exchanging_page(shift: TheShift) -> Response:
    """Show for which shifts of a day a person's can be exchanged."""
    return _exchanging(shift)


@router.post("/echanger", may=agency(Role.RESPONSABLE))
def exchange(
    shift: TheShift, *, version: Version, to_person: Field, to_slot: Field, locked: Locked = ""
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
    outcome = shift.draft.edited(version, operation, locked=bool(locked))
    if outcome.done:
        return _shown(shift.draft.id, mine.slot, "echanger")
    return _exchanging(shift, outcome)


def _exchanging(shift: AskedShift, outcome: Outcome = ASKED) -> Response:
    def view(version: ReadVersion, day: date) -> dict[str, Any]:
        return {"offers": exchange_offers(version, shift.mine, day)}

    return shift.page("shift/exchange.html", view, outcome)
