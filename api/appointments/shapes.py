"""Appointments as they cross HTTP: no field says who holds one, or who doesn't and why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field, StrictBool

from api.appointments.following import Stage
from api.data.rows.readers import LONGEST
from api.web.answer import Body
from api.web.texts import Line

if TYPE_CHECKING:
    from api.appointments.following import Followed

Text = Annotated[str, Line(LONGEST)]
Short = Annotated[str, Line(10)]


class NewAppointment(Body):
    """An appointment to ask for: a place and a reference, never the name of who lives there."""

    dispositif: Text = Field(examples=["P"])
    site: Text = Field(examples=["place"])
    place: Text = Field("", examples=["Hall B, local commun"])
    day: Short = Field(examples=["2026-03-10"])
    start: Short = Field(examples=["14:30"])
    minutes: Annotated[int, Field(ge=5, le=359, examples=[60])]
    binome: StrictBool = Field(default=False, examples=[False])
    reference: Text = Field("", examples=["DOS-2026-118"])


class AppointmentOut(BaseModel):
    """
    An appointment. `stage`: what became of it. `reply`: why it is refused or cancelled.

    `start`: on the clock of Paris.
    """

    key: int
    number: int
    id: str
    dispositif: str
    site: str
    place: str
    day: date
    start: str = Field(examples=["14:30"])
    minutes: int
    binome: bool
    reference: str
    stage: Stage
    reply: str


def appointment_out(followed: Followed) -> AppointmentOut:
    """Write an appointment for who pays."""
    each = followed.appointment
    return AppointmentOut(
        key=followed.key,
        number=followed.number,
        id=each.id,
        dispositif=each.dispositif,
        site=each.site,
        place=each.place,
        day=each.day,
        start=f"{each.start:%H:%M}",
        minutes=each.minutes,
        binome=each.binome,
        reference=each.reference,
        stage=followed.stage,
        reply=each.reply,
    )
