"""Routes of swaps: one person asks, the other agrees, and a responsable publishes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import PLANNERS, Reach, own_person
from api.access.request import (
    IfMatch,
    Reading,
    TheEngine,
    TheSettings,
    Who,
    Writing,
    number_in,
    tag_of,
)
from api.access.rights.rule import agency, own, role
from api.asking.errors import ConflictError
from api.data.stored.association import read
from api.database.engine import reading
from api.database.tables.asking import SwapRow, SwapState
from api.ledger.history import whole
from api.settings import Settings
from api.swaps.rows import LIVE, get, of, page, weighed
from api.swaps.service import Publishing, accept, approve, ask, decline, try_out, withdraw
from api.swaps.shapes import (
    Consent,
    Denial,
    JudgedSwapOut,
    NewSwap,
    SwapOut,
    ViewOut,
    swap_out,
    view_out,
)
from api.swaps.sides import Part, awaited, part_of, shown_to
from api.web.answer import Id, Items
from api.web.clock import Now
from api.web.paging import Page, dated
from api.web.problems import refusals

router = Router(prefix="/api/v1", tags=["échanges"])
MINE, ALL = "/moi/echanges", "/responsable/echanges"
CHANGES = (404, 409, 412, 428)


@router.get(MINE, may=own(Role.MEDIATEUR))
def mine(who: Who, session: Reading, now: Now) -> Items[SwapOut]:
    """Énumère les échanges que je demande ou qu’on me demande, le dernier d’abord."""
    me, association = own_person(who, read(session)), whole(session)
    return Items(items=[swap_out(row, association, now) for row in of(session, me.id)])


@router.post(f"{MINE}/essai", may=own(Role.MEDIATEUR), responses=refusals(404, 409))
def tried(body: NewSwap, who: Who, engine: TheEngine, now: Now) -> ViewOut:
    """Dit ce qu’un échange ajouterait pour moi, sans rien demander."""
    me = _me(engine, who)
    judged = try_out(engine, me, body.wanted(), now)
    return view_out(judged.of(me))


@router.post(MINE, may=own(Role.MEDIATEUR), status_code=201, responses=refusals(404, 409))
def add(body: NewSwap, who: Who, engine: TheEngine, now: Now, response: Response) -> JudgedSwapOut:
    """Demande un échange ; refusé tout de suite s’il ajoute un constat bloquant."""
    row = ask(engine, who, _me(engine, who), body.wanted(), now)
    response.headers["Location"] = f"/api/v1{MINE}/{row.id}"
    with reading(engine) as session:
        return _judged(session, who, row, now, response)


@router.get(f"{MINE}/{{swap_id}}", may=own(Role.MEDIATEUR), responses=refusals(404))
def read_mine(
    swap_id: Id, who: Who, session: Reading, now: Now, response: Response
) -> JudgedSwapOut:
    """Donne un de mes échanges, et ce qu’il ajouterait pour moi."""
    return _judged(session, who, _mine(session, who, swap_id), now, response)


@router.post(f"{MINE}/{{swap_id}}/accord", may=own(Role.MEDIATEUR), responses=refusals(*CHANGES))
def agree(
    *,
    swap_id: Id,
    body: Consent,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    match: IfMatch,
    now: Now,
    response: Response,
) -> JudgedSwapOut:
    """
    Donne mon accord à l’échange qu’on me demande, tel qu’il m’a été montré.

    Il reste à l’approuver à qui répond de chacun des deux ; si le service est réglé pour s’en
    passer (ROULEMENT_SWAPS_AUTOMATIC), l’échange est publié aussitôt, entre agences aussi.
    """
    with reading(engine) as session:
        if _mine(session, who, swap_id).other != who.person:
            raise UnknownError
    row = accept(
        engine,
        who,
        swap_id,
        number_in(match, swap_id),
        seen=body.seen,
        publishing=_publishing(settings),
        now=now,
    )
    with reading(engine) as session:
        return _judged(session, who, row, now, response)


@router.post(f"{MINE}/{{swap_id}}/refus", may=own(Role.MEDIATEUR), responses=refusals(*CHANGES))
def decline_mine(
    *,
    swap_id: Id,
    body: Denial,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> JudgedSwapOut:
    """Refuse l’échange qu’on me demande."""
    if _mine(session, who, swap_id).other != who.person:
        raise UnknownError
    number, why = number_in(match, swap_id), body.answer
    row = decline(session, who, swap_id, number, answer=why, now=now)
    return _judged(session, who, row, now, response)


@router.post(f"{MINE}/{{swap_id}}/retrait", may=own(Role.MEDIATEUR), responses=refusals(*CHANGES))
def take_back(
    *, swap_id: Id, who: Who, session: Writing, match: IfMatch, now: Now, response: Response
) -> JudgedSwapOut:
    """Retire l’échange que je demande."""
    if _mine(session, who, swap_id).mediator != who.person:
        raise UnknownError
    row = withdraw(session, who, swap_id, number_in(match, swap_id), now)
    return _judged(session, who, row, now, response)


@router.get(ALL, may=role(Role.RESPONSABLE))
def theirs(
    *,
    who: Who,
    session: Reading,
    page_: Page,
    now: Now,
    state: Annotated[SwapState | None, Query(description="Ceux gardés ainsi seuls.")] = None,
) -> Items[SwapOut]:
    """Énumère les échanges des personnes dont on répond, le dernier d’abord."""
    known = list(Reach(who, PLANNERS).people(read(session)))
    rows = page(session, known, state=state, after=dated(page_), limit=page_.limit + 1)
    association = whole(session)
    return page_.of(
        rows,
        lambda row: swap_out(row, association, now),
        lambda row: (row.requested.isoformat(), row.id),
    )


@router.get(f"{ALL}/{{swap_id}}", may=agency(Role.RESPONSABLE), responses=refusals(404))
def read_theirs(
    swap_id: Id, who: Who, session: Reading, now: Now, response: Response
) -> JudgedSwapOut:
    """
    Donne un échange et ce qu’il ajouterait : les constats des deux, et de l’équipe.

    Qui ne répond que d’une des deux personnes ne lit pas les constats de l’autre.
    """
    row = get(session, swap_id)
    return _judged(
        session, who, row, now, response, part=part_of(Reach(who, PLANNERS), read(session), row)
    )


@router.post(
    f"{ALL}/{{swap_id}}/approbation", may=agency(Role.RESPONSABLE), responses=refusals(*CHANGES)
)
def publish(
    *,
    swap_id: Id,
    body: Consent,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    match: IfMatch,
    now: Now,
    response: Response,
) -> JudgedSwapOut:
    """
    Approuve un échange que les deux acceptent, et le publie.

    Il faut répondre des deux personnes, et des dispositifs de leurs services. Entre deux agences,
    ou deux équipes, chaque responsable approuve pour son côté : le premier accord est noté, et
    l’échange reste « accepte » (`awaits` dit quelle agence doit encore l’approuver) ; le dernier
    le publie. Si ce que l’échange ajoute a changé entre-temps, les accords déjà donnés ne valent
    plus.
    """
    with reading(engine) as session:
        part = part_of(Reach(who, PLANNERS), read(session), get(session, swap_id))
    row = approve(
        engine,
        who,
        swap_id,
        number_in(match, swap_id),
        seen=body.seen,
        publishing=_publishing(settings),
        part=part,
        now=now,
    )
    with reading(engine) as session:
        return _judged(session, who, row, now, response, part=part)


@router.post(f"{ALL}/{{swap_id}}/refus", may=agency(Role.RESPONSABLE), responses=refusals(*CHANGES))
def decline_theirs(
    *,
    swap_id: Id,
    body: Denial,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> JudgedSwapOut:
    """Refuse un échange ; il suffit de répondre d’une des deux personnes, ou d’un des services."""
    part = part_of(Reach(who, PLANNERS), read(session), get(session, swap_id))
    number, why = number_in(match, swap_id), body.answer
    row = decline(session, who, swap_id, number, answer=why, now=now)
    return _judged(session, who, row, now, response, part=part)


def _me(engine: TheEngine, who: Caller) -> str:
    with reading(engine) as session:
        return own_person(who, read(session)).id


def _mine(session: Reading, who: Caller, swap: str) -> SwapRow:
    row = get(session, swap)
    if own_person(who, read(session)).id not in (row.mediator, row.other):
        raise UnknownError
    return row


def _publishing(settings: Settings) -> Publishing:
    return Publishing(settings=settings)


def _judged(
    session: Reading,
    who: Caller,
    row: SwapRow,
    now: datetime,
    response: Response,
    *,
    part: Part | None = None,
) -> JudgedSwapOut:
    """Return a swap with the findings that its reader may see; set its ETag."""
    association = whole(session)
    shown = swap_out(row, association, now)
    view, awaits = None, list[str]()
    if shown.state in LIVE:
        with suppress(ConflictError):  # one of the two can't hold it any more: nothing to judge
            judged = weighed(association, row, now)
            view = view_out(judged.of(who.person) if part is None else shown_to(part, row, judged))
            if shown.state == SwapState.ACCEPTED:
                awaits = awaited(row, association, judged.whole().seen)
    response.headers["ETag"] = tag_of(row.id, row.number)
    return JudgedSwapOut(**shown.model_dump(), view=view, awaits=awaits)
