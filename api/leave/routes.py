"""Routes of leave: people ask for it, and who answers for them grants or refuses it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach, own_person
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import agency, own, role
from api.data.stored.association import read
from api.database.tables.asking import LeaveRow, LeaveState
from api.leave.service import LeaveRequest, ask, get, grant, of, page, refuse, weigh, withdraw
from api.leave.shapes import (
    BrokenOut,
    DraftedOut,
    Grant,
    LeaveOut,
    NewLeave,
    OtherOut,
    Refuse,
    WeighedOut,
)
from api.web.answer import Id, Items
from api.web.clock import Now
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1", tags=["congés"])


@router.get("/moi/conges", may=own(Role.MEDIATEUR))
def mine(who: Who, session: Reading) -> Items[LeaveOut]:
    """Énumère mes demandes, la dernière d’abord."""
    me = own_person(who, read(session))
    return Items(items=[LeaveOut.model_validate(row) for row in of(session, me.id)])


@router.post("/moi/conges", may=own(Role.MEDIATEUR), status_code=201, responses=refusals(404, 409))
def add(body: NewLeave, who: Who, session: Writing, now: Now, response: Response) -> LeaveOut:
    """Demande un congé ; une maladie se dit aux RH, elle ne se demande pas."""
    me = own_person(who, read(session))
    row = ask(
        session,
        who,
        me.id,
        LeaveRequest(start=body.start, end=body.end, kind=body.kind, note=body.note),
        now,
    )
    response.headers["Location"] = f"/api/v1/moi/conges/{row.id}"
    return _tagged(row, response)


@router.get("/moi/conges/{leave_id}", may=own(Role.MEDIATEUR), responses=refusals(404))
def read_one(leave_id: Id, who: Who, session: Reading, response: Response) -> LeaveOut:
    """Donne une de mes demandes."""
    return _tagged(_mine(who, session, leave_id), response)


@router.post(
    "/moi/conges/{leave_id}/retrait",
    may=own(Role.MEDIATEUR),
    responses=refusals(404, 409, 412, 428),
)
def take_back(
    *,
    leave_id: Id,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> LeaveOut:
    """Retire une demande à laquelle personne n’a répondu."""
    row = _mine(who, session, leave_id)
    made = withdraw(session, who, row.id, number_in(match, row.id), now)
    return _tagged(made, response)


@router.get("/responsable/conges", may=role(Role.RH, Role.RESPONSABLE))
def requests(
    who: Who,
    session: Reading,
    page_: Page,
    state: Annotated[LeaveState | None, Query(description="Celles dans cet état seules.")] = None,
) -> Items[OtherOut]:
    """Énumère les demandes des personnes dont on répond, par début."""
    theirs = Reach(who, OVERSEERS).people(read(session))
    after = (str(page_.after[0]), str(page_.after[-1])) if page_.after else None
    rows = page(session, list(theirs), state=state, after=after, limit=page_.limit + 1)
    return page_.of(
        rows, lambda row: _other(row, theirs[row.mediator].name), lambda row: (row.start, row.id)
    )


@router.get(
    "/responsable/conges/{leave_id}", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def weighed(leave_id: Id, who: Who, session: Reading, response: Response) -> WeighedOut:
    """Donne une demande, les services qu’elle défait et les demandes au même moment."""
    row = _theirs(who, session, leave_id)
    reach = Reach(who, OVERSEERS)
    people, bearing = reach.people(read(session)), weigh(session, row, reach)
    person = people[row.mediator]
    response.headers["ETag"] = tag_of(row.id, row.number)
    return WeighedOut(
        **LeaveOut.model_validate(row).model_dump(),
        name=person.name,
        agency=person.agency,
        broken=[BrokenOut.model_validate(shift) for shift in bearing.broken],
        drafted=[DraftedOut.model_validate(drafted) for drafted in bearing.drafted],
        others=[_other(other, people[other.mediator].name) for other in bearing.others],
    )


@router.post(
    "/responsable/conges/{leave_id}/accord",
    may=agency(Role.RH, Role.RESPONSABLE),
    responses=refusals(404, 409, 412, 428),
)
def accept(
    *,
    leave_id: Id,
    body: Grant,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> LeaveOut:
    """Accorde une demande : elle devient une absence, dans la même transaction."""
    row = _theirs(who, session, leave_id)
    made = grant(
        session,
        who,
        row.id,
        number_in(match, row.id),
        answer=body.answer,
        knowing=body.knowing,
        now=now,
    )
    return _tagged(made, response)


@router.post(
    "/responsable/conges/{leave_id}/refus",
    may=agency(Role.RH, Role.RESPONSABLE),
    responses=refusals(404, 409, 412, 428),
)
def deny(
    *,
    leave_id: Id,
    body: Refuse,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> LeaveOut:
    """Refuse une demande, en disant pourquoi."""
    row = _theirs(who, session, leave_id)
    number = number_in(match, row.id)
    why = body.answer
    return _tagged(refuse(session, who, row.id, number, answer=why, now=now), response)


def _mine(who: Caller, session: Reading, leave: str) -> LeaveRow:
    row = get(session, leave)
    if row.mediator != own_person(who, read(session)).id:
        raise UnknownError
    return row


def _theirs(who: Caller, session: Reading, leave: str) -> LeaveRow:
    row = get(session, leave)
    Reach(who, OVERSEERS).someone(read(session), row.mediator)
    return row


def _tagged(row: LeaveRow, response: Response) -> LeaveOut:
    response.headers["ETag"] = tag_of(row.id, row.number)
    return LeaveOut.model_validate(row)


def _other(row: LeaveRow, name: str) -> OtherOut:
    return OtherOut(
        id=row.id, person=row.mediator, name=name, start=row.start, end=row.end, state=row.state
    )
