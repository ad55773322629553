"""
Calendar feeds of what was published: per person, per site, per dispositif (RFC 5545, 7986).

The bytes are a pure function of the data: same data, same bytes, so that clients can tell that
nothing changed. Choices below were made for what real calendar programs read:

* one constant VTIMEZONE with rules: zones written as lists of dates are read an hour wrong;
* an event that begins or ends in October's repeated hour is in UTC at both ends, since programs
  disagree about which passage a local time means;
* a shift that was taken away is left out: STATUS:CANCELLED stays on many phones as if live;
* no UID, METHOD or X-WR-TIMEZONE on the calendar, no ATTENDEE and no ORGANIZER.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event, Timezone, vText

from calendars.appearance import Appearance, Naming, appearance, clean, short_name
from scheduler.domain.problem import Training
from scheduler.domain.slots import Slot
from scheduler.domain.time import PARIS, day_of, instant_of, midnight_minute
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calendars.published import Entry, Published

PRODID = "-//Roulement//Planning//FR"
#: Ids of where a shift is, in a person's own feed: no program shows them, and ours reads them back.
X_SITE, X_DISPOSITIF, X_AGENCY = (
    "X-ROULEMENT-SITE",
    "X-ROULEMENT-DISPOSITIF",
    "X-ROULEMENT-AGENCE",
)
REFRESH = timedelta(hours=1)
HISTORY = timedelta(days=90)
ALARMS = frozenset({0, 30, 60})

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


@dataclass(frozen=True, kw_only=True)
class _Style:
    """What tells one kind of feed from another."""

    name: str
    color: str
    personal: bool
    alarm: int | None = None
    page: str = ""


def person_feed(
    mediator: str,
    published: Iterable[Published],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
    alarm: int | None = None,
    page: str = "",
) -> bytes:
    """
    Write one person's feed: shifts, training, and absences without their reason.

    `people` maps ids to full names. `since`: nothing that ends before that day (see
    `window_start`). `alarm`: minutes before each shift (None: none). `page`: address under which
    each shift has its page, by uid.

    Raises
    ------
    InvalidProblemError
        The alarm is not one that is offered, or one uid stands for two events.
    """
    if alarm is not None and alarm not in ALARMS:
        raise InvalidProblemError(f"rappel de {alarm} min (attendu : 0, 30 ou 60)")
    own = [one for one in published if one.mediator == mediator]
    name = short_name(people.get(mediator, mediator))
    style = _Style(
        name=f"Planning – {name}", color="royalblue", personal=True, alarm=alarm, page=page
    )
    return _feed(own, style, names=names, people=people, since=since)


def site_feed(
    site: str,
    published: Iterable[Published],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
    page: str = "",
) -> bytes:
    """
    Write a site's feed: who is there, as « Prénom N. »; no training and no absence.

    Parameters and errors are those of `person_feed`.
    """
    there = [one for one in published if isinstance(one.what, Slot) and one.what.site == site]
    style = _Style(
        name=clean(f"Planning – {names.site(site)}"), color="seagreen", personal=False, page=page
    )
    return _feed(there, style, names=names, people=people, since=since)


def dispositif_feed(
    dispositif: str,
    published: Iterable[Published],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
    page: str = "",
) -> bytes:
    """
    Write a dispositif's feed: who is where, as « Prénom N. »; no training and no absence.

    Parameters and errors are those of `person_feed`.
    """
    there = [
        one for one in published if isinstance(one.what, Slot) and one.what.dispositif == dispositif
    ]
    style = _Style(
        name=clean(f"Planning – {names.dispositif(dispositif)}"),
        color="darkorange",
        personal=False,
        page=page,
    )
    return _feed(there, style, names=names, people=people, since=since)


def window_start(published: datetime) -> date:
    """Return the first day that a feed keeps at a publication: 90 days of past shifts stay."""
    return published.astimezone(PARIS).date() - HISTORY


def _feed(
    published: Iterable[Published],
    style: _Style,
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None,
) -> bytes:
    calendar = Calendar()  # Calendar.new() would give it a random UID
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", vText(style.name))
    calendar.add("X-WR-CALNAME", vText(style.name))
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    calendar.add("COLOR", style.color)
    calendar.add_component(Timezone.from_ical(VTIMEZONE))
    seen: set[str] = set()
    for one in sorted(published, key=lambda p: (p.what.span.first, p.uid)):
        if since is not None and one.what.span.last <= midnight_minute(since):
            continue
        if one.uid in seen:
            raise InvalidProblemError(f"uid « {one.uid} » donné à deux événements")
        seen.add(one.uid)
        who = short_name(people.get(one.mediator, one.mediator))
        calendar.add_component(_event(one, appearance(one.what, names=names), who, style))
    data: bytes = calendar.to_ical()
    return data


def _event(one: Published, shown: Appearance, who: str, style: _Style) -> Event:
    event = Event()
    summary = shown.summary if style.personal else f"{who} – {shown.summary}"
    event.add("UID", one.uid)
    event.add("DTSTAMP", one.modified.astimezone(UTC))
    event.add("CREATED", one.created.astimezone(UTC))
    event.add("LAST-MODIFIED", one.modified.astimezone(UTC))
    event.add("SEQUENCE", one.sequence)
    start, end = ends(shown)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", summary)
    event.add("STATUS", "CONFIRMED")
    event.add("CATEGORIES", [shown.category])
    event.add("TRANSP", "OPAQUE" if style.personal else "TRANSPARENT")
    if style.personal:
        event.add("CLASS", "PRIVATE")
        for name, place in _places(one.what).items():
            event.add(name, vText(place))
    if shown.location:
        event.add("LOCATION", shown.location)
    if shown.description:
        event.add("DESCRIPTION", shown.description)
    if isinstance(one.what, Slot):
        if style.page:
            event.add("URL", f"{style.page.rstrip('/')}/{one.uid}")
        if style.alarm is not None:
            event.add_component(_alarm(style.alarm, summary))
    return event


def _places(what: Entry) -> dict[str, str]:
    """Return the ids of where someone is, by property; none of an absence."""
    match what:
        case Slot():
            found = {X_SITE: what.site, X_DISPOSITIF: what.dispositif, X_AGENCY: what.agency}
        case Training():
            found = {X_SITE: what.site}
        case _:
            found = {}
    return {name: place for name, place in found.items() if place}


def _alarm(minutes: int, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    alarm.add("DESCRIPTION", summary)  # without it some clients refuse the whole feed
    return alarm


def ends(shown: Appearance) -> tuple[date, date]:
    """Return start and end as a feed writes them: days, Paris times, or UTC where it must be."""
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
