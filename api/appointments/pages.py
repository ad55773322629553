"""Rendez-vous: ask for one or enter one, decide it, and read what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency, role
from api.appointments.following import followed, with_stages
from api.appointments.lines import line_of
from api.appointments.service import (
    Wanted,
    accept,
    cancel,
    enter,
    funded_by,
    move,
    opened,
    places_of,
    planned_by,
    read_by,
    refuse,
    row_in,
    withdraw,
)
from api.asking.answers import refusal_of
from api.asking.errors import AskingError, UnknownError
from api.asking.shapes import Text
from api.data.association import Association
from api.data.rows.readers import LONGEST
from api.database.engine import reading, writing
from api.ledger.history import whole
from api.planning.names import Names, names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.option import Option
from api.web.addresses import Number
from api.web.answer import MOST
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
Words = Annotated[str, Line(LONGEST)]
Short = Annotated[str, Line(10)]
APART = " "
"""Between a dispositif's id and a site's in the choice of both: ids have no blanks."""

LATELY = 50
"""Past appointments that are listed: the last."""

SPOT = frozenset({"dispositif", "site"})
"""Fields that the form has as one choice, its place."""


class NewAppointment(BaseModel):
    """The form that asks for an appointment, or enters one."""

    spot: Annotated[str, Line(2 * LONGEST + len(APART))] = ""
    place: Words = ""
    day: Short = ""
    start: Short = ""
    minutes: Short = ""
    binome: Literal["", "oui"] = ""
    mediator: Words = ""
    reference: Words = ""

    @property
    def wanted(self) -> Wanted:
        """The appointment that it describes."""
        dispositif, _, site = self.spot.partition(APART)
        fields = self.model_dump(exclude={"spot", "binome"})
        return Wanted(dispositif=dispositif, site=site, binome=bool(self.binome), **fields)


class Decision(BaseModel):
    """
    The forms that decide an appointment, as the reader saw it (`number`).

    `geste`: which of them was sent; the others' fields are empty.
    """

    number: Annotated[int, Field(ge=1, le=MOST)]
    geste: Literal["accepter", "refuser", "deplacer", "annuler", "retirer"]
    place: Words = ""
    day: Short = ""
    start: Short = ""
    minutes: Short = ""
    mediator: Words = ""
    reply: Text = ""


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
    form: Annotated[NewAppointment, Form()],
    *,
    now: Now,
) -> Response:
    """Ask for an appointment, or enter one where the caller plans."""
    try:
        with writing(engine) as session:
            enter(session, who, form.wanted, now)
    except AskingError as error:
        with reading(engine) as session:
            return _list(request, who, session, now, form=form, problem=_problem(error))
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
    form: Annotated[Decision, Form()],
    now: Now,
) -> Response:
    """Accept, refuse, move, cancel or take back; or show it as it is now, what was typed kept."""
    moved = form.model_dump(include={"day", "start", "minutes", "place", "mediator"})
    seen = who, appointment, form.number
    try:
        with writing(engine) as session:
            match form.geste:
                case "accepter":
                    accept(session, *seen, now, mediator=form.mediator)
                case "refuser":
                    refuse(session, *seen, reply=form.reply)
                case "deplacer":
                    move(session, *seen, moved, now=now)
                case "annuler":
                    cancel(session, *seen, now, reply=form.reply)
                case "retirer":
                    withdraw(session, *seen)
    except UnknownError:
        raise
    except AskingError as error:
        typed = {"reply": form.reply, **(moved if form.geste == "deplacer" else {})}
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
    form: NewAppointment | None = None,
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
        typed=form or NewAppointment(minutes="60"),
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
        typed={"reply": "", **there, **(typed or {})},
        problem=problem,
        done=done,
    )


def spots_of(
    association: Association, dispositifs: Iterable[str], names: Names
) -> list[tuple[str, list[Option]]]:
    """Return the sites to choose from, by the name of their dispositif."""
    chosen = frozenset(dispositifs)
    return [
        (
            names.dispositif(dispositif.id),
            [
                Option(value=f"{dispositif.id}{APART}{site}", label=names.site(site))
                for site in places_of(association, dispositif.id)
            ],
        )
        for dispositif in association.dispositifs
        if dispositif.id in chosen
    ]


def people_of(association: Association, dispositifs: frozenset[str]) -> list[Option]:
    """Return who may be named for appointments of these dispositifs, by name."""
    people = (each for each in association.mediators if each.dispositifs & dispositifs)
    return [Option(value=each.id, label=each.name) for each in sorted(people, key=lambda m: m.name)]
