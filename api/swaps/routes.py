"""Swaps, for programs: read them, ask, answer."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel, Field

from api.access.caller import Caller, Role, ServiceScope
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.idempotency import OnceKey
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
from api.access.rights.rule import Programs, agency, own, role
from api.asking.errors import ConflictError
from api.data.association import Association
from api.database.engine import reading
from api.database.tables.asking import SwapRow, SwapState
from api.judging.shapes import FindingOut, finding_out
from api.ledger.history import whole
from api.planning.names import short_person
from api.swaps.exchange import SwapAnswer, SwapRequest, View
from api.swaps.rows import page, state_of, weighed
from api.swaps.service import Publishing, ask_in, judge, respond
from api.swaps.sides import Part, awaited, part_of, shown_to
from api.web.addresses import Id
from api.web.answering.answer import Items, Out
from api.web.clock import Now
from api.web.paging import Page, dated
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/echanges",
    tags=["échanges"],
    caller="le portail des RH",
    service=ServiceScope.PUBLISH,
)
ANYONE = (Role.MEDIATEUR, Role.RESPONSABLE)


class ViewOut(BaseModel):
    """
    What a swap would do to its reader: findings that it adds for them, and no one else's.

    `possible`: nothing blocks it; `why` it can't be. `seen`: to be given back with one's consent.
    """

    possible: bool
    why: str
    seen: str
    findings: list[FindingOut]


class SwappedShiftOut(BaseModel):
    """A shift of a swap, as it was published when the swap was asked for."""

    person: str
    slot: str
    dispositif: str
    site: str
    start: datetime
    end: datetime


class SwapOut(Out):
    """
    A swap; `state`: `demande`, `accepte`, `approuve`, `refuse`, `retire` or `caduc`.

    `id` and `number` make its ETag. `view` is null where nobody waits for the reader's answer.
    `awaits`: the agencies whose responsable has yet to agree, once both people do.
    """

    id: str
    number: int
    state: str
    person: str = Field(validation_alias="mediator")
    person_name: str = ""
    other: str
    other_name: str = ""
    shifts: list[SwappedShiftOut]
    note: str
    answer: str
    requested: datetime
    answered: datetime | None
    decided: datetime | None
    publication: int | None
    view: ViewOut | None = None
    awaits: list[str] = Field(default=[], examples=[["ville"]])


@router.get("", may=role(*ANYONE))
def swaps(
    *,
    who: Who,
    session: Reading,
    page_: Page,
    now: Now,
    state: Annotated[SwapState | None, Query(description="Ceux gardés ainsi seuls.")] = None,
) -> Items[SwapOut]:
    """Énumère les échanges que je demande, qu’on me demande ou dont je réponds, par date."""
    association = whole(session)
    people = list(Reach(who, PLANNERS).people_and_self(association))
    rows = page(session, people, state=state, after=dated(page_), limit=page_.limit + 1)
    return page_.of(
        rows,
        lambda row: _out(association, who, row, now),
        lambda row: (row.requested.isoformat(), row.id),
    )


@router.post(
    "",
    may=own(Role.MEDIATEUR),
    service=Programs.NONE,
    status_code=201,
    responses=refusals(404, 409, 410),
    sends=("ETag",),
)
def add(body: SwapRequest, who: Who, once: OnceKey, now: Now, response: Response) -> SwapOut:
    """
    Demande un échange ; refusé tout de suite s’il ajoute un constat bloquant.

    S’il en ajoute d’autres, le refus (409) les dit, et ce qu’il faut redonner dans `seen`.
    """
    with reading(once.engine) as session:
        me = own_person(who, whole(session)).id

    def deed(session: Writing) -> SwapOut:
        row = ask_in(session, who, me, body, now)
        response.headers["ETag"] = tag_of(row.id, row.number)
        return _out(whole(session), who, row, now)

    return once.do(deed, response.headers, first=lambda: judge(once.engine, me, body, now))


@router.post(
    "/{swap_id}/reponse",
    may=agency(*ANYONE),
    responses=refusals(404, 409, 412, 428),
    sends=("ETag",),
)
def answer(
    *,
    swap_id: Id,
    body: SwapAnswer,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    match: IfMatch,
    now: Now,
    response: Response,
) -> SwapOut:
    """
    Donne sa réponse à un échange tel qu’il a été montré, ou retire le sien.

    Une fois accepté, il reste à l’approuver à qui répond de chacun des deux ; si le service est
    réglé pour s’en passer (ROULEMENT_SWAPS_AUTOMATIC), il est publié aussitôt, entre agences aussi.

    L’approuver le publie : il faut répondre des deux personnes, et des dispositifs de leurs
    services. Entre deux agences, ou deux équipes, chaque responsable approuve pour son côté : le
    premier accord est noté, et l’échange reste « accepte » (`awaits` dit quelle agence doit encore
    l’approuver) ; le dernier le publie. Si ce que l’échange ajoute a changé entre-temps, les
    accords déjà donnés ne valent plus. Le refuser demande de répondre d’un des côtés seulement.
    """
    number, publishing = number_in(match, swap_id), Publishing(settings=settings)
    row = respond(engine, who, swap_id, number, answer=body, publishing=publishing, now=now)
    response.headers["ETag"] = tag_of(row.id, row.number)
    with reading(engine) as session:
        return _out(whole(session), who, row, now)


def _out(association: Association, who: Caller, row: SwapRow, now: datetime) -> SwapOut:
    """Return a swap as it is now, people as « Prénom N. », with what its reader may know."""
    state, part = state_of(row, association, now), _part(association, who, row)
    view, awaits = None, list[str]()
    if state is SwapState.ACCEPTED or (state is SwapState.ASKED and row.other == who.person):
        with suppress(ConflictError):  # one of the two can't hold it any more: nothing to judge
            judged = weighed(association, row, now)
            own = part is None or state is SwapState.ASKED
            view = _view(judged.of(who.person) if own else shown_to(part, row, judged))
            if state is SwapState.ACCEPTED:
                awaits = awaited(row, association, judged.whole().seen)
    names = {
        "person_name": short_person(association, row.mediator),
        "other_name": short_person(association, row.other),
    }
    more = {"state": state.value, "view": view, "awaits": awaits, **names}
    return SwapOut.model_validate(row).model_copy(update=more)


def _part(association: Association, who: Caller, row: SwapRow) -> Part | None:
    try:
        return part_of(Reach(who, PLANNERS), association, row)
    except UnknownError:
        return None


def _view(view: View) -> ViewOut:
    return ViewOut(
        possible=not view.why,
        why=view.why,
        seen=view.seen,
        findings=[finding_out(finding) for finding in view.findings],
    )
