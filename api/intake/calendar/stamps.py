"""Read the days and times of a calendar's events, and list the starts of what repeats."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

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


LONGEST = timedelta(days=3_660)
MOST = 4_000
KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"})
FILTERS = ("BYMONTH", "BYMONTHDAY", "BYDAY")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RATES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
COMPLICATED = "une répétition simple (par jour, semaine, mois ou année), ou un événement par date"
ENDLESS = "une répétition qui a une fin (COUNT ou UNTIL), ou le mois à lire donné avec le fichier"
NOT_IN_RULE = "un premier jour qui fait partie de la répétition"
TOO_LONG = "une répétition sur dix ans au plus"


def starts_of(
    event: Any, start: Stamp, zones: Zones, *, until: date | None
) -> tuple[tuple[Stamp, ...], bool]:
    """
    Return all starts of an event, and whether they end at `until` because its rule has no end.

    PropertyError: the repetition is too complicated, has no end while `until` is None, or is too
    long.
    """
    if "EXRULE" in event:
        raise PropertyError("EXRULE", COMPLICATED)
    starts: list[date] = [start.local]
    cut = False
    if "RRULE" in event:
        starts, cut = _starts_of_rule(event, start, until)
    starts += [stamp.local for stamp in _dates_in(event, "RDATE", start, zones)]
    out = {stamp.local for stamp in _dates_in(event, "EXDATE", start, zones)}
    days = {local for local in out if not isinstance(local, datetime)}
    kept = sorted({local for local in starts if local not in out and _day(local) not in days})
    if len(kept) > MOST:
        raise PropertyError("RRULE", TOO_LONG)
    return tuple(start.moved(local) for local in kept), cut


def _starts_of_rule(event: Any, start: Stamp, until: date | None) -> tuple[list[date], bool]:
    """Return the starts that the rule gives, and whether `until` cut them (see `starts_of`)."""
    rule = event["RRULE"]
    if isinstance(rule, list):
        raise PropertyError("RRULE", "une seule règle de répétition")
    parts = {str(name).upper(): value for name, value in rule.items()}
    if not KNOWN.issuperset(parts) or not RATES.issuperset(parts.get("FREQ", [""])):
        raise PropertyError("RRULE", COMPLICATED)
    naive = _naive(start.local)
    if not _fits(parts, naive):
        raise PropertyError("DTSTART", NOT_IN_RULE)
    last, cut = _bound(parts, start, until)
    text = ";".join(
        part
        for part in rule.to_ical().decode().split(";")
        if part.partition("=")[0].upper() not in {"UNTIL", "COUNT"}
    )
    try:
        # Bounded by a date; a rule that its own start fits is met again within some years.
        dates = rrulestr(f"{text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=naive)
        count = int(parts["COUNT"][0]) if "COUNT" in parts else MOST + 1
        if count < 1:
            raise PropertyError("RRULE", COMPLICATED)
        starts = list(islice(dates, min(count, MOST + 1)))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise PropertyError("RRULE", COMPLICATED) from None
    if naive not in starts and not (cut and naive > last):
        raise PropertyError("DTSTART", NOT_IN_RULE)
    if "COUNT" in parts and len(starts) < min(count, MOST + 1):
        raise PropertyError("RRULE", TOO_LONG)
    return [moment if start.timed else moment.date() for moment in starts], cut


def _fits(parts: dict[str, Any], first: datetime) -> bool:
    """Whether an event's start has the month and the day that its rule asks for."""
    length = monthrange(first.year, first.month)[1]
    wanted = {name: {str(value) for value in parts.get(name, ())} for name in FILTERS}
    has = {
        "BYMONTH": {str(first.month)},
        "BYMONTHDAY": {str(first.day), str(first.day - length - 1)},
        "BYDAY": {DAYS[first.weekday()]},
    }
    wanted["BYDAY"] = {value[-2:].upper() for value in wanted["BYDAY"]}
    return all(not wanted[name] or wanted[name] & has[name] for name in FILTERS)


def _bound(parts: dict[str, Any], start: Stamp, until: date | None) -> tuple[datetime, bool]:
    """Return the latest start of a rule, and whether `until` sets it, as the rule has no end."""
    longest = _naive(start.local) + LONGEST
    if "UNTIL" in parts:
        ends = _until(parts["UNTIL"][0], start)
        if ends > longest:
            raise PropertyError("RRULE", TOO_LONG)
        return ends, False
    if "COUNT" in parts:
        return longest, False
    if until is None:
        raise PropertyError("RRULE", ENDLESS)
    return min(longest, datetime.combine(until, time.max)), True


def _until(value: date, start: Stamp) -> datetime:
    """Return a rule's UNTIL on the clocks of the event; where it names a day, that day's end."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.max)
    if value.tzinfo is not None and start.timed:
        value = value.astimezone(start.zone)
    return value.replace(tzinfo=None, fold=0)


def _dates_in(event: Any, name: str, start: Stamp, zones: Zones) -> Iterator[Stamp]:
    lists = event.get(name)
    for prop in lists if isinstance(lists, list) else [lists] if lists is not None else []:
        for value in getattr(prop, "dts", ()):
            stamp = stamped(getattr(value, "dt", None), prop, name, zones)
            if not stamp.timed or not start.timed:
                if stamp.timed:
                    raise PropertyError(name, "des jours, comme le début")
                yield stamp
                continue
            try:
                there = stamp.instant().at.astimezone(start.zone)
            except NotReadError as error:
                raise PropertyError(name, error.expected) from None
            yield start.moved(there.replace(tzinfo=None, fold=0))


def _naive(local: date) -> datetime:
    return local if isinstance(local, datetime) else datetime.combine(local, time())


def _day(local: date) -> date:
    return local.date() if isinstance(local, datetime) else local
