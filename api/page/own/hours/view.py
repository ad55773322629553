"""Make what the page of hours shows: shifts that have begun and their hours, and other work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import brief_date
from api.hours.entry import Entry
from api.hours.worked import Kind, breaks_from
from api.page.own.hours.form import breaks_as_said, times_of
from api.page.own.shifts.view import said_words
from api.page.own.words import hours_words, unpaid
from api.shell.option import Option
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from api.database.tables.asking import WorkedRow
    from api.hours.my_shifts.service import OwnShift
    from api.planning.names import Names
    from scheduler.domain.duty import Break
    from scheduler.domain.people import Mediator


WORK, CALL = "travail", "astreinte"
"""How a form says what hours beside the shifts were: with a dispositif, or a standby's slot."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A shift that has begun. `start`, `end`, `pause`: what the form holds, as said or as planned.

    `number`: the line that a correction starts from (0: nothing was entered). `open`: hours may be
    entered or corrected.
    """

    slot: str
    uid: str
    title: str
    hours: str
    said: str
    start: str
    end: str
    pause: int
    number: int
    over: bool
    open: bool


def lines_of(shifts: Iterable[OwnShift], now: datetime) -> tuple[Line, ...]:
    """Write the shifts that have begun, the last first."""
    begun = [shift for shift in shifts if shift.row.worked.duty.span.start <= now]
    return tuple(_line(shift, now) for shift in reversed(begun))


def entry_of(shift: OwnShift, kind: Kind, start: str, end: str, pause: str) -> Entry:
    """
    Return what a form says of a shift; an end that comes before the start is the next day's.

    Raises
    ------
    WrongValuesError
        A time is invalid, or doesn't exist that day.
    """
    uid, duty = shift.row.uid, shift.row.worked.duty
    if kind is not Kind.WORK:
        return Entry(kind=kind, uid=uid)
    times = times_of(duty.span.day.isoformat(), start, end, pause)
    breaks = breaks_as_said(times, duty.breaks)
    return Entry(kind=kind, uid=uid, start=times.start, end=times.end, breaks=breaks)


@dataclass(frozen=True, kw_only=True)
class OtherLine:
    """Work that wasn't planned, or a call during a standby, as it was entered."""

    id: str
    number: int
    title: str
    hours: str
    state: str
    why: str
    open: bool


def other_lines(rows: Iterable[WorkedRow], names: Names) -> tuple[OtherLine, ...]:
    """Write what was entered beside the published shifts, the last first."""
    others = [row for row in rows if not row.uid and row.kind != Kind.CANCELLED.value]
    return tuple(_other(row, names) for row in reversed(others))


def kinds_of(
    shifts: Iterable[OwnShift], me: Mediator, names: Names, now: datetime
) -> tuple[Option, ...]:
    """Return what may be entered beside the shifts: work for a dispositif, a call of a standby."""
    standbys = [
        shift.row.worked.duty
        for shift in shifts
        if shift.row.worked.duty.kind is DutyKind.STANDBY
        and shift.row.worked.duty.span.start <= now
    ]
    return (
        *(
            Option(
                value=f"{CALL}:{duty.id}",
                label=f"Intervention, astreinte du {brief_date(duty.span.day)}",
            )
            for duty in standbys
        ),
        *(
            Option(
                value=f"{WORK}:{dispositif}", label=f"Travail pour {names.dispositif(dispositif)}"
            )
            for dispositif in sorted(me.dispositifs)
        ),
    )


def other_entry(typed: Mapping[str, str]) -> Entry:
    """
    Return the entry of a form for work that wasn't planned, or for a call during a standby.

    Raises
    ------
    WrongValuesError
        A value is invalid; all are listed.
    """
    kind, _, what = typed["what"].partition(":")
    times = times_of(typed["day"], typed["start"], typed["end"], typed["pause"])
    return Entry(
        kind=Kind.INTERVENTION if kind == CALL else Kind.WORK,
        slot=what if kind == CALL else "",
        dispositif="" if kind == CALL else what,
        start=times.start,
        end=times.end,
        breaks=times.breaks,
        why=typed["why"].strip(),
    )


def worked_words(start: datetime, end: datetime, breaks: Iterable[Break]) -> str:
    """Write hours and the unpaid breaks in them: `9 h – 17 h, pause de 30 min`."""
    hours, minutes = hours_words(start.astimezone(PARIS), end.astimezone(PARIS)), unpaid(breaks)
    return f"{hours}, pause de {minutes} min" if minutes else hours


def _other(row: WorkedRow, names: Names) -> OtherLine:
    start = row.start.astimezone(PARIS)
    call = row.kind == Kind.INTERVENTION.value
    return OtherLine(
        id=row.root,
        number=row.number,
        title=f"{brief_date(start.date())}, {'intervention' if call else 'travail non prévu'}, "
        f"{names.dispositif(row.dispositif)}",
        hours=worked_words(row.start, row.end, breaks_from(row.breaks)),
        state="Heures confirmées" if row.confirmed_by else "Heures dites, à confirmer",
        why=row.why,
        open=not row.confirmed_by,
    )


def _line(shift: OwnShift, now: datetime) -> Line:
    duty, row = shift.row.worked.duty, shift.said
    start, end = duty.span.start.astimezone(PARIS), duty.span.end.astimezone(PARIS)
    planned = hours_words(start, end)
    pause, number, confirmed = unpaid(duty.breaks), 0, False
    if row is not None:
        number, confirmed = row.number, bool(row.confirmed_by)
        if row.kind == Kind.WORK.value:
            start, end = row.start.astimezone(PARIS), row.end.astimezone(PARIS)
            pause = unpaid(breaks_from(row.breaks))
    return Line(
        slot=duty.id,
        uid=shift.row.uid,
        title=f"{brief_date(duty.span.day)}, {shift.dispositif}",
        hours=planned,
        said=said_words(shift),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        pause=pause,
        number=number,
        over=duty.span.end <= now,
        open=not confirmed,
    )
