"""Read the days and times of a calendar's events, each in its own time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from api.intake.text.clock import Clock, Instant, NotReadError, instant
from api.intake.text.days import FIRST_YEAR, LAST_YEAR
from scheduler.domain.time import PARIS

YEAR = f"une date de {FIRST_YEAR} à {LAST_YEAR}"


class PropertyError(NotReadError):
    """A property of an event can't be read; the error has its name and what was expected."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(expected)
        self.name = name


@dataclass(frozen=True, kw_only=True)
class Zones:
    """
    The time zones that a calendar defines, by id, and the zone of times that name none.

    `floating`: the latter; None if the calendar says that it isn't Paris, but not which it is.
    """

    own: Mapping[str, tzinfo] = field(default_factory=dict)
    floating: tzinfo | None = PARIS


@dataclass(frozen=True)
class Stamp:
    """A day, or a local time in a zone; `assumed`: the file names no zone for it."""

    local: date
    zone: tzinfo = UTC
    assumed: bool = False

    @property
    def timed(self) -> bool:
        """Whether the stamp is a time rather than a day."""
        return isinstance(self.local, datetime)

    def moved(self, local: date) -> Stamp:
        """Return a stamp of another day or time in the same zone."""
        return Stamp(local, self.zone, self.assumed)

    def instant(self) -> Instant:
        """
        Return the instant; a time that clocks show twice is taken as the first of the two.

        NotReadError: that time doesn't exist there, or isn't a whole minute.
        """
        local = self.local
        if not isinstance(local, datetime):
            raise NotReadError("une heure")
        if local.second or local.microsecond:
            raise NotReadError("une heure à la minute")
        if self.zone is PARIS:
            return instant(local.date(), Clock(local.hour * 60 + local.minute))
        there = local.replace(tzinfo=self.zone)
        exact = there.astimezone(UTC)
        if exact.astimezone(self.zone).replace(tzinfo=None, fold=0) != local:
            raise NotReadError("une heure qui existe ce jour-là")
        twice = there.utcoffset() != there.replace(fold=1).utcoffset()
        return Instant(exact.astimezone(PARIS), twice)


def stamp_of(event: Any, name: str, zones: Zones) -> Stamp | None:
    """
    Read a property of an event (None: the event doesn't have it).

    PropertyError: it can't be read, or its zone isn't known.
    """
    prop = event.get(name)
    if prop is None:
        return None
    if isinstance(prop, list):
        raise PropertyError(name, "cette propriété une seule fois")
    return stamped(getattr(prop, "dt", None), prop, name, zones)


def stamped(value: object, prop: Any, name: str, zones: Zones) -> Stamp:
    """Read one value of a property that may have several (see `stamp_of`)."""
    if not isinstance(value, date) or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PropertyError(name, YEAR)
    if not isinstance(value, datetime):
        return Stamp(value)
    zone = value.tzinfo
    local = value.replace(tzinfo=None, fold=0)
    if isinstance(zone, ZoneInfo):
        if zone.key == "UTC":
            return Stamp(local, UTC)
        return Stamp(local, PARIS if zone.key == PARIS.key else zone)
    if zone is UTC:
        return Stamp(local, UTC)
    named = str(prop.params.get("TZID", ""))
    if named:
        # The library remembers zones of calendars read before: only this one's own count.
        if named not in zones.own:
            raise PropertyError(name, f"un fuseau connu (« {named} » n’est pas défini)")
        return Stamp(local, zones.own[named])
    if zones.floating is None:
        raise PropertyError(name, "une heure avec son fuseau (celui du calendrier n’est pas Paris)")
    return Stamp(local, zones.floating, assumed=True)


def length_of(event: Any, start: Stamp, zones: Zones) -> timedelta:
    """
    Return how long an event lasts: whole days, or exact time.

    PropertyError: neither an end nor a length is written, or the event ends before it starts.
    """
    end = stamp_of(event, "DTEND", zones)
    if end is not None:
        if end.timed is not start.timed:
            raise PropertyError("DTEND", "une fin du même genre que le début, jour ou heure")
        if end.timed:
            length = timedelta(minutes=_minute(end, "DTEND") - _minute(start, "DTSTART"))
        else:
            length = end.local - start.local
    elif event.get("DURATION") is not None:
        duration = getattr(event["DURATION"], "dt", None)
        if not isinstance(duration, timedelta):
            raise PropertyError("DURATION", "une durée")
        length = duration
    elif start.timed:
        raise PropertyError("DTEND", "une fin (DTEND ou DURATION)")
    else:
        length = timedelta(days=1)
    if length <= timedelta() or (length % timedelta(minutes=1)):
        raise PropertyError("DTEND", "une fin après le début, à la minute")
    if not start.timed and length % timedelta(days=1):
        raise PropertyError("DURATION", "des jours entiers, comme le début")
    return length


def _minute(stamp: Stamp, name: str) -> int:
    try:
        return stamp.instant().minute
    except NotReadError as error:
        raise PropertyError(name, error.expected) from None
