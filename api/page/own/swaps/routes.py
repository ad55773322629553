"""Échanges: choose a shift to give and one to take, see the findings, ask, accept or refuse."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, TheSettings, Who
from api.access.rights.rule import own
from api.asking.answers import refusal_of
from api.asking.errors import AskingError, ConflictError, UnknownError
from api.asking.shapes import Text
from api.database.engine import reading, writing
from api.database.tables.asking import SwapState
from api.ledger.history import whole
from api.page.own.frame import own_page, person_of
from api.page.own.swaps.view import (
    Choice,
    findings_of,
    line_of,
    offers_of,
    sides_of,
    words_of,
)
from api.planning.names import names_of
from api.planning.published_shifts import begun
from api.shell.guides import Guide
from api.swaps.exchange import SwapRequest, shift_of
from api.swaps.offers import offers
from api.swaps.rows import get, of, state_of, weighed
from api.swaps.service import Publishing, accept, ask, decline, try_out, withdraw
from api.swaps.shapes import PersonId, Seen, Slot
from api.web.answer import MOST, Id
from api.web.clock import Now

GUIDES = (
    Guide(
        address="/aide/echanges",
        title="Mes échanges",
        file="own/swaps",
        screens=("/moi/echanges", "/moi/echanges/choisir", "/moi/echanges/essai"),
        picture="Sur un téléphone, la liste de mes services à venir que je peux échanger.",
    ),
)

router = Router(prefix="/moi/echanges", include_in_schema=False)
AskedSlot = Annotated[Slot, Query()]
SlotField = Annotated[Slot, Form()]
PersonField = Annotated[PersonId, Form()]
Number = Annotated[int, Form(ge=1, le=MOST)]
SeenField = Annotated[Seen, Form()]
Note = Annotated[Text, Form()]
BACK = "/moi/echanges"


@router.get("", may=own(Role.MEDIATEUR))
def my_swaps(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List one's swaps, what waits for an answer with what it adds, and one's shifts to swap."""
    return _shown(request, who, session, now)


@router.get("/choisir", may=own(Role.MEDIATEUR))
def choose(
    request: Request, who: Who, session: Reading, now: Now, service: AskedSlot = ""
) -> Response:
    """List colleagues' shifts that both may take, for one of one's own."""
    me, association = person_of(who, session), whole(session)
    shift = shift_of(association, me.id, service)
    if shift is None or begun(shift, now):
        raise UnknownError
    names = names_of(association)
    return own_page(
        request,
        "own/offers.html",
        shift=words_of(shift, names),
        offers=offers_of(offers(association, me, shift, now), service, names),
    )


@router.get("/essai", may=own(Role.MEDIATEUR))
def tried(
    request: Request,
    who: Who,
    engine: TheEngine,
    now: Now,
    *,
    service: AskedSlot = "",
    avec: AskedSlot = "",
    contre: AskedSlot = "",
) -> Response:
    """Show what a swap adds for each, before it is asked for."""
    return _try(request, who, engine, now, SwapRequest(gives=service, other=avec, takes=contre))


@router.post("", may=own(Role.MEDIATEUR))
def add(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    gives: SlotField,
    other: PersonField,
    takes: SlotField = "",
    note: Note = "",
    seen: SeenField = "",
) -> Response:
    """Ask for a swap, or show again what it adds if that has changed."""
    with reading(engine) as session:
        me = person_of(who, session)
    wanted = SwapRequest(gives=gives, other=other, takes=takes, note=note, seen=seen)
    try:
        ask(engine, who, me.id, wanted, now)
    except AskingError as error:
        return _try(request, who, engine, now, wanted, problem=refusal_of(error))
    return RedirectResponse(BACK, status_code=303)


@router.post("/{swap_id}/accord", may=own(Role.MEDIATEUR))
def agree(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    swap_id: Id,
    *,
    now: Now,
    number: Number,
    seen: SeenField = "",
) -> Response:
    """Accept the swap that one is asked for, as it was shown."""
    _check(engine, who, swap_id, asks=False)
    publishing = Publishing(settings=settings)
    try:
        accept(engine, who, swap_id, number, seen=seen, publishing=publishing, now=now)
    except AskingError as error:
        return _show_refused(request, who, engine, now, error)
    return RedirectResponse(BACK, status_code=303)


@router.post("/{swap_id}/refus", may=own(Role.MEDIATEUR))
def refuse(
    request: Request,
    who: Who,
    engine: TheEngine,
    swap_id: Id,
    *,
    now: Now,
    number: Number,
    answer: Note = "",
) -> Response:
    """Refuse the swap that one is asked for."""
    _check(engine, who, swap_id, asks=False)
    try:
        with writing(engine) as session:
            decline(session, who, swap_id, number, answer=answer, now=now)
    except AskingError as error:
        return _show_refused(request, who, engine, now, error)
    return RedirectResponse(BACK, status_code=303)


@router.post("/{swap_id}/retrait", may=own(Role.MEDIATEUR))
def take_back(
    request: Request, who: Who, engine: TheEngine, swap_id: Id, *, now: Now, number: Number
) -> Response:
    """Take back the swap that one asks for."""
    _check(engine, who, swap_id, asks=True)
    try:
        with writing(engine) as session:
            withdraw(session, who, swap_id, number, now)
    except AskingError as error:
        return _show_refused(request, who, engine, now, error)
    return RedirectResponse(BACK, status_code=303)


def _check(engine: TheEngine, who: Who, swap: str, *, asks: bool) -> None:
    """Refuse a swap that the caller didn't ask for (`asks`), or wasn't asked to accept (not)."""
    with reading(engine) as session:
        row = get(session, swap)
        if person_of(who, session).id != (row.mediator if asks else row.other):
            raise UnknownError


def _show_refused(
    request: Request, who: Who, engine: TheEngine, now: Now, error: AskingError
) -> Response:
    with reading(engine) as session:
        return _shown(request, who, session, now, problem=refusal_of(error))


def _try(
    request: Request,
    who: Who,
    engine: TheEngine,
    now: Now,
    wanted: SwapRequest,
    *,
    problem: Any = None,
) -> Response:
    with reading(engine) as session:
        me, association = person_of(who, session), whole(session)
    shift = shift_of(association, me.id, wanted.gives)
    other = association.mediator_of.get(wanted.other)
    taken = shift_of(association, wanted.other, wanted.takes) if wanted.takes else None
    if shift is None or other is None or (wanted.takes and taken is None):
        raise UnknownError
    view = None
    try:
        view = try_out(engine, me.id, wanted, now).of(me.id)
    except AskingError as error:
        problem = problem or refusal_of(error)
    return own_page(
        request,
        "own/trial.html",
        status=problem.status if problem else 200,
        sides=sides_of(other, shift, taken, names_of(association)),
        wanted=wanted,
        view=view,
        findings=findings_of(view) if view else (),
        problem=problem,
    )


def _shown(
    request: Request, who: Who, session: Reading, now: Now, *, problem: Any = None
) -> Response:
    me, association = person_of(who, session), whole(session)
    names = names_of(association)
    lines = []
    for row in of(session, me.id):
        view = None
        if row.other == me.id and state_of(row, association, now) is SwapState.ASKED:
            with suppress(ConflictError):  # one of the two can't hold it any more
                view = weighed(association, row, now).of(me.id)
        lines.append(line_of(row, association, me.id, now=now, view=view))
    mine = [
        Choice(
            address=f"/moi/echanges/choisir?service={quote(row.worked.duty.id)}",
            words=words_of(row, names),
        )
        for rows in association.history.values()
        for row in rows
        if row.worked.mediator == me.id and not begun(row, now)
    ]
    return own_page(
        request,
        "own/swaps.html",
        status=problem.status if problem else 200,
        swaps=lines,
        mine=mine,
        problem=problem,
    )
