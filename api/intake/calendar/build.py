"""Shifts and absences from the occurrences of one event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from api.intake.build import AWAY_DAYS, STANDBY_DAYS, duty_of, stretch_span, timed, whole_days
from api.intake.calendar.stamps import PropertyError
from api.intake.calendar.words import pauses_in, text_of
from api.intake.reading import Away, Shift
from api.intake.table.rows import TWICE, UNKNOWN_PAUSES
from api.intake.text.clock import Instant, NotReadError
from calendars.ical.calendar import X_AGENCY, X_DISPOSITIF, X_SITE
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Absence
from scheduler.domain.time import instant_of
from scheduler.domain.timeline import PLACED

if TYPE_CHECKING:
    from api.intake.calendar.event import CalendarEvent
    from api.intake.calendar.stamps import Stamp
    from api.intake.gather import Gatherer
    from api.intake.table.legend.codes import Meaning
    from api.intake.text.pauses import Pause
    from scheduler.domain.time import Span

MOST_DAYS = 366
WHOLE_DAY = "des heures, ou un motif connu ({known}) pour un événement de la journée"
CHANGED = "nuit du changement d’heure : l’événement répété garde sa durée"


class Builder:
    """Makes shifts and absences of the occurrences of one event."""

    def __init__(
        self,
        one: CalendarEvent,
        people: tuple[str, ...],
        meaning: Meaning,
        gatherer: Gatherer,
        *,
        known: str,
    ) -> None:
        self.one, self.people, self.meaning = one, people, meaning
        self.gatherer, self.known = gatherer, known
        self.shifts: list[Shift] = []
        self.aways: list[Away] = []
        self._pauses = pauses_in(one.event, own=one.own)
        self._where = one.where()

    def add(self, begins: Stamp, length: timedelta) -> None:
        """
        Add an occurrence.

        Raises
        ------
        NotReadError
            It can't be.
        """
        if begins.timed:
            self._add_timed(begins, length)
        else:
            self._add_days(begins.local, length.days)

    def _add_timed(self, begins: Stamp, length: timedelta) -> None:
        start = begins.instant()
        end = Instant(instant_of(start.minute + int(length / timedelta(minutes=1))))
        days = STANDBY_DAYS if self.meaning.kind is DutyKind.STANDBY else 1
        if self.meaning.absence is not None:
            days = AWAY_DAYS
        span = timed(start, end, days=days).span
        if start.twice:
            self.gatherer.note(TWICE, self._where)
        if "RRULE" in self.one.event and start.at.utcoffset() != end.at.utcoffset():
            self.gatherer.note(CHANGED, self._where)
        if self.meaning.absence is not None:
            self._away(Absence(mediator=self.people[0], span=span, kind=self.meaning.absence))
        else:
            self._shift(span, self._pauses)

    def _add_days(self, first: date, days: int) -> None:
        last = first + timedelta(days=days - 1)
        if self.meaning.absence is not None:
            self._away(whole_days(self.people[0], first, last, self.meaning.absence))
            return
        if not self.meaning.stretches or days > MOST_DAYS:
            raise PropertyError("SUMMARY", WHOLE_DAY.format(known=self.known))
        for number in range(days):
            for one in self.meaning.stretches:
                found = stretch_span(first + timedelta(days=number), one)
                self._shift(found.span, one.pauses)

    def _away(self, absence: Absence) -> None:
        self.aways.append(
            Away(person=self.people[0], also=self.people[1:], absence=absence, where=self._where)
        )

    def _shift(self, span: Span, pauses: tuple[Pause, ...] | None) -> None:
        event, meaning = self.one.event, self.meaning
        if pauses is None and meaning.kind in PLACED:
            self.gatherer.note(UNKNOWN_PAUSES, self._where)
        try:
            duty = duty_of(
                f"{self._where.file}:{self._where.line}:{span.start:%Y-%m-%dT%H:%M}",
                span,
                pauses,
                meaning.kind,
                site=text_of(event, X_SITE) or meaning.site or text_of(event, "LOCATION"),
                dispositif=text_of(event, X_DISPOSITIF) or meaning.dispositif,
                agency=text_of(event, X_AGENCY) or meaning.agency,
            )
        except NotReadError as error:
            raise PropertyError("DESCRIPTION", error.expected) from None
        self.shifts.append(
            Shift(person=self.people[0], also=self.people[1:], duty=duty, where=self._where)
        )
