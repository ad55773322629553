"""Leave, for programs: read requests, ask, answer."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.reach import OVERSEERS, Reach, own_person
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import Programs, agency, own, role
from api.database.tables.asking import LeaveRow, LeaveState
from api.leave.impact import LIVE, broken_slots, span_of
from api.leave.service import LeaveAnswer, LeaveRequest, ask, page, respond
from api.ledger.history import whole
from api.web.addresses import Id
from api.web.answering.answer import Items, Out
from api.web.clock import Now
from api.web.paging import Page
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/conges", tags=["congés"], caller="le portail des RH", service=ServiceScope.DATA
)
ANYONE = (Role.MEDIATEUR, Role.RH, Role.RESPONSABLE)


class LeaveOut(Out):
    """
    A request: `state` is `demande`, `accorde`, `refuse` or `retire`; `id` and `number` its ETag.

    `breaks`: the slots of the published shifts that it breaks, to be given back in `knowing`.
    """

    id: str
    person: str = Field(validation_alias="mediator")
    start: str
    end: str
    kind: str
    note: str
    state: str
    requested: datetime
    decided: datetime | None
    answer: str
    number: int
    breaks: tuple[str, ...] = Field((), examples=[["P-J-2026-03-02"]])


@router.get("", may=role(*ANYONE))
def requests(
    who: Who,
    session: Reading,
    page_: Page,
    state: Annotated[LeaveState | None, Query(description="Celles dans cet état seules.")] = None,
) -> Items[LeaveOut]:
    """Énumère mes demandes, et celles des personnes dont je réponds, par début."""
    people = Reach(who, OVERSEERS).people_and_self(whole(session))
    after = (str(page_.after[0]), str(page_.after[-1])) if page_.after else None
    rows = page(session, list(people), state=state, after=after, limit=page_.limit + 1)
    return page_.of(rows, lambda row: _out(session, row), lambda row: (row.start, row.id))


@router.post(
    "",
    may=own(Role.MEDIATEUR),
    service=Programs.NONE,
    status_code=201,
    responses=refusals(404, 409, 410),
    sends=("ETag",),
)
def add(body: LeaveRequest, who: Who, once: OnceKey, now: Now, response: Response) -> LeaveOut:
    """Demande un congé ; une maladie se dit aux RH, elle ne se demande pas."""

    def deed(session: Writing) -> LeaveOut:
        row = ask(session, who, own_person(who, whole(session)).id, body, now)
        response.headers["ETag"] = tag_of(row.id, row.number)
        return _out(session, row)

    return once.do(deed, response.headers)


@router.post(
    "/{leave_id}/reponse",
    may=agency(*ANYONE),
    responses=refusals(404, 409, 412, 428),
    sends=("ETag",),
)
def answer(
    *,
    leave_id: Id,
    body: LeaveAnswer,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> LeaveOut:
    """
    Accorde ou refuse la demande d’une personne dont on répond, ou retire la sienne.

    Accordée, elle devient une absence, dans la même transaction.
    """
    row = respond(session, who, leave_id, number_in(match, leave_id), answer=body, now=now)
    response.headers["ETag"] = tag_of(row.id, row.number)
    return _out(session, row)


def _out(session: Reading, row: LeaveRow) -> LeaveOut:
    request = LeaveOut.model_validate(row)
    if row.state not in LIVE:
        return request
    slots = broken_slots(whole(session), row.mediator, span_of(row))
    return request.model_copy(update={"breaks": slots})
