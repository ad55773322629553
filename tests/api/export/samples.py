"""A rota made by hand for the documents, small and exact."""

from dataclasses import replace
from datetime import date, time, timedelta

from api.planning.names import Names, Place
from scheduler.domain.duty import Break, Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
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


ANNA = Mediator(
    id="anna",
    name="Anna Loreau",
    agency="nantes",
    contracts=contract(),
    dispositifs=frozenset({"parc", "quartier"}),
    birth=date(1999, 3, 2),
)
ROSE = replace(
    ANNA,
    id="rose",
    name="Rose Valmy",
    role=StaffRole.REFERENT,
    dispositifs=frozenset({"parc"}),
    birth=date(1985, 3, 2),
)
BILAL = replace(
    ANNA,
    id="bilal",
    name="Bilal Orvault",
    contracts=contract(28, ContractKind.APPRENTICESHIP),
    dispositifs=frozenset({"quartier"}),
    birth=date(2009, 1, 5),
)
SICK = Absence(
    mediator="bilal",
    kind=AbsenceKind.SICK,
    span=days_span(date(2026, 10, 12), date(2026, 10, 14)),
)
PAUSE = (Break(minutes=30),)


def night(name: str, day: date, end: str, *needs: Need) -> Slot:
    """Build a night in the park, from half past nine."""
    return Slot(
        id=name,
        span=span(day, "21:30", end),
        dispositif="parc",
        agency="nantes",
        site="parc-1",
        kind=SlotKind.NIGHT,
        breaks=PAUSE,
        needs=needs,
    )


def referent(minimum: int) -> Need:
    return Need(roles=frozenset({StaffRole.REFERENT}), minimum=minimum, target=1, maximum=1)


def small() -> Rota:
    """
    Three people, two dispositifs, October 2026.

    Rose has the night of 30 September (history) and those of 1 and 24 October; the latter holds
    the clock change and lasts 7 h 30 by the clock, 8 h 30 in fact. Anna: the night of 1 October
    and a locked day on 6 October. Bilal: training on 5 October, away from 12 to 14. One post of
    6 October is a hole; nobody holds that of 7 October.
    """
    afternoons = (
        Slot(
            id=f"q-jour-{day}",
            span=span(day, "14:00", "21:00"),
            dispositif="quartier",
            agency="nantes",
            site=site,
            binome=binome,
            needs=(Need(minimum=1, target=2, maximum=2),),
        )
        for day, site, binome in (
            (date(2026, 10, 6), "q-1", True),
            (date(2026, 10, 7), "q-2", False),
        )
    )
    slots = (
        night(
            "parc-nuit-2026-10-01",
            FIRST,
            "06:00",
            Need(minimum=1, target=1, maximum=2),
            referent(0),
        ),
        night("parc-nuit-2026-10-24", date(2026, 10, 24), "05:00", referent(1)),
        *afternoons,
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
                    breaks=PAUSE,
                    site="parc-1",
                    dispositif="parc",
                    decided=False,
                ),
            ),
        ),
        trainings=tuple(
            Training(
                mediator="bilal",
                id=f"amis-bilal-2026-10-05-{half}",
                site="cfa",
                span=span(date(2026, 10, 5), start, end),
            )
            for half, start, end in (("am", "09:00", "12:30"), ("pm", "13:30", "17:00"))
        ),
        absences=(SICK,),
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
