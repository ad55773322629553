"""Timelines of any shape: what no planner makes and any file may hold."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from calendars.holidays import holidays_of
from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis, ShortHours
from scheduler.domain.employment.employer import (
    Carried,
    CarriedKind,
    Employer,
    Notice,
    NoticeKind,
    Route,
    Scheme,
    Solidarity,
)
from scheduler.domain.employment.forfait import Forfait
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.time import Span, days_span, midnight_minute, week_of
from scheduler.domain.timeline import Timeline

DAY = timedelta(days=1)
HOLIDAYS = holidays_of(range(2023, 2031))
#: First days with a trap after them: clocks, a leap day, New Year, 1 May, a month in midweek.
FIRSTS = (
    *(date(2026, 3, 25), date(2026, 10, 20), date(2027, 3, 24), date(2027, 10, 27)),
    *(date(2024, 2, 26), date(2028, 2, 28), date(2026, 12, 28), date(2026, 4, 29)),
    *(date(2026, 6, 1), date(2026, 7, 1), date(2025, 5, 31)),
)
LENGTHS = (1, 1, 2, 7, 10, 30, 31, 60, 365, 731)
MINUTES = st.sampled_from((1, 60, 179, 180, 240, 270, 271, 359, 360, 361, 480, 481, 600, 601, 1800))


@st.composite
def forfaits(draw: DrawFn, first: date) -> Forfait:
    """A number of days, of a year that begins at any time, with rest days given up or not."""
    waived = draw(st.sampled_from((0, 0, 17, 40)))
    return Forfait(
        days=draw(st.sampled_from((1, 100, 214, 218, 282))),
        begins=draw(st.sampled_from((None, date(2024, 2, 29), first, first + 5 * DAY))),
        signed=draw(st.sampled_from((None, date(2020, 1, 1), first))),
        waived=waived,
        waived_on=first if waived else None,
    )


@st.composite
def contracts(draw: DrawFn, first: date) -> tuple[Contract, ...]:
    """None, one, or two that follow each other, at times in midweek."""
    collected: list[Contract] = []
    start = first + draw(st.integers(-800, 20)) * DAY
    for _ in range(draw(st.integers(0, 2))):
        days = draw(st.one_of(st.none(), st.integers(0, 40), st.integers(300, 900)))
        basis = draw(st.sampled_from(HoursBasis))
        collected.append(
            Contract(
                kind=draw(st.sampled_from(ContractKind)),
                start=start,
                end=None if days is None else start + days * DAY,
                weekly_minutes=draw(st.sampled_from((1, 600, 1439, 1440, 1980, 2099, 2100, 2340))),
                basis=basis,
                days=draw(st.sampled_from((None, None, frozenset({0, 1, 3})))),
                annual_minutes=draw(st.sampled_from((None, 60000, 96420)))
                if basis is HoursBasis.YEAR
                else None,
                short_hours=draw(st.sampled_from((None, *ShortHours))),
                adult_relay=draw(st.booleans()),
                priority_area=draw(st.sampled_from((None, True, False))),
                forfait=draw(forfaits(first)) if basis is HoursBasis.DAYS else None,
            )
        )
        if days is None:
            break
        start = start + (days + 1 + draw(st.integers(0, 3))) * DAY
    return tuple(collected)


@st.composite
def people(draw: DrawFn, first: date) -> Mediator:
    """Of any age, or of none told; a birthday may lie in the horizon."""
    age = draw(st.sampled_from((None, 13, 14, 15, 16, 17, 18, 20, 26, 40)))
    day = first + draw(st.integers(-3, 12)) * DAY
    day = day if (day.month, day.day) != (2, 29) else day - DAY
    declared = draw(st.sampled_from((None, None, True, False)))
    since = draw(st.sampled_from((None, first, first + 2 * DAY, first - 400 * DAY)))
    return Mediator(
        id="m",
        name="Maé {lieu}",
        birth=None if age is None else day.replace(year=day.year - age),
        agency=draw(st.sampled_from(("", "ag"))),
        contracts=draw(contracts(first)),
        night_worker=declared,
        night_worker_since=None if declared is None else since,
        medical_visit=draw(st.sampled_from((None, first - 30 * DAY))),
    )


@st.composite
def duties(draw: DrawFn, first: date, days: int) -> tuple[Duty, ...]:
    """By start, at times one over another, of up to thirty hours, standby of three days."""
    near = min(days, 21)
    collected: list[Duty] = []
    for number in range(draw(st.integers(0, 14))):
        start = midnight_minute(first) + 1440 * draw(st.integers(-15, near))
        start += draw(st.sampled_from((0, 1, 359, 360, 480, 720, 1199, 1260, 1290, 1320, 1439)))
        kind = draw(st.sampled_from((*DutyKind, *[DutyKind.WORK] * 8)))
        minutes = draw(MINUTES) if kind is not DutyKind.STANDBY else draw(st.integers(1, 4320))
        span = Span.of_minutes(start, start + minutes)
        collected.append(
            Duty(
                id=f"d{number}",
                span=span,
                kind=kind,
                breaks=draw(breaks(span)),
                agency=draw(st.sampled_from(("", "ag", "autre"))),
                dispositif=draw(st.sampled_from(("", "d {x}"))),
                decided=draw(st.booleans()),
                breaks_known=draw(st.booleans()),
            )
        )
    return tuple(sorted(collected, key=lambda d: (d.span.first, d.span.last, d.id)))


@st.composite
def breaks(draw: DrawFn, span: Span) -> tuple[Break, ...]:
    """None, or up to three, their places told or not, within what the duty has room for."""
    collected: list[Break] = []
    room, at = span.minutes - 1, span.first
    for _ in range(draw(st.integers(0, 3))):
        minutes = draw(st.sampled_from((7, 19, 20, 29, 30, 45, 121)))
        if minutes > room:
            break
        room -= minutes
        kind = draw(st.sampled_from((BreakKind.UNPAID, BreakKind.UNPAID, *BreakKind)))
        if draw(st.booleans()):
            collected.append(Break(minutes=minutes, kind=kind))
        elif at + minutes <= span.last:
            begin = min(at + draw(st.sampled_from((0, 60, 360))), span.last - minutes)
            collected.append(
                Break(minutes=minutes, kind=kind, start=Span.of_minutes(begin, begin + 1).start)
            )
            at = begin + minutes
    return tuple(collected)


@st.composite
def employers(draw: DrawFn, first: date) -> Employer:
    """One that has said nothing, or that arranges hours over weeks or months."""
    schemes: list[Scheme] = []
    for _ in range(draw(st.integers(0, 2))):
        weeks = draw(st.sampled_from((0, 2, 4, 5, 16)))
        schemes.append(
            Scheme(
                route=draw(st.sampled_from(Route)),
                start=first + draw(st.integers(-400, 10)) * DAY,
                weeks=weeks,
                months=0 if weeks else draw(st.sampled_from((1, 12, 36))),
                weekly_minutes=draw(st.sampled_from((None, 2100, 2400))),
                annual_minutes=draw(st.sampled_from((None, 90000, 96420, 100000))),
                notice_days=draw(st.sampled_from((None, 0, 3))),
            )
        )
    return Employer(
        declared=draw(st.booleans()),
        name=draw(st.sampled_from(("", "Médiation de l’Ouest"))),
        headcount=draw(st.sampled_from((None, 0, 10, 20, 49, 50, 130))),
        closed=draw(st.sampled_from((None, frozenset[date](), frozenset({date(2026, 5, 1)})))),
        rest_for_overtime=draw(st.booleans()),
        schemes=tuple(schemes),
        solidarity=draw(st.sampled_from(((), (Solidarity(day=first + DAY),)))),
    )


@st.composite
def timelines(draw: DrawFn) -> Timeline:
    """One person's time, described wholly, partly or not at all."""
    first, length = draw(st.sampled_from(FIRSTS)), draw(st.sampled_from(LENGTHS))
    horizon = days_span(first, first + (length - 1) * DAY)
    monday = week_of(first)
    days = st.integers(-20, min(length, 40)).map(lambda n: first + n * DAY)
    absences = [
        Absence(
            mediator="m",
            span=days_span(day, day + draw(st.integers(0, 35)) * DAY),
            kind=draw(st.sampled_from(AbsenceKind)),
        )
        for day in draw(st.lists(days, max_size=3))
    ]
    notices = [
        Notice(
            mediator="m",
            kind=draw(st.sampled_from(NoticeKind)),
            notified=draw(days),
            effective=day,
            exceptional=draw(st.booleans()),
            agreed=draw(st.booleans()),
            before=draw(st.one_of(st.none(), days)),
        )
        for day in draw(st.lists(days, max_size=3))
    ]
    table = st.dictionaries(
        st.integers(-14, 2).map(lambda n: monday + n * 7 * DAY),
        st.sampled_from((0, 1, 1440, 1560, 2100, 2640, 2880)),
        max_size=14,
    )
    drawn_duties = draw(duties(first, length))
    known = draw(st.sampled_from((None, horizon, days_span(first - 400 * DAY, horizon.days[-1]))))
    made = Timeline(
        mediator=draw(people(first)),
        horizon=horizon,
        duties=drawn_duties,
        absences=tuple(sorted(absences, key=lambda a: a.span.first)),
        known=known,
        weeks=draw(st.one_of(st.just({}), table)),
        rest_weeks=draw(st.sampled_from((None, None, frozenset[date](), frozenset({monday})))),
        grounds=draw(
            st.sampled_from(
                (
                    (),
                    (Ground(kind=GroundKind.SUNDAY, since=first, agency="ag"),),
                    (Ground(kind=GroundKind.NIGHT, since=first, until=first),),
                )
            )
        ),
        holidays=HOLIDAYS,
        employer=draw(employers(first)),
        notices=tuple(notices),
        outside=draw(st.one_of(st.just({}), table)),
        carried=tuple(
            Carried(mediator="m", kind=kind, day=draw(days), minutes=draw(st.integers(0, 100000)))
            for kind in draw(st.lists(st.sampled_from(CarriedKind), max_size=2))
        ),
    )
    return made if draw(st.booleans()) else replace(made, duties=())
