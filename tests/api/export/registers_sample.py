"""A month of five people made by hand for the registers: clock change, temp, on-call, cycle."""

from dataclasses import replace
from datetime import date
from typing import Any

from api.export.month.bundle import Edition
from api.export.registers.records import Record, Registers, registers
from constraints.registry import base
from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import days_span, month_span
from tests.api.export.samples import (
    ANNA,
    BILAL,
    NAMES,
    PAUSE,
    ROSE,
    SICK,
    contract,
    night,
    referent,
    span,
)
from tests.constraints.small import opinion_on

SINCE = date(2025, 1, 1)
LEA = replace(
    ANNA,
    id="lea",
    name="Léa Tamisier",
    contracts=(Contract(kind=ContractKind.CDI, start=SINCE, basis=HoursBasis.CYCLE),),
)
TOM = replace(
    ANNA,
    id="tom",
    name="Tom Quidam",
    contracts=(Contract(kind=ContractKind.TEMP, start=date(2026, 10, 5), end=date(2026, 10, 9)),),
)
HALF = replace(BILAL, birth=date(1990, 1, 5), contracts=contract(24))
CYCLE = Scheme(route=Route.UNILATERAL, start=date(2026, 9, 7), weeks=4)
EMPLOYER = Employer(
    declared=True,
    headcount=30,
    schemes=(CYCLE,),
    opinions=(opinion_on("overtime_quota", date(2026, 1, 5)),),
)
EDITION = Edition(version="3f2a90c1", made=date(2026, 9, 21), published=date(2026, 9, 20))


def day_slot(day: date, start: str, end: str, *, pause: str = "") -> Slot:
    breaks = (Break(minutes=60, start=span(day, pause, end).start),) if pause else ()
    return Slot(
        id=f"q-{day:%d}",
        span=span(day, start, end),
        dispositif="quartier",
        agency="nantes",
        site="q-1",
        breaks=breaks,
        needs=(Need(minimum=0, target=2, maximum=4),),
    )


def month(employer: Employer = EMPLOYER, **changes: Any) -> Rota:
    """
    Return October 2026.

    Rose: nights of 30 September (history) and of 24 October, 21:30 to 6:00, nine hours of work
    since clocks go back; a day of compensatory rest on the 14th. Anna and Tom (temp): five days
    of eight hours in the week of the 5th. Bilal, 24 hours a week: four days of seven in that of
    the 19th; ill from 12 to 14. Léa, on a four-week cycle: on call in the night of the 10th with
    half an hour of intervention, at work on the 12th.
    """
    parc = night("parc-24", date(2026, 10, 24), "06:00", referent(0))
    week = [day_slot(date(2026, 10, n), "09:00", "18:00", pause="12:30") for n in range(5, 10)]
    late = [day_slot(date(2026, 10, n), "14:00", "21:00") for n in (19, 20, 21, 22)]
    monday = day_slot(date(2026, 10, 12), "09:00", "16:00")
    fields: dict[str, Any] = {
        "horizon": month_span(2026, 10),
        "mediators": (TOM, ROSE, LEA, HALF, ANNA),
        "slots": (parc, *week, *late, monday),
        "history": (
            worked(ROSE, "n-30", "2026-09-30", "21:30", "06:00", breaks=PAUSE, site="parc-1"),
            worked(LEA, "a-10", "2026-10-10", "18:00", "08:00", kind=DutyKind.STANDBY),
            worked(LEA, "i-10", "2026-10-10", "23:00", "23:30", kind=DutyKind.INTERVENTION),
        ),
        "absences": (
            SICK,
            Absence(
                mediator="rose",
                kind=AbsenceKind.REST,
                span=days_span(date(2026, 10, 14), date(2026, 10, 14)),
            ),
        ),
        "known_since": date(2025, 12, 1),
        "employer": employer,
    }
    pairs = [("rose", "parc-24"), ("lea", "q-12")]
    pairs += [(who, s.id) for s in week for who in ("anna", "tom")]
    pairs += [("bilal", s.id) for s in late]
    return Rota(
        problem=Problem(**(fields | changes)),
        assignments=frozenset(Assignment(who, slot) for who, slot in pairs),
    )


def worked(who: Mediator, name: str, day: str, start: str, end: str, **more: Any) -> Worked:
    duty = Duty(
        id=name,
        span=span(date.fromisoformat(day), start, end),
        dispositif="parc",
        agency="nantes",
        decided=False,
        **more,
    )
    return Worked(mediator=who.id, duty=duty)


def gathered(employer: Employer = EMPLOYER, **changes: Any) -> Registers:
    return registers(month(employer, **changes), base(), NAMES, EDITION)


def of(registers: Registers, who: str) -> Record:
    return next(record for record in registers.records if record.mediator.id == who)
