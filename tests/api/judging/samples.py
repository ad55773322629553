"""Shifts and readings written by hand, as a file made elsewhere would tell them."""

from datetime import date, time, timedelta

from api.data.association import Agency, Association, Dispositif, Published, Site
from api.data.errors import Where
from api.intake.reading import EntryCounts, Reading, Shift, WrittenAbsence
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at

JUNE = date(2026, 6, 1)
"""A Monday."""


def span(day: date, start: str, end: str) -> Span:
    """Build a span of a day, or over midnight where its end isn't after its start."""
    first, last = time.fromisoformat(start), time.fromisoformat(end)
    return Span(at(day, first), at(day + timedelta(days=int(last <= first)), last))


def duty(
    day: date,
    hours: str = "09:00-17:00",
    *,
    pause: int | None = 60,
    kind: DutyKind = DutyKind.WORK,
    ident: str = "",
    site: str = "",
    dispositif: str = "",
    agency: str = "",
) -> Duty:
    """Build a duty; `pause` 0 is none, and None is not told."""
    start, _, end = hours.partition("-")
    return Duty(
        id=ident or f"{day:%d}-{hours}",
        span=span(day, start, end),
        kind=kind,
        breaks=(Break(minutes=pause),) if pause else (),
        breaks_known=pause is not None,
        site=site,
        dispositif=dispositif,
        agency=agency,
    )


def shift(person: str, duty: Duty, line: int = 2, file: str = "juin.xlsx") -> Shift:
    return Shift(person=person, duty=duty, where=Where(file=file, sheet="Juin", line=line))


def reading(*shifts: Shift, aways: tuple[WrittenAbsence, ...] = ()) -> Reading:
    """Build what a reader gives for a file that holds these alone."""
    days = sorted(s.duty.span.day for s in shifts)
    entries = len({s.where for s in shifts} | {a.where for a in aways})
    return Reading(
        shifts=shifts,
        aways=aways,
        counts=EntryCounts(read=entries, used=entries),
        people=tuple(dict.fromkeys(s.person for s in shifts)),
        days=(days[0], days[-1]) if days else None,
    )


def away(person: str, first: Span, line: int = 90) -> WrittenAbsence:
    return WrittenAbsence(
        person=person,
        absence=Absence(mediator=person, span=first),
        where=Where(file="juin.xlsx", sheet="Juin", line=line),
    )


def mediator(
    ident: str, name: str, *, since: date = date(2020, 1, 1), weekly: int = 35
) -> Mediator:
    return Mediator(
        id=ident,
        name=name,
        birth=date(1990, 1, 1),
        agency="nantes",
        dispositifs=frozenset({"parc"}),
        contracts=(Contract(kind=ContractKind.CDI, start=since, weekly_minutes=weekly * 60),),
    )


ADA = mediator("ada", "Ada Lemoine")
BRICE = mediator("brice", "Brice Kouassi")
PLACES = Association(
    agencies=(Agency(id="nantes", name="Nantes"), Agency(id="rennes", name="Rennes")),
    dispositifs=(
        Dispositif(id="parc", name="Parc des Chantiers", agency="nantes"),
        Dispositif(id="sud", name="Rennes sud", agency="rennes"),
    ),
    sites=(
        Site(id="quai", name="Quai des Antilles", address="44200 Nantes", agency="nantes"),
        Site(id="gare-n", name="La Gare", agency="nantes"),
        Site(id="gare-r", name="La Gare", agency="rennes"),
    ),
    mediators=(ADA, BRICE),
)


def published(who: str, duty: Duty, uid: str) -> Published:
    return Published(uid=uid, worked=Worked(mediator=who, duty=duty))
