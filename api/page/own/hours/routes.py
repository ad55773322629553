"""Heures faites: one tap if all went as planned, else the start, the end and the breaks."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.asking.answers import refusal_of
from api.asking.errors import AskingError, UnknownError
from api.database.engine import reading, writing
from api.hours.my_shifts.service import own_shifts
from api.hours.service import correct, enter
from api.hours.worked import Kind
from api.ledger.history import whole
from api.page.own.frame import own_page, person_of
from api.page.own.hours.view import entry_of, lines_of
from api.page.own.months import MonthChoice, months_near
from api.web.answer import MOST
from api.web.clock import Now
from api.web.months import PATTERN

router = Router(prefix="/moi/heures", include_in_schema=False)
Clock = Annotated[str, Form(max_length=8)]


@router.get("")
def my_hours(
    request: Request, who: Who, session: Reading, now: Now, mois: MonthChoice = ""
) -> Response:
    """List the shifts of a month that have begun, with the hours entered for each."""
    return _shown(request, who, session, now, mois)


@router.post("")
def say(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    mois: Annotated[str, Form(pattern=PATTERN, max_length=7)],
    uid: Annotated[str, Form(max_length=255)],
    geste: Annotated[Literal["conforme", "travail", "absent"], Form()],
    number: Annotated[int, Form(ge=0, le=MOST)] = 0,
    start: Clock = "",
    end: Clock = "",
    pause: Annotated[str, Form(max_length=5)] = "0",
) -> Response:
    """Enter the hours worked of a shift, or correct them."""
    with reading(engine) as session:
        me = person_of(who, session)
        shifts = own_shifts(session, me, mois)
    shift = next((shift for shift in shifts if shift.row.uid == uid), None)
    if shift is None:
        raise UnknownError
    try:
        with writing(engine) as session:
            entry = entry_of(shift, Kind(geste), start, end, pause)
            if shift.said is None or not number:
                enter(session, who, me.id, entry, now=now)
            else:
                correct(session, who, shift.said.root, number, entry, now=now)
    except AskingError as error:
        typed = {"uid": uid, "start": start, "end": end, "pause": pause}
        with reading(engine) as session:
            problem = refusal_of(error)
            return _shown(request, who, session, now, mois, typed=typed, problem=problem)
    return RedirectResponse(f"/moi/heures?mois={mois}#h-{shift.row.worked.duty.id}", 303)


def _shown(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    month: str,
    *,
    typed: dict[str, str] | None = None,
    problem: Any = None,
) -> Response:
    me = person_of(who, session)
    months = months_near(whole(session), month, now)
    return own_page(
        request,
        "own/hours.html",
        status=problem.status if problem else 200,
        months=months,
        lines=lines_of(own_shifts(session, me, months.label), now),
        typed=typed,
        problem=problem,
    )
