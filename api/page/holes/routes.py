"""Pourquoi ces trous ? All open posts of a draft by cause, and one with what would fill it."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rows import writes
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.database.engine import writing
from api.month.drafts.access import SlotPath, head_read
from api.month.holes.opening import open_beside, operations_of
from api.month.holes.service import hole_of, holes_of
from api.page.deciding import deciding
from api.page.holes.view import SEPARATOR, causes_view, hole_view
from api.page.plannings.view import scope_of
from api.page.preparing import PREPARED
from api.page.shift.opened import opened_shift
from api.page.shift.outcome import ASKED, Outcome, outcome_of
from api.shell.document import render
from api.shell.guides import Guide
from api.web.answer import MOST, Id
from api.web.clock import Now
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at

if TYPE_CHECKING:
    from api.access.caller import Caller

GUIDES = (
    Guide(
        address="/aide/trous",
        title="Pourquoi un poste reste à pourvoir",
        file="planning/holes",
        screens=("/plannings/{rota_id}/trous", "/plannings/{rota_id}/trous/{slot_id}"),
    ),
)

router = Router(
    prefix="/plannings/{rota_id}/trous", include_in_schema=False, dependencies=[PREPARED]
)
Pairs = Annotated[list[Annotated[str, Form(max_length=281)]] | None, Form(max_length=8)]


class Act(StrEnum):
    """What a button of a proposal does: the draft changes, or another begins beside it."""

    APPLY = "appliquer"
    BESIDE = "variante"


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def holes_page(request: Request, who: Who, session: Reading, rota_id: Id, *, now: Now) -> Response:
    """Show why each post of a draft's current version is open, by cause."""
    version = head_read(who, session, rota_id)
    reasons = holes_of(version.frame, version.assignments, now=minute_at(now))
    return render(
        request,
        "holes/holes.html",
        draft=version.row,
        scope=scope_of(version.row, read(session)),
        mine=deciding(who, session, version.row),
        missing=reasons.missing,
        under=reasons.under,
        causes=causes_view(version, reasons),
    )


@router.get("/{slot_id}", may=agency(Role.RH, Role.RESPONSABLE))
def hole_page(
    request: Request, who: Who, engine: TheEngine, rota_id: Id, slot_id: SlotPath, *, now: Now
) -> Response:
    """Show what keeps each person from an open slot, and what would fill it."""
    return _page(request, who, engine, rota_id, slot_id, now=now)


@router.post("/{slot_id}", may=agency(Role.RESPONSABLE))
def fill(
    request: Request,
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    slot_id: SlotPath,
    *,
    now: Now,
    act: Annotated[Act, Form()],
    version: Annotated[int, Form(ge=1, le=MOST)],
    add: Pairs = None,
    remove: Pairs = None,
) -> Response:
    """Do what a proposal says, or begin a draft in which it is done; or say why not."""
    come, gone = _assignments(add), _assignments(remove)
    if act is Act.BESIDE:
        with writing(engine) as session:
            made = open_beside(session, who, rota_id, version, added=come, removed=gone)
            address = f"/plannings/{made.id}/comparer?base={rota_id}"
        return RedirectResponse(address, status_code=303)
    operations = operations_of(come, gone)
    outcome = outcome_of(who, engine, rota_id, version, *operations, locked=False)
    if outcome.done:
        address = f"/plannings/{rota_id}/services/{slot_id}?fait=donner"
        return RedirectResponse(address, status_code=303)
    return _page(request, who, engine, rota_id, slot_id, now=now, outcome=outcome)


def _assignments(pairs: list[str] | None) -> list[Assignment]:
    parts = (pair.partition(SEPARATOR) for pair in pairs or ())
    return [Assignment(person, slot) for person, _, slot in parts]


def _page(
    request: Request,
    who: Caller,
    engine: TheEngine,
    draft: str,
    slot: str,
    *,
    now: Now,
    outcome: Outcome = ASKED,
) -> Response:
    opened = opened_shift(who, engine, draft, slot)
    version = opened.version
    with outcome.first():
        answer = hole_of(version.frame, version.assignments, slot, now=minute_at(now))
    return render(
        request,
        "holes/hole.html",
        status=outcome.status,
        opened=opened,
        outcome=outcome,
        hole=hole_view(version, answer, writes=partial(writes, who)),
    )
