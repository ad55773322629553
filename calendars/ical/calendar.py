"""
Write published events as the octets of one iCalendar file (RFC 5545, 7986).

The octets are a pure function of the data, so that clients can tell that nothing changed. Choices
below were made for what real calendar programs read:

* one constant VTIMEZONE with rules: zones written as lists of dates are read an hour wrong;
* an event that begins or ends in October's repeated hour is in UTC at both ends, since programs
  disagree about which passage a local time means;
* the on-call leaves one free, and rings nobody;
* a shift that was taken away is left out: STATUS:CANCELLED stays on many phones as if live;
* no UID, METHOD or X-WR-TIMEZONE on the calendar, no ATTENDEE and no ORGANIZER.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from calendars.appearance import Appearance, Naming, appearance, short_name
from calendars.ical.lines import duration, line, stamp, text, when
from calendars.ical.size import EventOctets, notice, within
from scheduler.domain.problem import Training
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import day_of, instant_of, midnight_minute
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calendars.events import Entry, Event

PRODID = "-//Roulement//Planning//FR"
#: Ids of where a shift is, in a person's own feed: no program shows them, and ours reads them back.
X_SITE, X_DISPOSITIF, X_AGENCY = (
    "X-ROULEMENT-SITE",
    "X-ROULEMENT-DISPOSITIF",
    "X-ROULEMENT-AGENCE",
)
HISTORY = timedelta(days=90)
SIZE = 1_000_000
"""Octets of a feed at most: phones and Google refuse big ones."""

VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
_ZONE = VTIMEZONE.replace("\n", "\r\n").encode()
_END = b"END:VCALENDAR\r\n"


class Look(Enum):
    """How a feed shows events: its owner's, a colleague's, busy times only, or who is on call."""

    OWN = 1
    SHARED = 2
    BUSY = 3
    STANDBY = 4


COMPANY = frozenset({Look.OWN, Look.SHARED})
"""Feeds that name who is near: the family's must not, and the on-call's needn't."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """
    What distinguishes one kind of feed from another.

    `alarm`: in minutes before a shift; `page`: gives the address where one reads of one's shifts of
    a day. The on-call has no alarm: it would ring at midnight.
    """

    name: str
    color: str
    look: Look
    alarm: int | None = None
    page: Callable[[date], str] | None = None


def calendar(
    published: Iterable[Event],
    style: Style,
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None,
    size: int = SIZE,
) -> bytes:
    """
    Write a feed, sorted by start and uid, without events that end before `since`.

    Beyond `size` octets the oldest past events are left out first, then the most distant future
    ones, so that near events are never lost. An all-day event says on its first day what is left
    out.

    Raises
    ------
    InvalidProblemError
        One uid stands for two events.
    """
    start = None if since is None else midnight_minute(since)
    seen: set[str] = set()
    written: list[EventOctets] = []
    for row in sorted(published, key=lambda p: (p.what.span.first, p.uid)):
        if start is not None and row.what.span.last <= start:
            continue
        if row.uid in seen:
            raise InvalidProblemError(f"uid « {row.uid} » donné à deux événements")
        seen.add(row.uid)
        who = short_name(people.get(row.mediator, row.mediator))
        shown = appearance(row.what, names=names)
        if style.look in COMPANY:
            near = (*row.company.lines(people), shown.description)
            shown = replace(shown, description="\n".join(filter(None, near)))
        event = b"".join(_event(row, shown, who, style))
        written.append(EventOctets(published=row, octets=event))
    head = _head(style.name, style.color)
    past = None if since is None else midnight_minute(since + HISTORY)
    kept = within(written, past, size - len(head) - len(_END))
    return b"".join((head, *kept, _END))


def closed_feed(uid: str, first: date, last: date, changed: datetime) -> bytes:
    """Write a feed that only says that it is closed, from `first` to `last` included."""
    event = notice(uid, "Flux fermé : supprimez cet abonnement", first, last, changed)
    return b"".join((_head("Flux fermé", "gray"), event, _END))


def _head(name: str, color: str) -> bytes:
    return b"".join(
        (
            line("BEGIN", "VCALENDAR"),
            line("VERSION", "2.0"),
            line("PRODID", PRODID),
            line("CALSCALE", "GREGORIAN"),
            text("NAME", name),
            text("X-WR-CALNAME", name),
            line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
            line("X-PUBLISHED-TTL", "PT1H"),
            line("COLOR", color),
            _ZONE,
        )
    )


def _event(row: Event, shown: Appearance, who: str, style: Style) -> Iterator[bytes]:
    look, modified = style.look, stamp(row.modified)
    summary = _summary(row.what, shown, who, look)
    start, end = ends(shown)
    yield line("BEGIN", "VEVENT")
    yield text("UID", row.uid)
    yield line("DTSTAMP", modified)
    yield line("CREATED", stamp(row.created))
    yield line("LAST-MODIFIED", modified)
    yield line("SEQUENCE", str(row.sequence))
    yield when("DTSTART", start)
    yield when("DTEND", end)
    yield text("SUMMARY", summary)
    yield line("STATUS", "CONFIRMED")
    on_call = isinstance(row.what, Slot) and row.what.kind is SlotKind.STANDBY
    yield line("TRANSP", "OPAQUE" if look is Look.OWN and not on_call else "TRANSPARENT")
    if look is not Look.BUSY:
        yield from _seen(row, shown, style)
    if style.alarm is not None and isinstance(row.what, Slot) and not on_call:
        yield from _alarm(style.alarm, summary)
    yield line("END", "VEVENT")


def _summary(entry: Entry, shown: Appearance, who: str, look: Look) -> str:
    match look, entry:
        case Look.BUSY, _:
            return "Occupé(e)"
        case Look.STANDBY, Slot():
            return f"Référent d’astreinte – {who}"
        case Look.SHARED, _:
            return f"{who} – {shown.summary}"
        case _:
            return shown.summary


def _seen(row: Event, shown: Appearance, style: Style) -> Iterator[bytes]:
    """Yield the lines of an event that show more than its hours and title."""
    yield text("CATEGORIES", shown.category)
    if style.look is Look.OWN:
        yield line("CLASS", "PRIVATE")
        for name, place in _places(row.what).items():
            yield text(name, place)
    if shown.location:
        yield text("LOCATION", shown.location)
    if shown.description:
        yield text("DESCRIPTION", shown.description)
    if style.page is not None and isinstance(row.what, Slot):
        yield line("URL", style.page(row.what.span.day))


def _places(entry: Entry) -> dict[str, str]:
    """Return the ids of where someone is, by property; none of an absence."""
    match entry:
        case Slot():
            places = {X_SITE: entry.site, X_DISPOSITIF: entry.dispositif, X_AGENCY: entry.agency}
        case Training():
            places = {X_SITE: entry.site}
        case _:
            places = {}
    return {name: place for name, place in places.items() if place}


def _alarm(minutes: int, summary: str) -> Iterator[bytes]:
    yield line("BEGIN", "VALARM")
    yield line("ACTION", "DISPLAY")
    yield line("TRIGGER", duration(-minutes))
    yield text("DESCRIPTION", summary)  # without it some clients refuse the whole feed
    yield line("END", "VALARM")


def ends(shown: Appearance) -> tuple[date, date]:
    """Return the start and end as a feed writes them: days, Paris times, or UTC if it must."""
    span = shown.span
    if shown.all_day:
        return span.day, day_of(span.last)
    start, end = instant_of(span.first), instant_of(span.last)
    if _repeated(start) or _repeated(end):
        return start.astimezone(UTC), end.astimezone(UTC)
    return start, end


def _repeated(instant: datetime) -> bool:
    """Whether the clocks show this time twice that day."""
    return instant.replace(fold=0).utcoffset() != instant.replace(fold=1).utcoffset()
