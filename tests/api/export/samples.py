"""A rota made by hand for the documents, small and exact."""

from __future__ import annotations

from datetime import date, time, timedelta

from api.planning.names import Names, Place
from scheduler.domain.contracts import Contract, ContractKind
from scheduler.domain.duty import Break, Duty
from scheduler.domain.people import Absence, AbsenceKind, Mediator, StaffRole
from scheduler.domain.problem import Assignment, Lock, Problem, Training, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span, at, days_span, month_span
from scheduler.finding import Effect, Finding, Severity, Verdict

FIRST = date(2026, 10, 1)
SINCE = date(2025, 1, 1)
NAMES = Names(
    agencies={"nantes": "Nantes"},
    dispositifs={
        "parc": "Voyage à Nantes, Parc des Chantiers",
        "quartier": "Médiation de quartier",
    },
    sites={
        "parc-1": Place(name="Parc des Chantiers", address="Boulevard Léon-Bureau, 44200 Nantes"),
        "q-1": Place(name="Bellevue", address="Place Mendès-France, 44100 Nantes"),
        "q-2": Place(name="Dervallières", address=""),
    },
)


def span(day: date, start: str, end: str) -> Span:
    """Build a span of one day, or over midnight where its end is not after its start."""
    first, last = time.fromisoformat(start), time.fromisoformat(end)
    return Span(at(day, first), at(day + timedelta(days=int(last <= first)), last))


def contract(weekly: int = 35, kind: ContractKind = ContractKind.CDI) -> tuple[Contract, ...]:
    return (Contract(kind=kind, start=SINCE, weekly_minutes=weekly * 60),)


ROSE = Mediator(
    id="rose",
    name="Rose Valmy",
    role=StaffRole.REFERENT,
    agency="nantes",
    contracts=contract(),
    dispositifs=frozenset({"parc"}),
    birth=date(1985, 3, 2),
)
ANNA = Mediator(
    id="anna",
    name="Anna Loreau",
    agency="nantes",
    contracts=contract(),
    dispositifs=frozenset({"parc", "quartier"}),
    birth=date(1999, 3, 2),
)
BILAL = Mediator(
    id="bilal",
    name="Bilal Orvault",
    agency="nantes",
    contracts=contract(28, ContractKind.APPRENTICESHIP),
    dispositifs=frozenset({"quartier"}),
    birth=date(2009, 1, 5),
)


def small() -> Rota:
    """
    Three people, two dispositifs, October 2026.

    Rose has the night of 30 September (history) and those of 1 and 24 October; the latter holds
    the clock change and lasts 7 h 30 by the clock, 8 h 30 in fact. Anna: the night of 1 October
    and a locked day on 6 October. Bilal: training on 5 October, away from 12 to 14. One post of
    6 October is a hole; nobody holds that of 7 October.
    """
    night = (Break(minutes=30),)
    slots = (
        Slot(
            id="parc-nuit-2026-10-01",
            span=span(FIRST, "21:30", "06:00"),
            dispositif="parc",
            agency="nantes",
            site="parc-1",
            kind=SlotKind.NIGHT,
            breaks=night,
            needs=(
                Need(minimum=1, target=1, maximum=2),
                Need(roles=frozenset({StaffRole.REFERENT}), minimum=0, target=1, maximum=1),
            ),
        ),
        Slot(
            id="parc-nuit-2026-10-24",
            span=span(date(2026, 10, 24), "21:30", "05:00"),
            dispositif="parc",
            agency="nantes",
            site="parc-1",
            kind=SlotKind.NIGHT,
            breaks=night,
            needs=(Need(roles=frozenset({StaffRole.REFERENT}), minimum=1, target=1, maximum=1),),
        ),
        Slot(
            id="q-jour-2026-10-06",
            span=span(date(2026, 10, 6), "14:00", "21:00"),
            dispositif="quartier",
            agency="nantes",
            site="q-1",
            binome=True,
            needs=(Need(minimum=1, target=2, maximum=2),),
        ),
        Slot(
            id="q-jour-2026-10-07",
            span=span(date(2026, 10, 7), "14:00", "21:00"),
            dispositif="quartier",
            agency="nantes",
            site="q-2",
            needs=(Need(minimum=1, target=2, maximum=2),),
        ),
    )
    problem = Problem(
        horizon=month_span(2026, 10),
        mediators=(ANNA, BILAL, ROSE),
        slots=slots,
        history=(
            Worked(
                mediator="rose",
                duty=Duty(
                    id="parc-nuit-2026-09-30",
                    span=span(date(2026, 9, 30), "21:30", "06:00"),
                    breaks=night,
                    site="parc-1",
                    dispositif="parc",
                    decided=False,
                ),
            ),
        ),
        trainings=(
            Training(
                mediator="bilal",
                id="amis-bilal-2026-10-05-am",
                site="cfa",
                span=span(date(2026, 10, 5), "09:00", "12:30"),
            ),
            Training(
                mediator="bilal",
                id="amis-bilal-2026-10-05-pm",
                site="cfa",
                span=span(date(2026, 10, 5), "13:30", "17:00"),
            ),
        ),
        absences=(
            Absence(
                mediator="bilal",
                kind=AbsenceKind.SICK,
                span=days_span(date(2026, 10, 12), date(2026, 10, 14)),
            ),
        ),
        locks=(
            Lock(mediator="anna", slot="q-jour-2026-10-06", by="resp", why="référence du site"),
        ),
        holidays=frozenset({date(2026, 11, 1)}),
        known_since=date(2025, 9, 1),
    )
    return Rota(
        problem=problem,
        assignments=frozenset(
            {
                Assignment("rose", "parc-nuit-2026-10-01"),
                Assignment("anna", "parc-nuit-2026-10-01"),
                Assignment("rose", "parc-nuit-2026-10-24"),
                Assignment("anna", "q-jour-2026-10-06"),
            }
        ),
    )


def finding(
    subject: str = "anna",
    *,
    effect: Effect = Effect.BLOCK,
    verdict: Verdict = Verdict.VIOLATION,
    message: str = "Anna Loreau : 10 h 30 de repos avant la reprise, au lieu de 11 h 00.",
) -> Finding:
    day = date(2026, 10, 2)
    return Finding(
        rule="daily_rest_11h",
        subject=subject,
        on=day,
        span=span(day, "06:00", "16:30"),
        measured=630,
        limit=660,
        amount=30,
        unit="minutes",
        message=message,
        article="L3131-1",
        severity=Severity.PUBLIC_ORDER,
        effect=effect,
        verdict=verdict,
        evidence=("parc-nuit-2026-10-01", "q-jour-2026-10-02"),
    )
