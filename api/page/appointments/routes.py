"""Rendez-vous: ask for one or enter one, decide it, and read what became of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency, role
from api.appointments.following import followed, with_stages
from api.appointments.service import (
    Wanted,
    accept,
    cancel,
    enter,
    funded_by,
    move,
    opened,
    planned_by,
    read_by,
    refuse,
    row_in,
    withdraw,
)
from api.asking.answers import refusal_of
from api.asking.errors import AskingError, UnknownError
from api.asking.shapes import Text
from api.data.rows.readers import LONGEST
from api.database.engine import reading, writing
from api.ledger.history import whole
from api.page.appointments.view import APART, LATELY, line_of, people_of, spots_of
from api.planning.names import names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.answer import MOST, Number
from api.web.clock import Now
from api.web.texts import Line

ENTRY = Entry(
    rank=52,
    address="/rendez-vous",
    title="Rendez-vous",
    roles=frozenset({Role.COMMANDITAIRE, Role.RESPONSABLE}),
)

GUIDES = (
    Guide(
        address="/aide/rendez-vous",
        title="Rendez-vous",
        file="asking/appointments",
        screens=("/rendez-vous", "/rendez-vous/{appointment}"),
    ),
)

router = Router(prefix="/rendez-vous", include_in_schema=False)
Words = Annotated[str, Line(LONGEST), Form()]
Spot = Annotated[str, Line(2 * LONGEST + len(APART)), Form()]
Short = Annotated[str, Line(10), Form()]
Gesture = Literal["accepter", "refuser", "deplacer", "annuler", "retirer"]
EMPTY = {
    **dict.fromkeys(("spot", "place", "day", "start", "mediator", "reference", "reply"), ""),
    "minutes": "60",
    "binome": "",
}
SPOT = frozenset({"dispositif", "site"})
"""Fields that the form has as one choice, its place."""

DONE = {"saisi": "Le rendez-vous est enregistré.", "decide": "C’est enregistré."}


@router.get("", may=role(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def appointments_page(
    request: Request, who: Who, session: Reading, now: Now, fait: str = ""
) -> Response:
    """List appointments, those to come first, below the form that makes one."""
    return _list(request, who, session, now, done=DONE.get(fait, ""))


@router.post("", may=role(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def enter_appointment(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    spot: Spot = "",
    place: Words = "",
    day: Short = "",
    start: Short = "",
    minutes: Short = "",
    binome: Annotated[Literal["", "oui"], Form()] = "",
    mediator: Words = "",
    reference: Words = "",
) -> Response:
    """Ask for an appointment, or enter one where the caller plans."""
    typed = {
        "spot": spot,
        "place": place,
        "day": day,
        "start": start,
        "minutes": minutes,
        "binome": binome,
        "mediator": mediator,
        "reference": reference,
    }
    dispositif, _, site = spot.partition(APART)
    wanted = Wanted(
        dispositif=dispositif,
        site=site,
        place=place,
        day=day,
        start=start,
        minutes=minutes,
        binome=bool(binome),
        mediator=mediator,
        reference=reference,
    )
    try:
        with writing(engine) as session:
            enter(session, who, wanted, now)
    except AskingError as error:
        with reading(engine) as session:
            return _list(request, who, session, now, typed=typed, problem=_problem(error))
    return RedirectResponse("/rendez-vous?fait=saisi", status_code=303)


@router.get("/{appointment}", may=agency(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def appointment_page(
    request: Request, who: Who, session: Reading, appointment: Number, *, now: Now, fait: str = ""
) -> Response:
    """Show an appointment, and what the caller may do with it."""
    return _decision(request, who, session, appointment, now, done=DONE.get(fait, ""))


@router.post("/{appointment}", may=agency(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def decide_appointment(
    request: Request,
    who: Who,
    engine: TheEngine,
    appointment: Number,
    *,
    now: Now,
    number: Annotated[int, Form(ge=1, le=MOST)],
    geste: Annotated[Gesture, Form()],
    place: Words = "",
    day: Short = "",
    start: Short = "",
    minutes: Short = "",
    mediator: Words = "",
    reply: Annotated[Text, Form()] = "",
) -> Response:
    """Accept, refuse, move, cancel or take back; or show it as it is now, what was typed kept."""
    times = {"day": day, "start": start, "minutes": minutes, "place": place, "mediator": mediator}
    try:
        with writing(engine) as session:
            match geste:
                case "accepter":
                    accept(session, who, appointment, number, now, mediator=mediator)
                case "refuser":
                    refuse(session, who, appointment, number, reply=reply)
                case "deplacer":
                    move(session, who, appointment, number, times, now=now)
                case "annuler":
                    cancel(session, who, appointment, number, now, reply=reply)
                case "retirer":
                    withdraw(session, who, appointment, number)
    except UnknownError:
        raise
    except AskingError as error:
        typed = {**times, "reply": reply} if geste == "deplacer" else {"reply": reply}
        with reading(engine) as session:
            problem = _problem(error)
            return _decision(request, who, session, appointment, now, typed=typed, problem=problem)
    return RedirectResponse(f"/rendez-vous/{appointment}?fait=decide", status_code=303)


def _problem(error: AskingError) -> Any:
    """Return why something is refused, by the fields of the form."""
    refusal = refusal_of(error)
    refusal.errors = [
        replace(fault, field="spot") if fault.field in SPOT else fault for fault in refusal.errors
    ]
    return refusal


def _list(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    typed: dict[str, str] | None = None,
    problem: Any = None,
    done: str = "",
) -> Response:
    association = whole(session)
    plans, pays = planned_by(who, association), funded_by(who, association)
    reads, names = read_by(who, association), names_of(association)
    lines = [
        line_of(each, names, association, now, plans=each.appointment.dispositif in plans)
        for each in followed(session, reads, now)
    ]
    return render(
        request,
        "appointments/list.html",
        status=problem.status if problem else 200,
        spots=spots_of(association, plans | pays, names),
        reads=bool(reads),
        people=people_of(association, plans),
        asks=not plans,
        ahead=[line for line in lines if line.ahead],
        past=[line for line in reversed(lines) if not line.ahead][:LATELY],
        typed=EMPTY | (typed or {}),
        problem=problem,
        done=done,
    )


def _decision(
    request: Request,
    who: Who,
    session: Reading,
    key: int,
    now: Now,
    *,
    typed: dict[str, str] | None = None,
    problem: Any = None,
    done: str = "",
) -> Response:
    entry, association = opened(session, who, key), whole(session)
    row, names = row_in(entry), names_of(association)
    plans = row.dispositif in planned_by(who, association)
    [each] = with_stages(session, [entry], now)
    there = {
        "day": f"{row.day}",
        "start": f"{row.start:%H:%M}",
        "minutes": str(row.minutes),
        "place": row.place,
        "mediator": row.mediator,
    }
    return render(
        request,
        "appointments/appointment.html",
        status=problem.status if problem else 200,
        line=line_of(each, names, association, now, plans=plans),
        plans=plans,
        pays=row.dispositif in funded_by(who, association),
        people=people_of(association, frozenset({row.dispositif})) if plans else (),
        typed=EMPTY | there | (typed or {}),
        problem=problem,
        done=done,
    )
