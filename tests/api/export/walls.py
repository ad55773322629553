"""A rota made for the documents, as large as a wall."""

from datetime import date, timedelta

from api.planning.names import Names, Place
from scheduler.domain.duty import Break
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.people import Absence, Mediator, StaffRole
from scheduler.domain.problem import Assignment, Problem, Training
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import days_span, month_span
from tests.api.export.samples import FIRST, contract, span


def wall(people: int = 44, month: date = FIRST) -> tuple[Rota, Names]:
    """Grow a team with every kind of entry: shifts of all kinds, training, absences, holes."""
    sites = [f"site-{n}" for n in range(9)]
    towns = [
        "Bellevue",
        "Breil",
        "Bout-des-Landes",
        "Clos-Toreau",
        "Dervallières",
        "Malakoff",
        "Nantes Nord",
        "Port-Boyer",
        "Bottière",
    ]
    firsts = ["Awa", "Bilal", "Chloé", "Djamel", "Élise", "Fatou", "Gaël", "Hinda", "Ibrahima"]
    lasts = ["Kerbrat", "Lemoine-Desroches", "N’Diaye", "Oukaci", "Pelletier", "Quéméner"]
    horizon = month_span(month.year, month.month)
    team = tuple(
        Mediator(
            id=f"m{n:02d}",
            name=f"{firsts[n % 9]} {lasts[n % 6]}" if n != 7 else "Maximilien " * 90,
            role=StaffRole.REFERENT if n % 11 == 0 else StaffRole.MEDIATEUR,
            agency="nantes",
            contracts=contract(
                (35, 35, 28, 26)[n % 4],
                ContractKind.APPRENTICESHIP if n % 5 == 2 else ContractKind.CDI,
            ),
            dispositifs=frozenset({"quartier"}),
            birth=date(2009, 5, 1) if n == 12 else date(1990, 1, 1),
        )
        for n in range(people)
    )
    shapes = (
        (SlotKind.DAY, "09:00", "16:30"),
        (SlotKind.EVENING, "14:00", "21:30"),
        (SlotKind.NIGHT, "21:30", "06:00"),
    )
    slots, assignments = [], set()
    for k, day in enumerate(horizon.days):
        if day.weekday() == 6:
            continue
        for s, site in enumerate(sites):
            kind, start, end = shapes[2 if s == 8 else (s + k // 7) % 2]
            slot = Slot(
                id=f"{site}-{day}",
                span=span(day, start, end),
                dispositif="quartier",
                agency="nantes",
                site=site,
                kind=kind,
                breaks=(Break(minutes=30),),
                needs=(
                    Need(
                        roles=frozenset({StaffRole.MEDIATEUR, StaffRole.REFERENT}),
                        minimum=2,
                        target=3,
                        maximum=4,
                    ),
                ),
            )
            slots.append(slot)
            for p in range(3 if (s + k) % 13 else 1):
                person = team[(s * 5 + p + k * 2) % people]
                if (int(person.id[1:]) + k // 7) % 4 or not person.apprentice_on(day):
                    assignments.add(Assignment(person.id, slot.id))
    trainings = tuple(
        Training(
            mediator=m.id, id=f"amis-{m.id}-{day}-{half}", site="cfa", span=span(day, start, end)
        )
        for n, m in enumerate(team)
        if m.apprentice_on(month)
        for k, day in enumerate(horizon.days)
        if (n + k // 7) % 4 == 0 and day.weekday() < 5
        for half, start, end in (("am", "09:00", "12:30"), ("pm", "13:30", "17:00"))
    )
    absences = tuple(
        Absence(
            mediator=m.id,
            span=days_span(month + timedelta(days=n % 20), month + timedelta(days=n % 20 + 4)),
        )
        for n, m in enumerate(team)
        if n % 6 == 5
    )
    away = {(a.mediator, d) for a in absences for d in a.span.days}
    days = {s.id: s.span.day for s in slots}
    problem = Problem(
        horizon=horizon,
        mediators=team,
        slots=tuple(slots),
        trainings=trainings,
        absences=absences,
        holidays=frozenset({date(2026, 11, 1), date(2026, 11, 11)}),
    )
    names = Names(
        agencies={"nantes": "Nantes"},
        dispositifs={"quartier": "Médiation de quartier"},
        sites={
            s: Place(name=t, address=f"{n + 1}, place {t}, 44000 Nantes")
            for n, (s, t) in enumerate(zip(sites, towns, strict=True))
        },
    )
    kept = frozenset(a for a in assignments if (a.mediator, days[a.slot]) not in away)
    return Rota(problem=problem, assignments=kept), names
