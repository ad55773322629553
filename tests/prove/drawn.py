"""Random months of one person: of every age and contract, on the limits more often than not."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from calendars.holidays import holidays_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem, Training, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import days_span, next_month, week_of
from tests.prove.patterns import Piece, pieces_of

#: Months with a trap come more often: clocks, holidays, years that turn.
MONTHS = (
    *(date(2026, n, 1) for n in range(1, 13)),
    *(date(2027, n, 1) for n in (1, 2)),
    *(date(2026, 3, 1), date(2026, 10, 1), date(2027, 3, 1), date(2027, 10, 1)) * 3,
    *(date(2026, 5, 1), date(2024, 2, 1), date(2025, 12, 1)),
)
DAY = timedelta(days=1)


def drawn_month(seed: int) -> Rota:
    """Return the rota of a seed: one person over one month, and what came before it."""
    rng = Random(f"mois-{seed}")
    first = rng.choice(MONTHS)
    last = next_month(first) - DAY
    who = person(rng, first, last)
    weeks = rng.choice((0, 1, 2, 2, 12))
    since = week_of(first) - timedelta(weeks=weeks) if weeks else first
    if weeks and rng.random() < 0.3:
        since += timedelta(days=rng.randint(0, 6))
    pieces = [
        piece
        for piece in pieces_of(rng, who, since, last)
        if all(who.contract_on(day) is not None for day in piece.span.days)
    ]
    return rota_of(rng, who, (first, last), pieces, since if rng.random() < 0.8 else None)


def person(rng: Random, first: date, last: date) -> Mediator:
    """Draw someone: age, contracts that may begin or end in midweek, night work declared or not."""
    birthday = first + timedelta(days=rng.randint(0, (last - first).days))
    if (birthday.month, birthday.day) == (2, 29):
        birthday += DAY
    births = {
        "adult": date(1990, 5, 4),
        "unknown": None,
        "seventeen": first.replace(year=first.year - 17, day=1),
        "fifteen": first.replace(year=first.year - 15, day=1),
        "turns 18": birthday.replace(year=birthday.year - 18),
        "turns 16": birthday.replace(year=birthday.year - 16),
    }
    kinds = ["adult"] * 12 + [
        "unknown",
        *["seventeen"] * 2,
        "fifteen",
        *["turns 18"] * 3,
        "turns 16",
    ]
    birth = births[rng.choice(kinds)]
    declared = rng.choice((None, None, None, True))
    inside = first + timedelta(days=rng.randint(0, (last - first).days))
    return Mediator(
        id="m",
        name="Maé",
        birth=birth,
        agency="ag",
        contracts=tuple(_contracts(rng, inside)),
        dispositifs=frozenset({"d", "e"}),
        night_worker=declared,
        night_worker_since=rng.choice((None, inside)) if declared else None,
    )


def _contracts(rng: Random, inside: date) -> list[Contract]:
    start, end = date(2020, 1, 1), None
    shape = rng.choice(("whole",) * 5 + ("begins", "ends", "changes"))
    if shape == "begins":
        return [_contract(rng, inside, None)]
    if shape == "ends":
        return [_contract(rng, start, inside)]
    if shape == "changes":
        return [_contract(rng, start, inside - DAY), _contract(rng, inside, end)]
    return [_contract(rng, start, end)]


def _contract(rng: Random, start: date, end: date | None) -> Contract:
    basis = rng.choice((HoursBasis.WEEK, HoursBasis.WEEK, HoursBasis.MONTH, HoursBasis.YEAR))
    return Contract(
        kind=rng.choice((ContractKind.CDI, ContractKind.CDD, ContractKind.APPRENTICESHIP)),
        start=start,
        end=end,
        weekly_minutes=rng.choice((35, 35, 35, 33, 24)) * 60,
        basis=basis,
    )


def rota_of(
    rng: Random,
    who: Mediator,
    month: tuple[date, date],
    pieces: Sequence[Piece],
    known: date | None,
) -> Rota:
    """Return pieces as a rota: history before the month, slots, classes and others' plans in it."""
    horizon = days_span(*month)
    history: list[Worked] = []
    trainings: list[Training] = []
    slots: list[Slot] = []
    for number, piece in enumerate(pieces):
        if piece.kind is DutyKind.TRAINING:
            trainings.append(
                Training(
                    mediator=who.id,
                    id=f"t{number}",
                    span=piece.span,
                    breaks=piece.pauses(),
                    site=piece.site,
                )
            )
            continue
        inside = horizon.first <= piece.first < horizon.last
        if inside and piece.kind is not DutyKind.INTERVENTION and rng.random() < 0.9:
            slots.append(_slot(number, piece))
        else:
            history.append(Worked(mediator=who.id, duty=_duty(number, piece)))
    grounds = rng.choice(
        (
            (),
            (Ground(kind=GroundKind.SUNDAY, since=date(2020, 1, 1)),),
            (Ground(kind=GroundKind.SUNDAY, since=month[0] + 9 * DAY, dispositif="d"),),
            (Ground(kind=GroundKind.SUNDAY, since=date(2020, 1, 1), until=month[0] + 17 * DAY),),
        )
    )
    problem = Problem(
        horizon=horizon,
        mediators=(who,),
        slots=tuple(slots),
        history=tuple(history),
        trainings=tuple(trainings),
        grounds=grounds,
        holidays=holidays_of(range(month[0].year - 1, month[0].year + 2)),
        travel=(("s1", "s2", rng.choice((15, 20, 40))),),
        known_since=known,
    )
    return Rota(
        problem=problem, assignments=frozenset(Assignment(who.id, slot.id) for slot in slots)
    )


def _duty(number: int, piece: Piece) -> Duty:
    return Duty(
        id=f"h{number}",
        span=piece.span,
        kind=piece.kind,
        breaks=piece.pauses(),
        site=piece.site,
        dispositif=piece.dispositif,
        agency="ag",
        decided=False,
    )


def _slot(number: int, piece: Piece) -> Slot:
    return Slot(
        id=f"s{number}",
        span=piece.span,
        dispositif=piece.dispositif,
        agency="ag",
        site=piece.site,
        kind=SlotKind.STANDBY if piece.kind is DutyKind.STANDBY else SlotKind.DAY,
        needs=(Need(),),
        breaks=piece.pauses(),
    )
