"""
Read a training cohort from the calendar file that its centre gives.

All-day events take the cohort's usual hours; events with hours keep theirs. Times without a zone
are Paris times. Only simple repetitions are read (daily or weekly, with an end): anything else is
refused rather than guessed, since a training day that is missed puts a person on a slot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from calendars.training.cohorts import AFTERNOON, MORNING, WORKWEEK, Cohort, Hours
from scheduler.domain.time import PARIS, Span, at, week_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_DAY = timedelta(days=1)
WEEKDAYS = {name: n for n, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
RULE_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
LONGEST = 3_660  # days


def from_ical(
    data: bytes,
    *,
    id: str,  # noqa: A002 - the cohort's field
    title: str = "",
    site: str = "",
    weekdays: frozenset[int] = WORKWEEK,
    morning: Hours | None = MORNING,
    afternoon: Hours | None = AFTERNOON,
) -> Cohort:
    """
    Read a cohort's dates from an iCalendar file.

    All-day events count on `weekdays` only. Cancelled events are left out.

    Raises
    ------
    InvalidProblemError
        The bytes are no calendar, an event can't be read for certain, or there is no date.
    """
    from icalendar import Calendar  # noqa: PLC0415 - slow to load, for few files

    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError):
        raise InvalidProblemError(
            f"cohorte « {id} » : fichier iCal illisible (attendu : un VCALENDAR entier)"
        ) from None
    days: list[date] = []
    timed: list[Span] = []
    for number, component in enumerate(calendar.walk("VEVENT"), start=1):
        if str(component.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            for occurrence in _occurrences(component):
                if isinstance(occurrence, Span):
                    timed.append(occurrence)
                elif occurrence.weekday() in weekdays:
                    days.append(occurrence)
        except InvalidProblemError as error:
            name = str(component.get("SUMMARY", "")) or f"n° {number}"
            raise InvalidProblemError(f"cohorte « {id} », événement « {name} » : {error}") from None
    return Cohort(
        id=id,
        title=title,
        site=site,
        days=tuple(sorted(set(days))),
        timed=tuple(sorted(timed, key=lambda s: s.first)),
        morning=morning,
        afternoon=afternoon,
        source="calendrier iCal du centre",
    )


@dataclass(frozen=True, kw_only=True)
class _Repeat:
    """A simple recurrence rule."""

    weekly: bool
    interval: int
    count: int | None
    until: date | datetime | None
    weekdays: frozenset[int]


def _occurrences(event: Any) -> Iterator[date | Span]:
    """Yield an event's days, or its stretches of time."""
    if event.errors:
        raise InvalidProblemError(f"{event.errors[0][0]} illisible")
    for refused in ("RDATE", "RECURRENCE-ID", "EXRULE"):
        if refused in event:
            raise InvalidProblemError(f"{refused} n’est pas lu : donnez un événement par date")
    start = _value(event, "DTSTART")
    if start is None:
        raise InvalidProblemError("sans début (DTSTART)")
    length = _length(event, start)
    out = _excluded(event)
    for first in _starts(event, start):
        if _day(first) in out or first in out:
            continue
        if isinstance(first, datetime):
            begin = at(first.date(), first.time())
            end = (begin.astimezone(UTC) + length).astimezone(PARIS)
            yield Span(begin, end)
        else:
            yield from (first + timedelta(days=n) for n in range(length.days))


def _length(event: Any, start: date) -> timedelta:
    """Return how long an event lasts: whole days, or hours within a day."""
    end = _value(event, "DTEND")
    if end is not None and isinstance(end, datetime) is not isinstance(start, datetime):
        raise InvalidProblemError("début et fin attendus du même genre, jour ou heure")
    if isinstance(end, datetime) and isinstance(start, datetime):
        first, last = at(start.date(), start.time()), at(end.date(), end.time())
        length = last.astimezone(UTC) - first.astimezone(UTC)
    elif end is not None:
        length = end - start
    elif "DURATION" in event:
        length = event["DURATION"].dt
    elif isinstance(start, datetime):
        raise InvalidProblemError("sans fin (DTEND ou DURATION)")
    else:
        length = ONE_DAY
    if length <= timedelta():
        raise InvalidProblemError("fin avant ou égale au début")
    if isinstance(start, datetime) and length > ONE_DAY:
        raise InvalidProblemError(
            "plus d’un jour avec des heures : donnez un événement par jour, ou des jours entiers"
        )
    return length


def _starts(event: Any, start: date) -> Iterator[date]:
    """Yield when an event starts: once, or as its rule says."""
    repeat = _repeat(event)
    if repeat is None:
        yield start
        return
    first, day, met = _day(start), _day(start), 0
    while True:
        start_of_day = datetime.combine(day, start.time()) if isinstance(start, datetime) else day
        if repeat.until is not None and _after(start_of_day, repeat.until):
            return
        if repeat.count is not None and met >= repeat.count:
            return
        if (day - first).days > LONGEST:
            raise InvalidProblemError("répétition sur plus de dix ans")
        if repeat.weekly:
            weeks = (week_of(day) - week_of(first)).days // 7
            due = weeks % repeat.interval == 0 and day.weekday() in (
                repeat.weekdays or {first.weekday()}
            )
        else:
            due = (day - first).days % repeat.interval == 0 and (
                not repeat.weekdays or day.weekday() in repeat.weekdays
            )
        if due:
            met += 1
            yield start_of_day
        day += ONE_DAY


def _repeat(event: Any) -> _Repeat | None:
    """Read an event's rule, if it has one."""
    if "RRULE" not in event:
        return None
    rule = event["RRULE"]
    if isinstance(rule, list):
        raise InvalidProblemError("plusieurs répétitions (RRULE)")
    parts = {str(name).upper(): value for name, value in rule.items()}
    text = rule.to_ical().decode()
    names = [str(name).upper() for name in parts.get("BYDAY", [])]
    starts = [str(name).upper() for name in parts.get("WKST", ["MO"])]
    if (
        not RULE_PARTS.issuperset(parts)
        or parts["FREQ"] not in (["DAILY"], ["WEEKLY"])
        or not WEEKDAYS.keys() >= set(names)
        or starts != ["MO"]
        or parts.get("INTERVAL", [1])[0] < 1
    ):
        raise InvalidProblemError(
            f"répétition « {text} » trop compliquée : donnez un événement par date"
        )
    if "COUNT" not in parts and "UNTIL" not in parts:
        raise InvalidProblemError(f"répétition « {text} » sans fin (COUNT ou UNTIL attendu)")
    return _Repeat(
        weekly=parts["FREQ"] == ["WEEKLY"],
        interval=int(parts.get("INTERVAL", [1])[0]),
        count=int(parts["COUNT"][0]) if "COUNT" in parts else None,
        until=_local(parts["UNTIL"][0]) if "UNTIL" in parts else None,
        weekdays=frozenset(WEEKDAYS[name] for name in names),
    )


def _excluded(event: Any) -> set[date]:
    """Return the starts that EXDATE takes out."""
    if "EXDATE" not in event:
        return set()
    lists = event["EXDATE"]
    lists = lists if isinstance(lists, list) else [lists]
    return {_local(moment.dt) for dates in lists for moment in dates.dts}


def _value(event: Any, name: str) -> date | None:
    """Return a property's day or Paris clock time."""
    if name not in event:
        return None
    prop = event[name]
    if isinstance(prop, list):
        raise InvalidProblemError(f"{name} en double")
    value: date = prop.dt
    zone = prop.params.get("TZID")
    if zone and isinstance(value, datetime) and value.tzinfo is None:
        raise InvalidProblemError(f"fuseau « {zone} » inconnu")
    return _local(value)


def _local(value: date) -> date:
    """Return a day as it is, and a time as Paris clocks show it, to the minute."""
    if not isinstance(value, datetime):
        return value
    shown = value if value.tzinfo is None else value.astimezone(PARIS)
    return shown.replace(tzinfo=None, fold=0, second=0, microsecond=0)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _after(day: date, until: date) -> bool:
    """Whether an occurrence comes after the last one allowed."""
    if isinstance(day, datetime) and isinstance(until, datetime):
        return day > until
    return _day(day) > _day(until)
