"""Heures faites: one tap if all went as planned, else when; and what came besides the shifts."""

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
from api.hours.my_shifts.service import own_shifts
from api.hours.service import cancel, correct, current_entries, enter, log
from api.hours.shapes import Ref
from api.hours.worked import Kind
from api.ledger.history import whole
from api.page.own.frame import own_page, person_of
from api.page.own.hours.view import (
    entry_of,
    kinds_of,
    lines_of,
    other_entry,
    other_lines,
)
from api.page.own.months import MonthChoice, months_near
from api.planning.names import names_of
from api.shell.guides import Guide
from api.web.answer import MOST, Id
from api.web.clock import Now
from api.web.months import PATTERN

GUIDES = (
    Guide(
        address="/aide/heures",
        title="Mes heures faites",
        file="own/hours",
        screens=("/moi/heures",),
        picture="Sur un téléphone, les services commencés, chacun avec le bouton « Comme prévu ».",
    ),
)

router = Router(prefix="/moi/heures", include_in_schema=False)
Clock = Annotated[str, Form(max_length=8)]
EMPTY = {"what": "", "day": "", "start": "", "end": "", "pause": "0", "why": ""}
"""What the form of other work holds before anything is typed."""


@router.get("", may=own(Role.MEDIATEUR))
def my_hours(
    request: Request, who: Who, session: Reading, now: Now, mois: MonthChoice = ""
) -> Response:
    """List the shifts of a month that have begun, with the hours entered for each."""
    return _shown(request, who, session, now, mois)


@router.post("", may=own(Role.MEDIATEUR))
def say(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    mois: Annotated[str, Form(pattern=PATTERN, max_length=7)],
    uid: Annotated[Ref, Form()],
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


@router.post("/autre", may=own(Role.MEDIATEUR))
def say_other(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    mois: Annotated[str, Form(pattern=PATTERN, max_length=7)],
    what: Annotated[Ref, Form()] = "",
    day: Annotated[str, Form(max_length=10)] = "",
    start: Clock = "",
    end: Clock = "",
    pause: Annotated[str, Form(max_length=5)] = "0",
    why: Annotated[Text, Form()] = "",
) -> Response:
    """Enter work that wasn't planned, or a call during a standby."""
    typed = {"what": what, "day": day, "start": start, "end": end, "pause": pause, "why": why}
    try:
        with writing(engine) as session:
            enter(session, who, person_of(who, session).id, other_entry(typed), now=now)
    except AskingError as error:
        with reading(engine) as session:
            problem = refusal_of(error)
            return _shown(request, who, session, now, mois, other=typed, problem=problem)
    return RedirectResponse(f"/moi/heures?mois={day[:7]}#autres", 303)


@router.post("/{hours_id}/retrait", may=own(Role.MEDIATEUR))
def take_back(
    request: Request,
    who: Who,
    engine: TheEngine,
    hours_id: Id,
    *,
    now: Now,
    mois: Annotated[str, Form(pattern=PATTERN, max_length=7)],
    number: Annotated[int, Form(ge=1, le=MOST)],
) -> Response:
    """Take back what one entered, as long as nobody has confirmed it."""
    with reading(engine) as session:
        if log(session, hours_id)[-1].mediator != person_of(who, session).id:
            raise UnknownError
    try:
        with writing(engine) as session:
            cancel(session, who, hours_id, number, now=now)
    except AskingError as error:
        with reading(engine) as session:
            return _shown(request, who, session, now, mois, problem=refusal_of(error))
    return RedirectResponse(f"/moi/heures?mois={mois}#autres", 303)


def _shown(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    month: str,
    *,
    typed: dict[str, str] | None = None,
    other: dict[str, str] | None = None,
    problem: Any = None,
) -> Response:
    me, association = person_of(who, session), whole(session)
    months, names = months_near(association, month, now), names_of(association)
    shifts = own_shifts(session, me, months.label)
    entered = current_entries(session, months=[months.label], people=[me.id])
    return own_page(
        request,
        "own/hours.html",
        status=problem.status if problem else 200,
        months=months,
        lines=lines_of(shifts, now),
        others=other_lines(entered, names),
        kinds=kinds_of(shifts, me, names, now),
        typed=typed,
        other=other or EMPTY,
        problem=problem,
    )
