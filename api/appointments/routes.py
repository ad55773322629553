"""Routes by which a commanditaire asks for appointments and reads what became of them."""

from __future__ import annotations

from fastapi import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import IfMatch, Reading, Who, Writing, number_in, tag_of
from api.access.rights.rule import agency, role
from api.appointments.following import followed, with_stages
from api.appointments.service import Wanted, enter, funded_by, opened, withdraw
from api.appointments.shapes import AppointmentOut, NewAppointment, appointment_out
from api.data.stored.association import read
from api.data.stored.rows import Entry
from api.web.answer import Items, Number
from api.web.clock import Now
from api.web.problems import refusals

router = Router(prefix="/api/v1/commanditaire/rendez-vous", tags=["commanditaire"])


@router.get("", may=role(Role.COMMANDITAIRE))
def appointments(who: Who, session: Reading, now: Now) -> Items[AppointmentOut]:
    """Énumère les rendez-vous des dispositifs financés, et ce que chacun est devenu."""
    mine = funded_by(who, read(session))
    return Items(items=[appointment_out(each) for each in followed(session, mine, now)])


@router.post("", may=role(Role.COMMANDITAIRE), status_code=201)
def ask(
    body: NewAppointment, who: Who, session: Writing, now: Now, response: Response
) -> AppointmentOut:
    """Demande un rendez-vous : un lieu et une référence, jamais le nom d’un habitant."""
    wanted = Wanted(**body.model_dump() | {"minutes": str(body.minutes)})
    return _tagged(enter(session, who, wanted, now), session, now, response)


@router.post(
    "/{appointment}/retrait", may=agency(Role.COMMANDITAIRE), responses=refusals(404, 409, 412, 428)
)
def take_back(
    *,
    appointment: Number,
    who: Who,
    session: Writing,
    match: IfMatch,
    now: Now,
    response: Response,
) -> AppointmentOut:
    """Retire une demande de rendez-vous à laquelle personne n’a répondu."""
    mine = opened(session, who, appointment)
    made = withdraw(session, who, mine.key, number_in(match, str(mine.key)))
    return _tagged(made, session, now, response)


def _tagged(entry: Entry, session: Reading, now: Now, response: Response) -> AppointmentOut:
    response.headers["ETag"] = tag_of(str(entry.key), entry.number)
    return appointment_out(with_stages(session, [entry], now)[0])
