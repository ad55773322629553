"""Tell what became of appointments, by what is published and by the hours said: never by whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.appointments.service import planned_by, row_in, rows_of
from api.data.association import Association, Published
from api.data.stored.rows import Entry
from api.french.moments import hours_words
from api.french.words import brief_date, month_name
from api.hours.service import current_entries
from api.hours.worked import Kind
from api.ledger.history import whole
from api.planning.names import Names
from calendars.appointments import Appointment, AppointmentState
from scheduler.domain.time import PARIS


class Stage(StrEnum):
    """What became of an appointment; ACCEPTED: nobody is published on it as it is now."""

    ASKED = "demande"
    REFUSED = "refuse"
    CANCELLED = "annule"
    ACCEPTED = "accepte"
    PLANNED = "planifie"
    KEPT = "tenu"
    MISSED = "non_tenu"


STAGES = {
    Stage.ASKED: "demandé",
    Stage.REFUSED: "refusé",
    Stage.CANCELLED: "annulé",
    Stage.ACCEPTED: "accepté, pas encore planifié",
    Stage.PLANNED: "planifié",
    Stage.KEPT: "tenu",
    Stage.MISSED: "non tenu",
}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """An appointment, and what became of it."""

    key: int
    number: int
    appointment: Appointment
    stage: Stage


def followed(session: Session, dispositifs: frozenset[str], now: datetime) -> list[Followed]:
    """Return the appointments of these dispositifs, by day and start."""
    return with_stages(session, rows_of(session, dispositifs), now)


def with_stages(session: Session, entries: list[Entry], now: datetime) -> list[Followed]:
    """Return appointments with what became of them, in the same order."""
    association = whole(session)
    appointments = [association.appointment_of[row_in(entry).id] for entry in entries]
    there = _published(association, appointments)
    months = {f"{each.day:%Y-%m}" for each in appointments}
    away = {
        row.uid for row in current_entries(session, months=months) if row.kind == Kind.ABSENT.value
    }
    return [
        Followed(
            key=entry.key,
            number=entry.number,
            appointment=each,
            stage=_stage(each, there[each.slot], away, now),
        )
        for entry, each in zip(entries, appointments, strict=True)
    ]


def waiting(session: Session, caller: Caller, now: datetime) -> list[Followed]:
    """Return what commanditaires ask of a caller and that is still ahead, by day and start."""
    planned = planned_by(caller, whole(session))
    entries = [
        entry
        for entry in rows_of(session, planned)
        if row_in(entry).state is AppointmentState.ASKED
    ]
    return [
        each for each in with_stages(session, entries, now) if each.appointment.span.start > now
    ]


def _published(
    association: Association, appointments: list[Appointment]
) -> dict[str, list[Published]]:
    """Return what is published of appointments as they are now, by slot."""
    spans = {each.slot: (each.span, each.site) for each in appointments}
    there: dict[str, list[Published]] = defaultdict(list)
    for label in {f"{each.day:%Y-%m}" for each in appointments}:
        for row in association.history.get(label, ()):
            duty = row.worked.duty
            if spans.get(duty.id) == (duty.span, duty.site):
                there[duty.id].append(row)
    return there


def _stage(appointment: Appointment, rows: list[Published], away: set[str], now: datetime) -> Stage:
    if appointment.state is not AppointmentState.ACCEPTED:
        return Stage(appointment.state.value)
    people = 2 if appointment.binome else 1
    if appointment.span.end > now:
        return Stage.PLANNED if len(rows) >= people else Stage.ACCEPTED
    came = [row for row in rows if row.uid not in away]
    return Stage.KEPT if len(came) >= people else Stage.MISSED


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
