"""List the starts of an event that repeats (RFC 5545, 3.8.5), up to a limit."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr

from api.intake.calendar.stamps import PropertyError, Stamp, Zones, stamped
from api.intake.text.clock import NotReadError

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
