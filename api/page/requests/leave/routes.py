"""Demandes, a leave: what it bears on, and the answer with a note."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.asking.errors import AskingError
from api.database.engine import reading, writing
from api.database.tables.asking import LeaveState
from api.leave.service import get, grant, refuse, weigh
from api.ledger.history import whole
from api.month.versions.operations import Name
from api.page.requests.count import COUNTED
from api.page.requests.frame import Note, Number, refusal_of
from api.page.requests.leave.left import left_shifts
from api.page.requests.leave.view import leave_view
from api.page.requests.view import VERDICTS
from api.page.requests.words import by_words, day_words, leave_words, person_name
from api.planning.names import names_of
from api.shell.document import render
from api.web.answer import Id
from api.web.clock import Now
from api.web.problems import Refusal

router = Router(
    prefix="/demandes/conges/{leave_id}", include_in_schema=False, dependencies=[COUNTED]
)
Slots = Annotated[list[Name] | None, Form(max_length=400)]


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def leave_page(request: Request, who: Who, session: Reading, now: Now, leave_id: Id) -> Response:
    """Show a request for leave, and what it bears on."""
    return _page(request, who, session, now, leave_id)


@router.post("", may=agency(Role.RH, Role.RESPONSABLE))
def answer_leave(
    request: Request,
    who: Who,
    engine: TheEngine,
    leave_id: Id,
    *,
    now: Now,
    number: Number,
    geste: Annotated[Literal["accorder", "refuser"], Form()],
    answer: Note = "",
    knowing: Slots = None,
) -> Response:
    """Grant or refuse; or show the request as it is now, the note kept."""
    with reading(engine) as session:
        _check(who, session, leave_id)
    try:
        with writing(engine) as session:
            if geste == "accorder":
                slots = knowing or ()
                grant(session, who, leave_id, number, answer=answer, knowing=slots, now=now)
            else:
                refuse(session, who, leave_id, number, answer=answer, now=now)
    except AskingError as error:
        refusal = refusal_of(error)
        with reading(engine) as session:
            return _page(request, who, session, now, leave_id, typed=answer, problem=refusal)
    if geste == "accorder" and knowing:
        # Their shifts are still theirs: what follows is on the request's own page.
        return RedirectResponse(f"/demandes/conges/{leave_id}", status_code=303)
    done = "accorde" if geste == "accorder" else "refuse"
    return RedirectResponse(f"/demandes?fait={done}", status_code=303)


def _check(who: Who, session: Reading, leave: str) -> None:
    Reach(who, OVERSEERS).someone(whole(session), get(session, leave).mediator)


def _page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    leave: str,
    *,
    typed: str = "",
    problem: Refusal | None = None,
) -> Response:
    _check(who, session, leave)
    row, association = get(session, leave), whole(session)
    waits = row.state == LeaveState.ASKED.value
    impact = weigh(session, row, Reach(who, OVERSEERS)) if waits else None
    return render(
        request,
        "requests/leave.html",
        status=problem.status if problem else 200,
        row=row,
        who_asks=person_name(association, row.mediator),
        title=leave_words(row, now),
        since=day_words(row.requested, now),
        left=left_shifts(session, row, who, now) if row.state == LeaveState.GRANTED else None,
        view=leave_view(impact, association, names_of(association), now) if impact else None,
        verdict=VERDICTS.get(row.state, "retiré par la personne"),
        by=by_words(account_names(session, [row.decided_by]), row.decided_by),
        decided=day_words(row.decided, now),
        typed=typed,
        problem=problem,
    )
