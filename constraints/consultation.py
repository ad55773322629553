"""Find what the CSE must be informed of or consulted on, and which recorded opinions answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from constraints.teams import standby_in, work_in
from scheduler.dated import Source, code
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter, Opinion, Route, Scheme
from scheduler.domain.people import ADULT_AGE
from scheduler.domain.time import SUNDAY, Span, week_span, weeks_touched, years_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.employer import Employer
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota

L3121_33 = code("L3121-33", "LEGIARTI000038610166")
L3121_40 = code("L3121-40", "LEGIARTI000035653037")
D3121_27 = code("D3121-27", "LEGIARTI000036483227")
L3121_12 = code("L3121-12", "LEGIARTI000035653046")
L3123_26 = code("L3123-26", "LEGIARTI000035653015")
L3123_15 = code("L3123-15", "LEGIARTI000035653060")

LEGAL_WEEK = 35 * 60
"""Minutes a week beyond which the work of a full-time adult is overtime (L3121-27)."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """
    A matter of the horizon on which the CSE must have been informed or consulted.

    `matter`: the subject under which the opinion is recorded. `people`: how many are concerned.
    `duties`: those that show it; `day`: the day of the first one. `by`: last day on which the
    opinion could be given. `opinion`: the last one given by then; `stale`: it is older than a year,
    where the text asks for it every year. `facts` and `duty` are French: the facts, and what the
    text asks.
    """

    title: str
    facts: str
    duty: str
    matter: Matter
    source: Source
    people: int
    day: date
    by: date
    opinion: Opinion | None = None
    stale: bool = False
    duties: tuple[Duty, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether no recorded opinion answers the point."""
        return self.opinion is None or self.stale


def points(rota: Rota) -> Iterator[Point]:
    """Yield the matters of the rota's horizon that the CSE must be informed of or consulted on."""
    employer = rota.problem.employer
    yield from _overtime(rota, employer)
    yield from _programmes(rota, employer)
    yield from _standby(rota, employer)
    yield from _part_time(rota, employer)


def _overtime(rota: Rota, employer: Employer) -> Iterator[Point]:
    """Yield the point on weeks over 35 hours of full-time adults whose contract counts by week."""
    first_weeks = _first_weeks_over(rota)
    if first_weeks:
        day, _ = first_weeks[0]
        yield _point(
            employer,
            title="Heures supplémentaires",
            facts=f"semaines de plus de 35 h à partir du {day:%d/%m/%Y}",
            duty="informé avant les heures du contingent ; consulté sur son utilisation au moins "
            "une fois par an, à défaut d’accord (L3121-40) ; avis avant de le dépasser",
            matter=Matter.OVERTIME,
            source=L3121_33,
            people=len(first_weeks),
            day=day,
            yearly=True,
            duties=tuple(duty for _, duties in first_weeks for duty in duties),
        )


def _first_weeks_over(rota: Rota) -> list[tuple[date, tuple[Duty, ...]]]:
    """Return the first week over 35 hours of each such person: its Monday and its duties."""
    horizon = rota.problem.horizon
    weeks = [
        (monday, week)
        for monday in weeks_touched(horizon)
        if horizon.first < (week := week_span(monday)).last <= horizon.last
    ]
    if not weeks:
        return []
    first_weeks = []
    for who, duties in work_in(rota, Span(weeks[0][1].start, weeks[-1][1].end)):
        for monday, week in weeks:
            mine = tuple(d for d in duties if d.span.touches(week) and d.work_in(week) > 0)
            if sum(duty.work_in(week) for duty in mine) <= LEGAL_WEEK:
                continue
            if _full_time_by_week(who, min(mine[-1].span.day, monday + timedelta(days=SUNDAY))):
                first_weeks.append((monday, mine))
                break
    return sorted(first_weeks, key=itemgetter(0))


def _programmes(rota: Rota, employer: Employer) -> Iterator[Point]:
    """Yield a point for each arrangement over several weeks that the employer decided alone."""
    horizon = rota.problem.horizon
    for scheme in employer.schemes:
        over = scheme.until is not None and scheme.until < horizon.day
        if scheme.route is not Route.UNILATERAL or over or scheme.start > horizon.days[-1]:
            continue
        day = max(scheme.start, horizon.day)
        bound = sum(1 for m in rota.problem.mediators if _cycles(m, scheme, horizon))
        if not bound:
            continue
        length = f"{scheme.weeks} semaines" if scheme.weeks else f"{scheme.months} mois"
        place = f", agence {scheme.agency}" if scheme.agency else ""
        yield Point(
            title="Programme indicatif",
            facts=f"périodes de {length} depuis le {scheme.start:%d/%m/%Y}{place}",
            duty="avis avant la première mise en œuvre et avant toute modification ; bilan au "
            "moins une fois par an",
            matter=Matter.PROGRAMME,
            source=D3121_27,
            people=bound,
            day=day,
            by=scheme.start,
            opinion=_on_programme(employer, scheme),
        )


def _on_programme(employer: Employer, scheme: Scheme) -> Opinion | None:
    """Return the opinion given between the previous arrangement's beginning and this one's."""
    earlier = [
        other.start
        for other in employer.schemes
        if other.route is Route.UNILATERAL
        and other.agency == scheme.agency
        and other.start < scheme.start
    ]
    since = max(earlier, default=date.min)
    opinion = employer.heard_on(Matter.PROGRAMME, scheme.start)
    if opinion is not None and opinion.day <= since:
        opinion = None
    if scheme.opinion is None or scheme.opinion > scheme.start:
        return opinion
    own = Opinion(about="", day=scheme.opinion, matter=Matter.PROGRAMME)
    return own if opinion is None or own.day > opinion.day else opinion


def _standby(rota: Rota, employer: Employer) -> Iterator[Point]:
    standbys = list(standby_in(rota, rota.problem.horizon))
    if standbys:
        day = max(min(duties[0].span.day for _, duties in standbys), rota.problem.horizon.day)
        yield _point(
            employer,
            title="Astreintes",
            facts=f"astreintes à partir du {day:%d/%m/%Y}",
            duty="avis sur leur organisation et leur compensation, à défaut d’accord ; "
            "l’inspection du travail est informée",
            matter=Matter.STANDBY,
            source=L3121_12,
            people=len(standbys),
            day=day,
            duties=tuple(duties[0] for _, duties in standbys),
        )


def _part_time(rota: Rota, employer: Employer) -> Iterator[Point]:
    horizon = rota.problem.horizon
    days = horizon.days
    part_timers = {
        mediator.id: max(contract.start, days[0])
        for mediator in rota.problem.mediators
        for contract in sorted(mediator.contracts, key=lambda c: c.start, reverse=True)
        if contract.part_time
        and contract.start <= days[-1]
        and (contract.end is None or contract.end >= days[0])
    }
    if part_timers:
        day = min(part_timers.values())
        yield _point(
            employer,
            title="Temps partiel",
            facts=f"contrats à temps partiel en cours à partir du {day:%d/%m/%Y}",
            duty="avis avant d’y recourir, à défaut d’accord ; bilan du temps partiel au moins une "
            "fois par an (L3123-15)",
            matter=Matter.PART_TIME,
            source=L3123_26,
            people=len(part_timers),
            day=day,
            yearly=True,
        )


def _point(
    employer: Employer,
    *,
    title: str,
    facts: str,
    duty: str,
    matter: Matter,
    source: Source,
    people: int,
    day: date,
    yearly: bool = False,
    duties: tuple[Duty, ...] = (),
) -> Point:
    opinion = employer.heard_on(matter, day)
    stale = yearly and opinion is not None and years_after(opinion.day, 1) <= day
    return Point(
        title=title,
        facts=facts,
        duty=duty,
        matter=matter,
        source=source,
        people=people,
        day=day,
        by=day,
        opinion=opinion,
        stale=stale,
        duties=duties,
    )


def _full_time_by_week(who: Mediator, day: date) -> bool:
    contract, age = who.contract_on(day), who.age_on(day)
    return (
        contract is not None
        and not contract.part_time
        and contract.basis in (HoursBasis.WEEK, HoursBasis.MONTH)
        and (age is None or age >= ADULT_AGE)
    )


def _cycles(who: Mediator, scheme: Scheme, horizon: Span) -> bool:
    """Whether a contract of the person counts hours by the scheme in the horizon."""
    return scheme.agency in ("", who.agency) and any(
        contract.basis in (HoursBasis.CYCLE, HoursBasis.YEAR)
        and contract.start <= horizon.days[-1]
        and (contract.end is None or contract.end >= horizon.day)
        for contract in who.contracts
    )
