"""Congés: ask for leave, see which shifts it hits and what was answered, take it back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import own
from api.asking.answers import refusal_of
from api.asking.errors import AskingError, UnknownError
from api.asking.shapes import Text
from api.database.engine import reading, writing
from api.database.tables.asking import LeaveRow
from api.leave.impact import broken
from api.leave.service import LeaveRequest, ask, get, of, preview, span_of, withdraw
from api.ledger.history import whole
from api.page.own.frame import own_page, person_of
from api.page.own.leave.view import CHOICES, lines_of, moments, shifts_of
from api.planning.names import names_of
from api.shell.guides import Guide
from api.web.answer import MOST, Id
from api.web.clock import Now
from api.web.texts import Line

GUIDES = (
    Guide(
        address="/aide/conges",
        title="Mes congés",
        file="own/leave",
        screens=("/moi/conges",),
        picture=(
            "Sur un téléphone, le formulaire de demande de congé : premier et dernier jour, "
            "demi-journées, nature."
        ),
    ),
)

router = Router(prefix="/moi/conges", include_in_schema=False)
Day = Annotated[str, Form(max_length=10)]
BACK = "/moi/conges"
EMPTY = {"start": "", "start_half": "", "end": "", "end_half": "", "kind": "conge", "note": ""}


@router.get("", may=own(Role.MEDIATEUR))
def my_leave(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List one's requests, the last first, below the form that makes one."""
    return _shown(request, who, session, now)


@router.post("", may=own(Role.MEDIATEUR))
def ask_for(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    start: Day = "",
    start_half: Annotated[Literal["", "apres-midi"], Form()] = "",
    end: Day = "",
    end_half: Annotated[Literal["", "matin"], Form()] = "",
    kind: Annotated[str, Line(LeaveRow.kind), Form()] = "conge",
    note: Annotated[Text, Form()] = "",
    geste: Annotated[Literal["voir", "demander"], Form()] = "demander",
) -> Response:
    """Ask for leave, or show first which shifts it would hit."""
    typed = {
        "start": start,
        "start_half": start_half,
        "end": end,
        "end_half": end_half,
        "kind": kind,
        "note": note,
    }
    first, last = moments(start, start_half, end, end_half)
    try:
        if geste == "voir":
            with reading(engine) as session:
                shifts = preview(session, person_of(who, session).id, first, last)
                names = names_of(whole(session))
                hits = shifts_of(shifts, names)
                return _shown(request, who, session, now, typed=typed, hits=hits)
        with writing(engine) as session:
            me = person_of(who, session)
            wanted = LeaveRequest(start=first, end=last, kind=kind, note=note)
            ask(session, who, me.id, wanted, now)
    except AskingError as error:
        with reading(engine) as session:
            problem = refusal_of(error)
            return _shown(request, who, session, now, typed=typed, problem=problem)
    return RedirectResponse(BACK, status_code=303)


@router.post("/{leave_id}/retrait", may=own(Role.MEDIATEUR))
def take_back(
    request: Request,
    who: Who,
    engine: TheEngine,
    leave_id: Id,
    *,
    now: Now,
    number: Annotated[int, Form(ge=1, le=MOST)],
) -> Response:
    """Take back a request that nobody has answered."""
    with reading(engine) as session:
        if get(session, leave_id).mediator != person_of(who, session).id:
            raise UnknownError
    try:
        with writing(engine) as session:
            withdraw(session, who, leave_id, number, now)
    except AskingError as error:
        with reading(engine) as session:
            return _shown(request, who, session, now, problem=refusal_of(error))
    return RedirectResponse(BACK, status_code=303)


def _shown(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    typed: dict[str, str] | None = None,
    hits: tuple[str, ...] | None = None,
    problem: Any = None,
) -> Response:
    me, association = person_of(who, session), whole(session)
    rows = [(row, broken(session, association, me.id, span_of(row))) for row in of(session, me.id)]
    return own_page(
        request,
        "own/leave.html",
        status=problem.status if problem else 200,
        requests=lines_of(rows, me, names_of(association), now),
        kinds=CHOICES,
        typed=typed or EMPTY,
        hits=hits,
        problem=problem,
    )
