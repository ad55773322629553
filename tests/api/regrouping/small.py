"""Small evenings to regroup: a few teams at their places, from half past six to half past one."""

from collections.abc import Iterable
from datetime import date, datetime, time

from api.data.association import Association, Dispositif
from api.month.frames import Frame, framed
from calendars.templates.template import Template
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Need, SlotKind
from scheduler.domain.time import PARIS

FRIDAY = date(2026, 6, 5)
BEFORE = datetime(2026, 6, 5, 15, tzinfo=PARIS)
"""Half past three hours before the evening begins."""

EVERYBODY = frozenset({StaffRole.MEDIATEUR, StaffRole.REFERENT})


def person(name: str, *, referent: bool = False, sites: Iterable[str] = ()) -> Mediator:
    """Build somebody who may be posted everywhere, or at some sites only."""
    return Mediator(
        id=name,
        name=name.title(),
        role=StaffRole.REFERENT if referent else StaffRole.MEDIATEUR,
        agency="a",
        dispositifs=frozenset({"n"}),
        sites=frozenset(sites),
        contracts=(Contract(kind=ContractKind.CDI, start=date(2020, 1, 1)),),
        socle=date(2020, 1, 1),
        birth=date(1990, 1, 1),
        night_worker=False,
        night_worker_since=date(2020, 1, 1),
    )


def place(
    name: str, minimum: int = 0, target: int = 2, maximum: int = 2, **rest: object
) -> Template:
    """Build the evening of one place, on that Friday alone."""
    fields: dict[str, object] = {
        "id": f"n-{name}",
        "dispositif": "n",
        "agency": "a",
        "site": name,
        "kind": SlotKind.EVENING,
        "weekdays": frozenset({FRIDAY.weekday()}),
        "start": time(15, 30),
        "end": time(21),
        "needs": (Need(roles=EVERYBODY, minimum=minimum, target=target, maximum=maximum),),
        "since": FRIDAY,
        "until": FRIDAY,
        "binome": True,
    }
    return Template(**{**fields, **rest})  # type: ignore[arg-type]


def slot(name: str, day: date = FRIDAY) -> str:
    """Return the id of the evening of a place."""
    return f"n-{name}-{day.isoformat()}"


def on_duty(**teams: str) -> frozenset[Assignment]:
    """Return who holds which place: `on_duty(north="ana bob")`."""
    return frozenset(
        Assignment(who, slot(name)) for name, team in teams.items() for who in team.split()
    )


def evening(people: Iterable[Mediator], places: Iterable[Template], **rest: object) -> Frame:
    """Return the month of these people and places."""
    association = Association(
        dispositifs=(Dispositif(id="n", name="Nuit", agency="a"),),
        mediators=tuple(people),
        templates=tuple(places),
        **rest,  # type: ignore[arg-type]
    )
    return framed(association, FRIDAY.replace(day=1), None, BEFORE)
