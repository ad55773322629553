"""What the pages of appointments show: nobody's name, but to those who plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.appointments.following import STAGES, Followed, Stage
from api.appointments.service import places_of
from api.french.words import brief_date, clock_time, month_name
from api.shell.option import Option
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from api.data.association import Association
    from api.planning.names import Names
    from calendars.appointments import Appointment

APART = " "
"""Between a dispositif's id and a site's in the choice of both: ids have no blanks."""

LATELY = 50
"""Past appointments that are listed: the last."""

LIVE = frozenset({Stage.ASKED, Stage.ACCEPTED, Stage.PLANNED})


@dataclass(frozen=True, kw_only=True)
class AppointmentLine:
    """An appointment in a list, or on its page; `person`: who was named, for those who plan."""

    key: int
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
    month: str
    month_name: str
    agency: str


@dataclass(frozen=True, kw_only=True)
class Spots:
    """The sites of a dispositif, to choose from."""

    dispositif: str
    options: tuple[Option, ...]


def line_of(
    followed: Followed, names: Names, association: Association, now: datetime, *, plans: bool
) -> AppointmentLine:
    """Write an appointment."""
    each, stage = followed.appointment, followed.stage
    person = association.mediator_of.get(each.mediator) if plans else None
    return AppointmentLine(
        key=followed.key,
        number=followed.number,
        address=f"/rendez-vous/{followed.key}",
        when=_when(each, now),
        dispositif=names.dispositif(each.dispositif),
        place=", ".join(part for part in (names.site(each.site), each.place) if part),
        reference=each.reference,
        state=STAGES[stage],
        reply=each.reply,
        person="" if person is None else person.name,
        asked_for=stage is Stage.ASKED,
        live=stage in LIVE,
        ahead=each.span.start > now,
        month=f"{each.day:%Y-%m}",
        month_name=month_name(each.day),
        agency=each.agency,
    )


def spots_of(association: Association, dispositifs: Iterable[str], names: Names) -> list[Spots]:
    """Return the places to choose from, by dispositif."""
    known = [each.id for each in association.dispositifs if each.id in frozenset(dispositifs)]
    return [
        Spots(
            dispositif=names.dispositif(dispositif),
            options=tuple(
                Option(value=f"{dispositif}{APART}{site}", label=names.site(site))
                for site in places_of(association, dispositif)
            ),
        )
        for dispositif in known
    ]


def people_of(association: Association, dispositifs: frozenset[str]) -> list[Option]:
    """Return who may be named for appointments of these dispositifs, by name."""
    people = (each for each in association.mediators if each.dispositifs & dispositifs)
    return [Option(value=each.id, label=each.name) for each in sorted(people, key=lambda m: m.name)]


def _when(each: Appointment, now: datetime) -> str:
    """Write `jeu. 10 déc., 14 h 30 – 15 h 30`."""
    year = "" if each.day.year == now.astimezone(PARIS).year else f" {each.day.year}"
    start, end = each.span.start, each.span.end
    binome = ", à deux" if each.binome else ""
    return f"{brief_date(each.day)}{year}, {clock_time(start)} – {clock_time(end)}{binome}"
