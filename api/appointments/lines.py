"""Write an appointment for people: nobody is named, but to those who plan."""

from dataclasses import dataclass
from datetime import datetime

from api.appointments.following import STAGES, Followed, Stage
from api.data.association import Association
from api.french.moments import hours_words
from api.french.words import brief_date, month_name
from api.planning.names import Names
from calendars.appointments import Appointment
from scheduler.domain.time import PARIS

LIVE = frozenset({Stage.ASKED, Stage.ACCEPTED, Stage.PLANNED})


@dataclass(frozen=True, kw_only=True)
class AppointmentLine:
    """An appointment in a list, or on its page; `person`: who was named, for those who plan."""

    number: int
    address: str
    when: str
    dispositif: str
    place: str
    reference: str
    state: str
    reply: str
    person: str
    asked_for: bool
    live: bool
    ahead: bool
    month_name: str


def line_of(
    followed: Followed, names: Names, association: Association, now: datetime, *, plans: bool
) -> AppointmentLine:
    """Write an appointment."""
    each, stage = followed.appointment, followed.stage
    person = association.mediator_of.get(each.mediator) if plans else None
    return AppointmentLine(
        number=followed.number,
        address=f"/rendez-vous/{followed.key}",
        when=_when(each, now),
        dispositif=names.dispositif(each.dispositif),
        place=", ".join(dict.fromkeys(filter(None, (names.site(each.site), each.place)))),
        reference=each.reference,
        state=STAGES[stage],
        reply=each.reply,
        person="" if person is None else person.name,
        asked_for=stage is Stage.ASKED,
        live=stage in LIVE,
        ahead=each.span.start > now,
        month_name=month_name(each.day),
    )


def _when(each: Appointment, now: datetime) -> str:
    """Write `jeu. 10 déc., 14 h 30 – 15 h 30`."""
    year = "" if each.day.year == now.astimezone(PARIS).year else f" {each.day.year}"
    start, end = each.span.start, each.span.end
    binome = ", à deux" if each.binome else ""
    return f"{brief_date(each.day)}{year}, {hours_words(start, end)}{binome}"
