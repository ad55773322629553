"""Small associations for forecasts: one dispositif open from Monday to Friday, and its people."""

from collections.abc import Iterable
from datetime import date, time

from api.data.association import Association, Dispositif
from calendars.templates.template import Template
from constraints.house.limits.minutes_in_period import RULE as MINUTES
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.wishes.coverage import TARGET
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator, StaffRole
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need
from scheduler.domain.time import days_span
from scheduler.engine import Options, Solution, solve
from scheduler.rule import Profile

JUNE = date(2026, 6, 1)
"""A Monday; the whole weeks of June 2026 are five, without a public holiday."""


def person(
    name: str,
    hours: int = 35,
    *dispositifs: str,
    role: StaffRole = StaffRole.MEDIATEUR,
    kind: ContractKind = ContractKind.CDI,
) -> Mediator:
    """Build somebody with a contract of so many hours a week."""
    return Mediator(
        id=name,
        name=name.title(),
        role=role,
        dispositifs=frozenset(dispositifs or ("d",)),
        contracts=(Contract(kind=kind, start=date(2020, 1, 1), weekly_minutes=hours * 60),),
        socle=date(2020, 1, 1),
    )


def template(target: int, *, dispositif: str = "d", minimum: int = 0, **rest: object) -> Template:
    """Build a template of days of seven hours, from Monday to Friday, for so many people."""
    fields: dict[str, object] = {
        "id": f"{dispositif}-jour",
        "dispositif": dispositif,
        "agency": "a",
        "weekdays": frozenset(range(5)),
        "start": time(9),
        "end": time(16),
        "needs": (Need(minimum=minimum, target=target, maximum=target),),
        "since": date(2020, 1, 1),
    }
    return Template(**{**fields, **rest})  # type: ignore[arg-type]


def away(who: str, first: date, last: date, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    """Build an absence of whole days."""
    return Absence(mediator=who, span=days_span(first, last), kind=kind)


def association(
    people: Iterable[Mediator], templates: Iterable[Template], **rest: object
) -> Association:
    """Build an association of these people and templates."""
    templates = tuple(templates)
    names = sorted({each.dispositif for each in templates})
    return Association(
        dispositifs=tuple(Dispositif(id=name, name=name.upper(), agency="a") for name in names),
        mediators=tuple(people),
        templates=templates,
        **rest,  # type: ignore[arg-type]
    )


def proved_by_hours(problem: Problem) -> Rota:
    """Return a rota that is proved to hold most posts, where nothing but hours and leave binds."""
    profile = Profile(
        name="essai",
        person_rules=(ONE_PLACE, ABSENCES, MINUTES),
        team_rules=(),
        goals=(TARGET,),
    )
    outcome = solve(problem, profile, Options(seconds=20, workers=1, effort=5.0))
    assert isinstance(outcome, Solution)
    assert all(tier.optimal for tier in outcome.tiers)
    return outcome.rota
