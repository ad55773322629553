"""Define an appointment: a post to hold on one day, asked for by a commanditaire or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from calendars.templates.clock import place_minutes
from calendars.templates.template import Template
from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Lock
from scheduler.domain.slots import Need, kind_by_hours

if TYPE_CHECKING:
    from scheduler.domain.time import Span


class AppointmentState(StrEnum):
    """What was decided of an appointment; only an accepted one is a post to hold."""

    ASKED = "demande"
    ACCEPTED = "accepte"
    REFUSED = "refuse"
    CANCELLED = "annule"


LIVE = frozenset({AppointmentState.ASKED, AppointmentState.ACCEPTED})
"""States of what is to hold, or may be."""


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """
    An appointment of a dispositif.

    `minutes` elapse from `start`, on the nights when clocks change too. `place` says where on the
    site. `mediator` is who must hold it (empty: anybody with one of the roles and all titles).
    `reference` is the commanditaire's own; nobody's name, address or phone is kept.
    """

    id: str
    dispositif: str
    agency: str
    site: str
    place: str = ""
    day: date
    start: time
    minutes: int
    roles: frozenset[StaffRole] = frozenset({StaffRole.MEDIATEUR})
    titles: frozenset[str] = frozenset()
    binome: bool = False
    mediator: str = ""
    reference: str = ""
    state: AppointmentState = AppointmentState.ACCEPTED
    reply: str = ""

    @cached_property
    def span(self) -> Span:
        """
        The time that it takes.

        Raises
        ------
        ImpossibleTimeError
            The spring change skips its start.
        """
        return place_minutes(self.day, self.start, self.minutes).span

    @property
    def slot(self) -> str:
        """The id of the slot that an accepted appointment makes."""
        return f"{self.id}-{self.day.isoformat()}"

    def template(self) -> Template:
        """Return the template that makes its slot, on its day alone."""
        people = 2 if self.binome else 1
        need = Need(
            roles=self.roles, minimum=people, target=people, maximum=people, titles=self.titles
        )
        return Template(
            id=self.id,
            dispositif=self.dispositif,
            agency=self.agency,
            site=self.site,
            kind=kind_by_hours(self.span),
            weekdays=frozenset({self.day.weekday()}),
            start=self.start,
            end=self.span.end.timetz().replace(tzinfo=None),
            minutes=self.minutes,
            needs=(need,),
            since=self.day,
            until=self.day,
            on_holidays=True,
            binome=self.binome,
        )

    def lock(self) -> Lock | None:
        """Return what keeps the person named on its slot (None: anybody may hold it)."""
        if not self.mediator:
            return None
        why = "personne nommée" + (f" ({self.reference})" if self.reference else "")
        return Lock(mediator=self.mediator, slot=self.slot, by="rendez-vous", why=why)
