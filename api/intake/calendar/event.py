"""Make shifts and absences from each occurrence of a calendar's event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from api.data.errors import Where
from api.intake.calendar.stamps import PropertyError, Stamp, Zones, stamp_of
from api.intake.calendar.words import pauses_in, text_of
from api.intake.duties import AWAY_DAYS, STANDBY_DAYS, duty_of, stretch_span, timed, whole_days
from api.intake.gatherer import Gatherer
from api.intake.reading import Shift, WrittenAbsence
from api.intake.table.legend.codes import Meaning
from api.intake.table.rows import TWICE, UNKNOWN_PAUSES
from api.intake.text.clock import Instant, NotReadError
from api.intake.text.pauses import Pause
from calendars.ical.calendar import PRODID, X_AGENCY, X_DISPOSITIF, X_SITE
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Absence
from scheduler.domain.time import Span, instant_of
from scheduler.domain.timeline import PLACED

#: What the library raises on what is no calendar.
RAISED = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError)


class CalendarEvent:
    """An event of a calendar, with what the calendar says for all of its events."""

    def __init__(self, event: Any, calendar: Any, zones: Zones, file: str) -> None:
        self.event, self.calendar, self.zones, self.file = event, calendar, zones, file
        self.line = 0
        self.own = text_of(calendar, "PRODID") == PRODID
        self.uid = text_of(event, "UID")

    @property
    def summary(self) -> str:
        """Return the event's title, or its uid if it has none."""
        return text_of(self.event, "SUMMARY") or self.uid

    @property
    def cancelled(self) -> bool:
        """Whether the event is cancelled."""
        return text_of(self.event, "STATUS").upper() == "CANCELLED"

    def where(self, name: str = "") -> Where:
        """Return the place of the event in its file, or of one of its properties."""
        return Where(file=self.file, line=self.line, column=name)

    def written(self, name: str) -> str:
        """Return a property as it is written, with the event's title, for a message."""
        prop = self.event.get(name)
        if prop is None or isinstance(prop, list) or name in {"SUMMARY", "ATTENDEE"}:
            return self.summary
        try:
            written = prop.to_ical()
        except RAISED:
            written = b""
        text = written.decode(errors="replace") if isinstance(written, bytes) else str(written)
        return f"{text} ({self.summary})" if self.summary else text

    def replaced(self) -> Stamp | None:
        """
        Return which occurrence of a repeated event this event replaces.

        PropertyError: it replaces several.
        """
        stamp = stamp_of(self.event, "RECURRENCE-ID", self.zones)
        if stamp is not None and "RANGE" in self.event["RECURRENCE-ID"].params:
            raise PropertyError("RECURRENCE-ID", "un événement par date changée (sans RANGE)")
        return stamp


def moment_of(stamp: Stamp) -> date | int:
    """Return the day or the UTC minute that identifies an occurrence."""
    return stamp.instant().minute if stamp.timed else stamp.local


MOST_DAYS = 366
WHOLE_DAY = "des heures, ou un motif connu ({codes}) pour un événement de la journée"
CHANGED = "nuit du changement d’heure : l’événement répété garde sa durée"


class Builder:
    """Makes shifts and absences from the occurrences of one event."""

    def __init__(
        self,
        entry: CalendarEvent,
        people: tuple[str, ...],
        meaning: Meaning,
        gatherer: Gatherer,
        *,
        codes: str,
    ) -> None:
        self.entry, self.people, self.meaning = entry, people, meaning
        self.gatherer, self.codes = gatherer, codes
        self.shifts: list[Shift] = []
        self.aways: list[WrittenAbsence] = []
        self._pauses = pauses_in(entry.event, own=entry.own)
        self._where = entry.where()

    def add(self, begins: Stamp, length: timedelta) -> None:
        """Add an occurrence (NotReadError: the occurrence is impossible)."""
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
        if "RRULE" in self.entry.event and start.at.utcoffset() != end.at.utcoffset():
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
            raise PropertyError("SUMMARY", WHOLE_DAY.format(codes=self.codes))
        for number in range(days):
            for stretch in self.meaning.stretches:
                timing = stretch_span(first + timedelta(days=number), stretch)
                self._shift(timing.span, stretch.pauses)

    def _away(self, absence: Absence) -> None:
        self.aways.append(
            WrittenAbsence(
                person=self.people[0], also=self.people[1:], absence=absence, where=self._where
            )
        )

    def _shift(self, span: Span, pauses: tuple[Pause, ...] | None) -> None:
        event, meaning = self.entry.event, self.meaning
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
