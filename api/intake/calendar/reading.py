"""Read iCal files: one calendar per person; an event is a shift, a training or an absence."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from api.data.errors import Where
from api.data.sheets.limits import bad
from api.intake.calendar.stamps import PropertyError, Stamp, Zones, length_of, stamp_of, starts_of
from api.intake.calendar.words import meaning_in, pauses_in, people_of, text_of
from api.intake.duties import (
    AWAY_DAYS,
    STANDBY_DAYS,
    TimedSpan,
    duty_of,
    stretch_span,
    timed,
    whole_days,
)
from api.intake.gatherer import Gatherer
from api.intake.reading import Shift, WrittenAbsence
from api.intake.table.legend import Meaning
from api.intake.table.rows import TWICE, UNKNOWN_PAUSES, note_code
from api.intake.table.tables import Options
from api.intake.text.clock import Instant, NotReadError
from calendars.ical.calendar import PRODID, X_AGENCY, X_DISPOSITIF, X_SITE
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Absence
from scheduler.domain.time import PARIS, instant_of, next_month
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
        timing = timed(start, end, days=days)
        if start.twice:
            self.gatherer.note(TWICE, self._where)
        if "RRULE" in self.entry.event and start.at.utcoffset() != end.at.utcoffset():
            self.gatherer.note(CHANGED, self._where)
        if self.meaning.absence is not None:
            kind = self.meaning.absence
            self._away(Absence(mediator=self.people[0], span=timing.span, kind=kind))
        else:
            self._shift(replace(timing, pauses=self._pauses))

    def _add_days(self, first: date, days: int) -> None:
        last = first + timedelta(days=days - 1)
        if self.meaning.absence is not None:
            self._away(whole_days(self.people[0], first, last, self.meaning.absence))
            return
        if not self.meaning.stretches or days > MOST_DAYS:
            raise PropertyError("SUMMARY", WHOLE_DAY.format(codes=self.codes))
        for number in range(days):
            for stretch in self.meaning.stretches:
                self._shift(stretch_span(first + timedelta(days=number), stretch))

    def _away(self, absence: Absence) -> None:
        self.aways.append(
            WrittenAbsence(
                person=self.people[0], also=self.people[1:], absence=absence, where=self._where
            )
        )

    def _shift(self, timing: TimedSpan) -> None:
        event, meaning = self.entry.event, self.meaning
        if timing.pauses is None and meaning.kind in PLACED:
            self.gatherer.note(UNKNOWN_PAUSES, self._where)
        try:
            duty = duty_of(
                f"{self._where.file}:{self._where.line}:{timing.span.start:%Y-%m-%dT%H:%M}",
                timing,
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


WANTED = "un calendrier iCal entier, de BEGIN:VCALENDAR à END:VCALENDAR"
EVENT = re.compile(r"^BEGIN:VEVENT\s*$", re.IGNORECASE)
ESSENTIAL = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"}
)
FLOATING = "heures sans fuseau : lues comme celles de Paris"
CUT = "répétition sans fin : écrite jusqu’au {day}"
UNNAMED = (
    "personne prise du nom du fichier : ni le calendrier ni un participant ne la nomme, et les "
    "titres ne sont pas lus comme des noms (sinon, donnez une correspondance avec la ligne "
    "personne;resume)"
)
WORKED = "événements sans motif connu : lus comme du travail"


def read_calendar(file: str, text: str, options: Options, gatherer: Gatherer) -> None:
    """Read the calendars of a file (BadFilesError: it is no calendar)."""
    from icalendar import Calendar  # noqa: PLC0415 - slow to load, for few files

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            components = Calendar.from_ical(text, multiple=True)
        calendars = [component for component in components if component.name == "VCALENDAR"]
        zones = [_zones(calendar) for calendar in calendars]
    except RAISED:
        raise bad(file, "calendrier illisible", WANTED) from None
    lines = [number for number, line in enumerate(text.splitlines(), 1) if EVENT.match(line)]
    events = [
        CalendarEvent(event, calendar, zone, file)
        for calendar, zone in zip(calendars, zones, strict=True)
        for event in calendar.walk("VEVENT")
    ]
    if not calendars:
        raise bad(file, "aucun calendrier", WANTED)
    if not events:
        gatherer.note("calendrier sans aucun événement", Where(file=file))
    for number, event in enumerate(events):
        event.line = lines[number] if len(lines) == len(events) else 0
    reader = _Reader(file, options, gatherer, events)
    for event in events:
        reader.read(event)
    for calendar in calendars:
        for component in calendar.subcomponents:
            if component.name not in {"VEVENT", "VTIMEZONE"}:
                name = text_of(component, "SUMMARY") or str(component.name)
                gatherer.set_aside(
                    Where(file=file), name, f"{component.name} : ce n’est pas un événement"
                )


def _zones(calendar: Any) -> Zones:
    own = {
        str(zone.get("TZID", "")): zone.to_tz(lookup_tzid=False)
        for zone in calendar.walk("VTIMEZONE")
    }
    # Some programs say here in which zone they were used: times without one are that zone's.
    usual = text_of(calendar, "X-WR-TIMEZONE")
    return Zones(own=own, floating=PARIS if usual in {"", PARIS.key} else None)


class _Reader:
    """A reader of the events of one file."""

    def __init__(
        self, file: str, options: Options, gatherer: Gatherer, events: Sequence[CalendarEvent]
    ) -> None:
        self.file, self.options, self.gatherer = file, options, gatherer
        self.stem = file.rpartition(".")[0] or file
        self.until: date | None = None
        if options.month is not None:
            self.until = next_month(options.month) + timedelta(days=7)
        self._replaced: dict[str, set[date | int]] = {}
        for entry in events:
            try:
                stamp = entry.replaced()
                if stamp is not None:
                    self._replaced.setdefault(entry.uid, set()).add(moment_of(stamp))
            except NotReadError:
                continue  # refused when it is read

    def read(self, entry: CalendarEvent) -> None:
        """Read one event, whole or not at all."""
        gatherer = self.gatherer
        try:
            broken = next((n for n, _ in entry.event.errors if n in ESSENTIAL), None)
            if broken is not None:
                raise PropertyError(broken, "une propriété qui puisse être lue")  # noqa: TRY301
            if entry.cancelled:
                gatherer.set_aside(entry.where("STATUS"), entry.summary, "événement annulé")
                return
            self._use(entry)
        except PropertyError as error:
            self._refuse(entry, error.name, error.expected)
        except NotReadError as error:
            self._refuse(entry, "DTSTART", error.expected)
        except RAISED:
            self._refuse(entry, "", "un événement qui puisse être lu")

    def _refuse(self, entry: CalendarEvent, name: str, expected: str) -> None:
        self.gatherer.refuse([entry.where(name).refusal(entry.written(name), expected)])

    def _use(self, entry: CalendarEvent) -> None:
        event, legend = entry.event, self.options.legend
        people = people_of(
            event, entry.calendar, self.stem, self.options.guide.person_in, own=entry.own
        )
        named = meaning_in(event, legend, own=entry.own)
        meaning = named or Meaning()
        start = stamp_of(event, "DTSTART", entry.zones)
        if start is None:
            raise PropertyError("DTSTART", "un début")
        length = length_of(event, start, entry.zones)
        starts = self._starts(entry, start)
        if not entry.own:
            note_code(entry.summary, legend, self.gatherer, entry.where())
        if meaning.rest or not starts:
            why = "repos" if meaning.rest else "répétition sans aucune date dans la période"
            self.gatherer.set_aside(entry.where(), entry.summary, why)
            return
        builder = Builder(entry, people, meaning, self.gatherer, codes=legend.listed_codes)
        for begins in starts:
            builder.add(begins, length)
        title = entry.summary
        kept = self.gatherer.use(entry.where(), builder.shifts, builder.aways, text=title)
        if kept and named is None:
            self.gatherer.note(WORKED, entry.where())
        if kept and people == (self.stem,) and not self.options.guide.person_in:
            self.gatherer.note(UNNAMED, entry.where())
        if kept and start.assumed:
            self.gatherer.note(FLOATING, entry.where())

    def _starts(self, entry: CalendarEvent, start: Stamp) -> tuple[Stamp, ...]:
        """Return the starts of an event, without those that another event replaces."""
        if entry.replaced() is not None:
            return (start,)
        starts, cut = starts_of(entry.event, start, entry.zones, until=self.until)
        if cut:
            self.gatherer.note(CUT.format(day=f"{self.until:%d/%m/%Y}"), entry.where())
        replaced = self._replaced.get(entry.uid, set())
        return tuple(begins for begins in starts if moment_of(begins) not in replaced)
