"""Rendez-vous: ask for one or enter one, decide it, and read what became of each."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.rights.rule import agency, role
from api.appointments.following import followed, line_of, with_stages
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
from api.asking.shapes import Text
from api.asking.visit import Visit, Visiting
from api.data.association import Association
from api.data.rows.readers import LONGEST
from api.database.engine import reading, writing
from api.ledger.history import whole
from api.planning.names import Names, names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.option import Option
from api.shell.screens import Screens
from api.web.addresses import Number
from api.web.answering.answer import MOST
from api.web.refusing.problems import Refusal
from api.web.texts import Line

ENTRY = Entry(
    rank=52,
    address="/rendez-vous",
    title="Rendez-vous",
    roles=frozenset({Role.COMMANDITAIRE, Role.RESPONSABLE}),
    icon="map-pin",
)

GUIDES = (
    Guide(
        address="/aide/rendez-vous",
        title="Rendez-vous",
        file="asking/appointments",
        screens=("/rendez-vous", "/rendez-vous/{appointment}"),
    ),
)

router = Screens(prefix="/rendez-vous")
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
def appointments_page(visit: Visiting, fait: str = "") -> Response:
    """List appointments, those to come first, below the form that makes one."""
    return _list(visit, done=DONE.get(fait, ""))


@router.post("", may=role(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def enter_appointment(visit: Visiting, form: Annotated[NewAppointment, Form()]) -> Response:
    """Ask for an appointment, or enter one where the caller plans."""

    def deed() -> str:
        with writing(visit.engine) as session:
            enter(session, visit.caller, form.wanted, visit.now)
        return "/rendez-vous?fait=saisi"

    return visit.submit(deed, lambda problem: _list(visit, form=form, problem=problem))


@router.get("/{appointment}", may=agency(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def appointment_page(visit: Visiting, appointment: Number, fait: str = "") -> Response:
    """Show an appointment, and what the caller may do with it."""
    return _decision(visit, appointment, done=DONE.get(fait, ""))


@router.post("/{appointment}", may=agency(Role.RESPONSABLE, Role.MEDIATEUR, Role.COMMANDITAIRE))
def decide_appointment(
    visit: Visiting, appointment: Number, form: Annotated[Decision, Form()]
) -> Response:
    """Accept, refuse, move, cancel or take back; or show it as it is now, what was typed kept."""
    moved = form.model_dump(include={"day", "start", "minutes", "place", "mediator"})
    seen = visit.caller, appointment, form.number

    def deed() -> str:
        with writing(visit.engine) as session:
            match form.geste:
                case "accepter":
                    accept(session, *seen, visit.now, mediator=form.mediator)
                case "refuser":
                    refuse(session, *seen, reply=form.reply)
                case "deplacer":
                    move(session, *seen, moved, now=visit.now)
                case "annuler":
                    cancel(session, *seen, visit.now, reply=form.reply)
                case "retirer":
                    withdraw(session, *seen)
        return f"/rendez-vous/{appointment}?fait=decide"

    typed = {"reply": form.reply, **(moved if form.geste == "deplacer" else {})}
    return visit.submit(
        deed, lambda problem: _decision(visit, appointment, typed=typed, problem=problem)
    )


def _by_field(problem: Refusal | None) -> Refusal | None:
    """Return why something is refused, by the fields of the form."""
    if problem is not None:
        problem.errors = [
            replace(fault, field="spot") if fault.field in SPOT else fault
            for fault in problem.errors
        ]
    return problem


def _list(
    visit: Visit,
    *,
    form: NewAppointment | None = None,
    problem: Refusal | None = None,
    done: str = "",
) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
        reads = read_by(visit.caller, association)
        appointments = followed(session, reads, visit.now)
    plans, pays = planned_by(visit.caller, association), funded_by(visit.caller, association)
    names = names_of(association)
    lines = [
        line_of(each, names, association, visit.now, plans=each.appointment.dispositif in plans)
        for each in appointments
    ]
    return render(
        visit.request,
        "appointments/list.html",
        status=problem.status if problem else 200,
        spots=spots_of(association, plans | pays, names),
        reads=bool(reads),
        people=people_of(association, plans),
        asks=not plans,
        ahead=[line for line in lines if line.ahead],
        past=[line for line in reversed(lines) if not line.ahead][:LATELY],
        typed=form or NewAppointment(minutes="60"),
        problem=_by_field(problem),
        done=done,
    )


def _decision(
    visit: Visit,
    key: int,
    *,
    typed: dict[str, str] | None = None,
    problem: Refusal | None = None,
    done: str = "",
) -> Response:
    with reading(visit.engine) as session:
        entry, association = opened(session, visit.caller, key), whole(session)
        [each] = with_stages(session, [entry], visit.now)
    row, names = row_in(entry), names_of(association)
    plans = row.dispositif in planned_by(visit.caller, association)
    there = {
        "day": f"{row.day}",
        "start": f"{row.start:%H:%M}",
        "minutes": str(row.minutes),
        "place": row.place,
        "mediator": row.mediator,
    }
    return render(
        visit.request,
        "appointments/appointment.html",
        status=problem.status if problem else 200,
        line=line_of(each, names, association, visit.now, plans=plans),
        plans=plans,
        pays=row.dispositif in funded_by(visit.caller, association),
        people=people_of(association, frozenset({row.dispositif})) if plans else (),
        typed={"reply": "", **there, **(typed or {})},
        problem=_by_field(problem),
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
