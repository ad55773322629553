"""Write the calendar feeds of a person, a site, a dispositif, a team and the on-call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.appearance import clean, short_name
from calendars.ical.calendar import HISTORY, Look, Style, calendar
from calendars.standby import Gap
from scheduler.domain.people import Absence
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import civil_day
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date, datetime

    from calendars.appearance import Naming
    from calendars.events import Event

ALARMS = frozenset({0, 30, 60})


def person_feed(
    mediator: str,
    published: Iterable[Event],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
    alarm: int | None = None,
    page: Callable[[date], str] | None = None,
) -> bytes:
    """
    Write one person's feed: shifts, training, and absences without their reason.

    `people` maps ids to full names. `since`: nothing that ends before that day (see
    `window_start`). `alarm`: minutes before each shift (None: none). `page`: gives the
    address where the person reads of their shifts of a day (None: it is unknown).

    Raises
    ------
    InvalidProblemError
        The alarm is not one that is offered, or one uid stands for two events.
    """
    if alarm is not None and alarm not in ALARMS:
        raise InvalidProblemError(f"rappel de {alarm} min (attendu : 0, 30 ou 60)")
    own = [row for row in published if row.mediator == mediator and not _gap(row)]
    name = short_name(people.get(mediator, mediator))
    style = Style(
        name=f"Planning – {name}", color="royalblue", look=Look.OWN, alarm=alarm, page=page
    )
    return calendar(own, style, names=names, people=people, since=since)


def busy_feed(
    mediator: str,
    published: Iterable[Event],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
) -> bytes:
    """
    Write when one person works or trains, for the family: « Occupé(e) » without the place.

    Parameters and errors are those of `person_feed`.
    """
    own = [
        row
        for row in published
        if row.mediator == mediator and not isinstance(row.what, Absence | Gap)
    ]
    name = short_name(people.get(mediator, mediator))
    style = Style(name=f"Occupé(e) – {name}", color="gray", look=Look.BUSY)
    return calendar(own, style, names=names, people=people, since=since)


def site_feed(
    site: str,
    published: Iterable[Event],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
) -> bytes:
    """
    Write a site's feed: who is there, as « Prénom N. »; no training and no absence.

    Parameters and errors are those of `person_feed`.
    """
    there = [row for row in published if isinstance(row.what, Slot) and row.what.site == site]
    style = _shared_style(f"Planning – {names.site(site)}", "seagreen")
    return calendar(there, style, names=names, people=people, since=since)


def dispositif_feed(
    dispositif: str,
    published: Iterable[Event],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
) -> bytes:
    """
    Write a dispositif's feed: who is where, as « Prénom N. »; no training and no absence.

    Parameters and errors are those of `person_feed`.
    """
    there = [
        row for row in published if isinstance(row.what, Slot) and row.what.dispositif == dispositif
    ]
    style = _shared_style(f"Planning – {names.dispositif(dispositif)}", "darkorange")
    return calendar(there, style, names=names, people=people, since=since)


def team_feed(
    dispositif: str,
    members: Collection[str],
    published: Iterable[Event],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
) -> bytes:
    """
    Write the feed of a dispositif's team: where its members work, there or elsewhere.

    The team is everyone who may be posted on the dispositif. No training and no absence. Parameters
    and errors are those of `person_feed`.
    """
    theirs = [
        row for row in published if isinstance(row.what, Slot) and row.mediator in set(members)
    ]
    style = _shared_style(f"Équipe – {names.dispositif(dispositif)}", "mediumpurple")
    return calendar(theirs, style, names=names, people=people, since=since)


def standby_feed(
    dispositif: str,
    published: Iterable[Event],
    *,
    names: Naming,
    people: Mapping[str, str],
    since: date | None = None,
) -> bytes:
    """
    Write who is on call for a dispositif; where nobody is, the feed shows a gap.

    `published` holds the on-call shifts that supervise the dispositif, and its gaps. Parameters
    and errors are those of `person_feed`.
    """
    standbys = [
        row
        for row in published
        if (isinstance(row.what, Slot) and row.what.kind is SlotKind.STANDBY)
        or (isinstance(row.what, Gap) and row.what.dispositif == dispositif)
    ]
    name = clean(f"Astreinte – {names.dispositif(dispositif)}")
    style = Style(name=name, color="crimson", look=Look.STANDBY)
    return calendar(standbys, style, names=names, people=people, since=since)


def window_start(published: datetime) -> date:
    """Return the first day that a feed keeps at a publication: 90 days of past shifts."""
    return civil_day(published) - HISTORY


def _shared_style(name: str, color: str) -> Style:
    return Style(name=clean(name), color=color, look=Look.SHARED)


def _gap(row: Event) -> bool:
    return isinstance(row.what, Gap)
