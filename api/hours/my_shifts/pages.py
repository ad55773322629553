"""Mes services: the next one first, then a month day by day, and what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.errors import UnknownError
from api.access.request import Who, Writing
from api.access.rights.rule import own
from api.asking.shapes import Revision, Slot
from api.asking.visit import Visiting
from api.data.association import Association, Published
from api.database.engine import reading
from api.french.moments import hours_words
from api.french.shifts import timing_words
from api.french.words import clock_time, of_month
from api.hours.my_shifts.service import (
    OwnChange,
    OwnShift,
    coming_shift,
    mark_seen,
    own_shifts,
    unseen,
)
from api.hours.worked import said_words
from api.ledger.history import whole
from api.month.candidates.service import Candidates, candidates_for
from api.month.frames import framed
from api.planning.names import names_of
from api.planning.published_shifts import coming_shift_of
from api.privacy.means import may_tell
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.own import MonthChoice, months_near, own_page, person_of
from api.shell.phone import kept_for
from api.shell.screens import Screens
from api.web.months import first_of
from calendars.holidays import name_of
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.sharing.hours import hours
from scheduler.domain.time import PARIS, Span, civil_day, midnight, next_month


@dataclass(frozen=True, kw_only=True)
class WhyMe:
    """
    Who else could hold a shift of one's own, as numbers: what the planner reads with names.

    `able`: how many could without breaking a rule, `fuller`: those of them who would then be
    farther over their hours than oneself (None: too few to tell). `rules`: what stops some of
    `stopped`, by the names that colleagues may read. `unable`: those who don't hold such a post, or
    aren't there. `planned` and `due`: one's own minutes of the month.
    """

    planned: int
    due: int
    able: int
    fuller: int | None
    stopped: int
    rules: tuple[str, ...]
    unable: int


def why_me(association: Association, me: Mediator, shift: Published, now: datetime) -> WhyMe:
    """
    Say who else could hold a published shift, in the month as it is published.

    Those whom only a rule about their own situation stops (an absence, an age) are counted with
    those who aren't there: which it is, is theirs.
    """
    duty = shift.worked.duty
    frame = framed(association, duty.span.day.replace(day=1), frozenset({duty.dispositif}), now)
    candidates = candidates_for(frame, frame.published, duty.id, instead_of=me.id)
    own = hours(frame.rota(frame.published), me)
    rule_of = frame.profile.rule_of
    stopped = [
        {
            rule_of[finding.rule].title
            for finding in each.findings
            if finding.rule in rule_of and rule_of[finding.rule].of_shifts
        }
        for each in candidates.stopped
    ]
    by_rule = [titles for titles in stopped if titles]
    return WhyMe(
        planned=own.planned,
        due=own.due,
        able=len(candidates.eligible),
        fuller=_fuller(candidates, own.planned - own.due),
        stopped=len(by_rule),
        rules=tuple(sorted(set().union(*by_rule))),
        unable=len(candidates.unable) + len(stopped) - len(by_rule),
    )


def _fuller(candidates: Candidates, balance: int) -> int | None:
    """Count who would have more hours over their contract; of few people, nothing is told."""
    if not may_tell(len(candidates.eligible)):
        return None
    return sum(each.cost.planned - each.cost.due > balance for each in candidates.eligible)


ENTRY = Entry(
    rank=50,
    address="/moi",
    title="Mes services",
    roles=frozenset({Role.MEDIATEUR}),
    icon="calendar-check",
)

GUIDES = (
    Guide(
        address="/aide/services",
        title="Mes services",
        file="own/shifts",
        screens=("/moi",),
        picture="Sur un téléphone, le prochain service : jour, heures, lieu, collègues et pause.",
    ),
    Guide(
        address="/aide/pourquoi-moi",
        title="Pourquoi moi ?",
        file="own/why",
        screens=("/moi/pourquoi",),
    ),
)

router = Screens()
MAP = "https://www.openstreetmap.org/search?query="
"""Where an address is shown; the page itself asks nobody anything."""


@router.get("/moi", may=own(Role.MEDIATEUR))
def my_shifts(visit: Visiting, mois: MonthChoice = "") -> Response:
    """Show the next shift, what changed, and a month (this one, if none is named)."""
    now = visit.now
    with reading(visit.engine) as session:
        association = whole(session)
        me = person_of(visit.caller, association)
        months = months_near(association.history, mois, now)
        changes = unseen(session, visit.caller, me, now)
        present, here = f"{now.astimezone(PARIS):%Y-%m}", months.label
        shifts = own_shifts(session, me, here)
        coming = coming_shift(session, me, shifts, now) if here == present else None
    rows = association.history.get(here, ())
    days = list(days_of(association, me, shifts, first_of(here)))
    today = civil_day(now)
    folds = here == present  # days that are over are folded, unless the whole month is
    page = own_page(
        visit.request,
        "own/shifts.html",
        coming=coming,
        changes=[change for change in changes if not (change.first and change.new)],
        new_months=_new_months(changes),
        last_change=max((change.publication for change in changes), default=0),
        changed={change.slot for change in changes if change.new and not change.first},
        months=months,
        present=here == present,
        published=any(row.worked.duty.dispositif in me.dispositifs for row in rows) or bool(shifts),
        past=[day for day in days if folds and day.day < today],
        days=[day for day in days if not (folds and day.day < today)],
        count=len(shifts),
        beyond=sum(row.worked.mediator == me.id for row in rows) - len(shifts),
        minutes=sum(shift.row.worked.duty.paid for shift in shifts),
        plans_appointments=me.role is StaffRole.REFERENT,
        today=today,
        now=now,
        away=away_of(association, me, (*shifts, *filter(None, (coming,))), now),
        **SHIFT_WORDS,
    )
    return kept_for(page, visit.caller)


@router.post("/moi/vu", may=own(Role.MEDIATEUR))
def seen(who: Who, session: Writing, publication: Annotated[Revision, Form()]) -> Response:
    """Note that what changed was seen."""
    person_of(who, whole(session))
    mark_seen(session, who, publication)
    return RedirectResponse("/moi", status_code=303)


@router.get("/moi/pourquoi", may=own(Role.MEDIATEUR))
def why(visit: Visiting, service: Annotated[Slot, Query()] = "") -> Response:
    """Say why one holds a shift that is yet to begin."""
    with reading(visit.engine) as session:
        association = whole(session)
    me = person_of(visit.caller, association)
    shift = coming_shift_of(association, me.id, service, visit.now)
    if shift is None:
        raise UnknownError
    return own_page(
        visit.request,
        "own/why.html",
        duty=shift.worked.duty,
        answer=why_me(association, me, shift, visit.now),
        names=names_of(association),
    )


def title_of(shift: OwnShift) -> str:
    """Write what a shift is: `Astreinte, Médiation de place`."""
    standby = shift.row.worked.duty.kind is DutyKind.STANDBY
    return ", ".join(filter(None, ("Astreinte" * standby, shift.team_time, shift.dispositif)))


def company_of(shift: OwnShift) -> tuple[str, ...]:
    """Write who else is there, or may be called."""
    groups = (
        ("Avec", shift.partners),
        ("Référent :", shift.referents),
        ("Astreinte :", shift.on_call),
    )
    return tuple(f"{title} {', '.join(names)}" for title, names in groups if names)


def when_of(shift: OwnShift, now: datetime) -> str:
    """Write that a shift is near (empty: it isn't)."""
    span = shift.row.worked.duty.span
    if span.start <= now < span.end:
        return "En ce moment"
    days = (span.day - civil_day(now)).days
    return {0: "Aujourd’hui", 1: "Demain"}.get(days, "") if span.start > now else ""


def map_of(shift: OwnShift) -> str:
    """Return where a shift's address is shown."""
    return f"{MAP}{quote(shift.address)}"


def timing_of(shift: OwnShift) -> tuple[str, ...]:
    """Write what a shift is made of: its appointment, its breaks."""
    duty = shift.row.worked.duty
    return (*filter(None, (shift.appointment,)), *timing_words(duty.span, duty.breaks))


SHIFT_WORDS: dict[str, Any] = {
    "title_of": title_of,
    "company_of": company_of,
    "when_of": when_of,
    "map_of": map_of,
    "timing_of": timing_of,
    "said": said_words,
}
"""What templates write shifts with."""


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """A day: its shifts, and in a few words what else it is; `rest`: nothing is done on it."""

    day: date
    shifts: tuple[OwnShift, ...]
    notes: tuple[str, ...]
    rest: bool


def days_of(
    association: Association, me: Mediator, shifts: Sequence[OwnShift], month: date
) -> Iterator[DayLine]:
    """Yield the days of a month (named by its first day), with public holidays of one's agency."""
    horizon = Span(midnight(month), midnight(next_month(month)))
    courses = [training.span for training in association.trainings([me], horizon)]
    departement = association.departements.get(me.agency, "")
    absences = _absences(association, me)
    for day in horizon.days:
        span = Span(midnight(day), midnight(day + timedelta(days=1)))
        others = [f"Formation, {_times(course)}" for course in courses if course.day == day]
        others += [
            ", ".join(filter(None, ("Absence", _part_of(absence, span))))
            for absence in absences
            if absence.touches(span)
        ]
        holiday = name_of(day, departement=departement)
        services = tuple(shift for shift in shifts if shift.row.worked.duty.span.day == day)
        yield DayLine(
            day=day,
            shifts=services,
            notes=(*([f"Férié : {holiday}"] if holiday else []), *others),
            rest=not services and not others,
        )


def away_of(
    association: Association, me: Mediator, shifts: Iterable[OwnShift], now: datetime
) -> Mapping[str, str]:
    """
    Write, by the id of each shift that one's absences touch, that one doesn't hold it.

    The hours are those of the shift that are touched (none: all of them).
    """
    absences, words = _absences(association, me), dict[str, str]()
    for shift in shifts:
        duty = shift.row.worked.duty
        touching = [absence for absence in absences if absence.touches(duty.span)]
        if touching:
            covered = any(absence.contains(duty.span) for absence in touching)
            hours = () if covered else (_shared(absence, duty.span) for absence in touching)
            ending = " : à remplacer" if duty.span.start > now else ""
            words[duty.id] = f"{', '.join(('Pendant votre absence', *hours))}{ending}"
    return words


def _absences(association: Association, me: Mediator) -> Sequence[Span]:
    return [absence.span for absence in association.absences_of.get(me.id, ())]


def _part_of(absence: Span, day: Span) -> str:
    """Write which hours of a day an absence takes (empty: all of them)."""
    if absence.contains(day):
        return ""
    if absence.last >= day.last:
        return f"dès {clock_time(absence.start.astimezone(PARIS))}"
    if absence.first <= day.first:
        return f"jusqu’à {clock_time(absence.end.astimezone(PARIS))}"
    return _times(absence)


def _shared(absence: Span, other: Span) -> str:
    return hours_words(max(absence.start, other.start), min(absence.end, other.end))


def _times(span: Span) -> str:
    return hours_words(span.start, span.end)


def _new_months(changes: Iterable[OwnChange]) -> list[str]:
    """Write the months that were published for the first time: all their shifts are one line."""
    months = {c.new.start.replace(day=1).date() for c in changes if c.first and c.new}
    return [of_month(month) for month in sorted(months)]
