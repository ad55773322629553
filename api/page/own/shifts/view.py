"""Write one's own shifts as texts: the next one, the month day by day, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from api.french.plural import plural
from api.french.shifts import timing_words
from api.french.words import brief_date, long_date, of_month
from api.page.own.words import hours_words, length_words
from calendars.appearance import whole_days
from calendars.holidays import name_of
from calendars.training.cohorts import trainings
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import PARIS, Span, midnight, next_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from api.data.association import Association
    from api.hours.my_shifts.service import OwnChange, OwnShift, When
    from scheduler.domain.people import Mediator

MAP = "https://www.openstreetmap.org/search?query="
"""Where an address is shown; the page itself asks nobody anything."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """
    A shift to show. `begun`: hours worked can be entered; before, it may be swapped.

    `when`: « aujourd’hui » and so on (empty: the day says enough).
    """

    slot: str
    month: str
    day: str
    when: str
    hours: str
    title: str
    site: str
    address: str
    map: str
    company: tuple[str, ...]
    timing: tuple[str, ...]
    said: str
    begun: bool
    changed: bool


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """A day: its shifts, or in a few words why there are none."""

    iso: str
    label: str
    shifts: tuple[Card, ...]
    notes: tuple[str, ...]
    today: bool = False
    rest: bool = False


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """What changed of a shift: what it is about, as it is, as it was."""

    title: str
    now: str
    before: str


@dataclass(frozen=True, kw_only=True)
class News:
    """What publications changed, up to which one; `months`: those published for the first time."""

    publication: int
    lines: tuple[ChangeLine, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MonthPage:
    """A month of one's own, day by day. `past`: days over, folded."""

    published: bool
    past: tuple[DayLine, ...]
    days: tuple[DayLine, ...]
    total: str


def card_of(shift: OwnShift, now: datetime, changed: frozenset[str] = frozenset()) -> Card:
    """Write a shift."""
    duty = shift.row.worked.duty
    start = duty.span.start.astimezone(PARIS)
    end = duty.span.end.astimezone(PARIS)
    standby = duty.kind is DutyKind.STANDBY
    return Card(
        slot=duty.id,
        month=f"{start:%Y-%m}",
        day=long_date(start.date()),
        when=_when(start, end, now),
        hours=hours_words(start, end),
        title=", ".join(filter(None, ("Astreinte" * standby, shift.team_time, shift.dispositif))),
        site=shift.site,
        address=shift.address,
        map=f"{MAP}{quote(shift.address)}" if shift.address else "",
        company=tuple(_company(shift)),
        timing=(
            *filter(None, (shift.appointment,)),
            *timing_words(duty.span, duty.breaks),
        ),
        said="" if shift.said is None else said_words(shift),
        begun=start <= now,
        changed=duty.id in changed,
    )


def next_of(shifts: Sequence[OwnShift], now: datetime) -> OwnShift | None:
    """Return the shift that one is on, or the next one."""
    return next((shift for shift in shifts if shift.row.worked.duty.span.end > now), None)


def month_of(
    association: Association,
    me: Mediator,
    shifts: Sequence[OwnShift],
    month: date,
    now: datetime,
    *,
    changed: frozenset[str] = frozenset(),
) -> MonthPage:
    """Write a month, day by day; days that are over are folded, unless the whole month is."""
    today = now.astimezone(PARIS).date()
    label, following = f"{month:%Y-%m}", next_month(month)
    rows = association.history.get(label, ())
    published = any(row.worked.duty.dispositif in me.dispositifs for row in rows) or bool(shifts)
    days = tuple(_days(association, me, shifts, month, now=now, changed=changed))
    over = tuple(day for day in days if day.iso < today.isoformat())
    folds = month <= today < following
    minutes = sum(shift.row.worked.duty.paid for shift in shifts)
    return MonthPage(
        published=published,
        past=over if folds else (),
        days=days[len(over) :] if folds else days,
        total=f"{plural(len(shifts), 'service')}, {length_words(minutes)}" if shifts else "",
    )


def news_of(changes: Sequence[OwnChange]) -> News | None:
    """Write what changed (None: nothing that one hasn't seen); a new month is one line."""
    if not changes:
        return None
    months = sorted({c.new.start.replace(day=1).date() for c in changes if c.first and c.new})
    return News(
        publication=max(change.publication for change in changes),
        lines=tuple(_change(change) for change in changes if not (change.first and change.new)),
        months=tuple(f"Le planning {of_month(month)} est publié." for month in months),
    )


def said_words(shift: OwnShift) -> str:
    """Write the hours worked that were entered."""
    row = shift.said
    if row is None or row.kind == "annule":
        return ""
    done = "Heures confirmées" if row.confirmed_by else "Heures dites, à confirmer"
    if row.kind == "absent":
        return f"{done} : absence"
    times = hours_words(row.start.astimezone(PARIS), row.end.astimezone(PARIS))
    return f"{done} : {'comme prévu' if row.kind == 'conforme' else times}"


def _days(
    association: Association,
    me: Mediator,
    shifts: Sequence[OwnShift],
    month: date,
    *,
    now: datetime,
    changed: frozenset[str],
) -> Iterator[DayLine]:
    today = now.astimezone(PARIS).date()
    whole = Span(midnight(month), midnight(next_month(month)))
    mine = {cohort for cohort, who in association.members if who == me.id}
    courses = [
        training
        for cohort in association.cohorts
        if cohort.id in mine
        for training in trainings(cohort, [me], whole)
    ]
    absences = [a.span for a in association.absences if a.mediator == me.id]
    day = month
    while day < next_month(month):
        cards = tuple(
            card_of(shift, now, changed)
            for shift in shifts
            if shift.row.worked.duty.span.day == day
        )
        span = Span(midnight(day), midnight(day + timedelta(days=1)))
        notes = [f"Formation, {_times(t.span)}" for t in courses if t.span.day == day]
        for absence in absences:
            if absence.touches(span):
                all_day = whole_days(absence)
                notes.append("Absence" if all_day else f"Absence, {_times(absence)}")
        holiday = name_of(day)
        if holiday:
            notes.insert(0, f"Férié : {holiday}")
        yield DayLine(
            iso=day.isoformat(),
            label=brief_date(day),
            shifts=cards,
            notes=tuple(notes),
            today=day == today,
            rest=not cards and len(notes) == bool(holiday),
        )
        day += timedelta(days=1)


def _times(span: Span) -> str:
    return hours_words(span.start.astimezone(PARIS), span.end.astimezone(PARIS))


def _when(start: datetime, end: datetime, now: datetime) -> str:
    if start <= now < end:
        return "En ce moment"
    days = (start.date() - now.astimezone(PARIS).date()).days
    return {0: "Aujourd’hui", 1: "Demain"}.get(days, "") if start > now else ""


def _company(shift: OwnShift) -> Iterator[str]:
    for title, names in (
        ("Avec", shift.partners),
        ("Référent :", shift.referents),
        ("Astreinte :", shift.on_call),
    ):
        if names:
            yield f"{title} {', '.join(names)}"


def _change(change: OwnChange) -> ChangeLine:
    noun = "Astreinte" if change.kind == "astreinte" else "Service"
    feminine = "e" if noun == "Astreinte" else ""
    if change.new is None:
        title, now = f"{noun} retiré{feminine}", ""
    elif change.old is None:
        title, now = f"{noun} ajouté{feminine}", _moment(change.new)
    else:
        title, now = f"{noun} modifié{feminine}", _moment(change.new)
    before = "" if change.old is None else _moment(change.old)
    return ChangeLine(title=f"{title}, {change.dispositif_name}", now=now, before=before)


def _moment(when: When) -> str:
    place = f", {when.site_name}" if when.site_name else ""
    return f"{brief_date(when.start.date())}, {hours_words(when.start, when.end)}{place}"
