"""Rotas drawn on the boundaries: chained duties whose gaps and totals sit on a rule's thresholds.

Uniform random rotas kill no seeded bug; these do (see test_contract.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind
from scheduler.domain.people import (
    Absence,
    AbsenceKind,
    Contract,
    ContractKind,
    HoursBasis,
    Mediator,
    Pair,
    PairKind,
    Role,
)
from scheduler.domain.problem import (
    Assignment,
    Ground,
    GroundKind,
    Lock,
    Problem,
    Training,
    Worked,
    may_hold,
)
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span, day_of, midnight, minute_of, week_of

if TYPE_CHECKING:
    from scheduler.rule import Rule

# Three months to draw in, each with a trap: clocks go back; clocks go forward and Easter;
# 1 May, 8 May and Ascension.
SEASONS = (date(2026, 10, 19), date(2027, 3, 22), date(2027, 4, 26))
HOLIDAYS = frozenset(
    {date(2026, 11, 1), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 8)}
)
ALL_ROLES = frozenset(Role)


def thresholds(rule: Rule) -> list[int]:
    """Every minute threshold of the rule: just under, exact, just over."""
    day = date(2026, 10, 19)
    values = [v.on(day) for v in rule.parameters().values() if v.unit == "minutes"]
    return sorted({v + shift for v in values for shift in (-1, 0, 1) if v + shift > 0})


#: Whom a rule concerns, by the beginning of its id: drawn mostly from these.
AGES = {"minor": ["minor", "minor", "minor", "fifteen", "fifteen", "turns18", "adult"]}
HOURS = {"part_time": [35, 33, 33, 24, 24, 24]}
NIGHT = {"night_worker": [True, True, None, None, False]}


def concerned(rule_id: str, table: dict[str, list[Any]], otherwise: list[Any]) -> list[Any]:
    """Return what to draw from for this rule."""
    return next((v for start, v in table.items() if rule_id.startswith(start)), otherwise)


@st.composite
def people(draw: st.DrawFn, rule_id: str, monday: date, number: int) -> Mediator:
    """One person: adult, minor, about to turn 18, part-time, apprentice, night worker or not."""
    ages = concerned(rule_id, AGES, ["adult"] * 6 + ["minor", "turns18"])
    age = draw(st.sampled_from(ages))
    birth = {
        "adult": date(1990, 5, 4),
        "minor": date(2010, 1, 2),
        "fifteen": date(2011, 9, 1) if monday.year == 2026 else date(2012, 1, 15),
        "turns18": (monday + timedelta(days=draw(st.integers(0, 13)))).replace(
            year=monday.year - 18
        ),
    }[age]
    hours = draw(st.sampled_from(concerned(rule_id, HOURS, [35, 35, 35, 33, 24])))
    basis = draw(
        st.sampled_from([HoursBasis.WEEK, HoursBasis.WEEK, HoursBasis.MONTH, HoursBasis.YEAR])
    )
    kind = draw(st.sampled_from([ContractKind.CDI, ContractKind.CDI, ContractKind.APPRENTICESHIP]))
    days = draw(st.sampled_from([None, None, None, frozenset({0, 1, 3, 5})]))
    leaves = draw(st.sampled_from([None, None, None, monday + timedelta(days=9)]))
    declared = draw(st.sampled_from(concerned(rule_id, NIGHT, [None, True, False])))
    return Mediator(
        id=f"m{number}",
        name=f"M{number}",
        role=draw(st.sampled_from([Role.MEDIATEUR, Role.MEDIATEUR, Role.REFERENT])),
        birth=birth,
        agency="ag",
        contracts=(
            Contract(
                kind=kind,
                start=date(2024, 1, 1),
                end=leaves,
                weekly_minutes=hours * 60,
                basis=basis,
                days=days if hours < 35 else None,
                annual_minutes=1607 * 60 if basis is HoursBasis.YEAR else None,
            ),
        ),
        dispositifs=draw(
            st.sampled_from([frozenset({"d", "e"}), frozenset({"d", "e"}), frozenset({"d"})])
        ),
        sites=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"s1"})])),
        titles=draw(st.sampled_from([frozenset(), frozenset({"AMIS"})])),
        socle=draw(st.sampled_from([None, date(2025, 1, 1), monday + timedelta(days=3)])),
        licence=draw(st.booleans()),
        night_worker=declared,
        night_worker_since=date(2024, 1, 1) if declared else None,
    )


@dataclass(frozen=True)
class Step:
    """One duty to chain: minutes of pause before it, minutes long, and what it is."""

    pause: int
    length: int


@st.composite
def pauses(draw: st.DrawFn, length: int) -> tuple[tuple[int, int | None, BreakKind], ...]:
    """A break inside a duty of this length: how long, where from its start, of which kind."""
    minutes = draw(st.sampled_from([0, 0, 19, 20, 29, 30, 45, 60]))
    if not minutes or minutes + 30 >= length:
        return ()
    spot = draw(st.sampled_from([None, 270, 271, 359, 360, 361, length // 2]))
    if spot is not None and spot + minutes > length:
        spot = None
    kind = draw(
        st.sampled_from([BreakKind.UNPAID, BreakKind.UNPAID, BreakKind.PAID, BreakKind.WATCH])
    )
    return ((minutes, spot, kind),)


@st.composite
def rotas(draw: st.DrawFn, rule: Rule, *, team: int = 1) -> Rota:
    """A busy rota, legal or not, that begins before its horizon."""
    monday = draw(st.sampled_from(SEASONS))
    # A horizon may begin and end in midweek, as months do.
    begins = monday + timedelta(days=draw(st.sampled_from([0, 0, 3])))
    ends = monday + timedelta(days=draw(st.sampled_from([14, 14, 12])))
    horizon = Span(midnight(begins), midnight(ends))
    who = tuple(draw(people(rule.id, monday, n)) for n in range(team))
    limits = thresholds(rule)
    near = [v for v in limits if v < 40 * 60] or [660]
    short = [v for v in limits if v <= 12 * 60] or [480]
    gap = st.sampled_from(
        [0, 19, 20, 30, 121, 8 * 60, 14 * 60, 16 * 60, 24 * 60, 48 * 60] + near * (10 // len(near))
    )
    length = st.sampled_from(
        [60, 180, 240, 270, 271, 360, 420, 480, 540, 600] + short * (10 // len(short))
    )
    steps = draw(st.lists(st.builds(Step, gap, length), min_size=1, max_size=22))
    sums = [v for v in limits if v > 12 * 60]
    closing = draw(st.sampled_from([None, *sums, *sums])) if sums else None
    clock = minute_of(midnight(monday - timedelta(days=3))) + draw(
        st.sampled_from([0, 360, 450, 540, 1290])
    )
    end = minute_of(horizon.end)
    duties: list[Duty] = []
    slots: list[Slot] = []
    trainings: list[Training] = []
    week_total: dict[date, int] = {}
    for number, step in enumerate(steps):
        first, worked = clock + step.pause, step.length
        if first >= end:
            break
        week = week_of(day_of(first))
        # Bring each week's total exactly onto a threshold, where it comes near.
        short_of = 0 if closing is None else closing - week_total.get(week, 0)
        if 0 < short_of <= 12 * 60:
            worked = short_of
        clock = first + worked
        breaks = tuple(
            Break(
                minutes=m,
                start=None if spot is None else Span.of_minutes(first + spot, clock).start,
                kind=kind,
            )
            for m, spot, kind in draw(pauses(worked))
        )
        week_total[week] = (
            week_total.get(week, 0)
            + worked
            - sum(b.minutes for b in breaks if b.kind is not BreakKind.WATCH)
        )
        span = Span.of_minutes(first, clock)
        dispositif = draw(st.sampled_from(["d", "d", "d", "e"]))
        site = draw(st.sampled_from(["s1", "s1", "s2", ""]))
        what = draw(st.sampled_from(["slot"] * 7 + ["training", "standby"]))
        if first < minute_of(horizon.start):
            kind = DutyKind.STANDBY if what == "standby" else DutyKind.WORK
            duties.append(
                Duty(
                    id=f"s{number}",
                    span=span,
                    kind=kind,
                    breaks=breaks,
                    site=site,
                    dispositif=dispositif,
                    agency="ag",
                    decided=False,
                )
            )
        elif what == "training":
            target = draw(st.sampled_from(who))
            trainings.append(
                Training(mediator=target.id, id=f"t{number}", span=span, breaks=breaks, site=site)
            )
            if draw(st.booleans()):
                clock -= 30  # the next duty begins inside the class
        else:
            slots.append(
                draw(slot(number, span, breaks, dispositif, site, standby=what == "standby"))
            )
    history = [Worked(mediator=m.id, duty=d) for m in who for d in duties]
    history += draw(pasts(who, monday))
    chosen = frozenset(
        Assignment(m.id, s.id)
        for m in who
        for s in slots
        if may_hold(m, s)
        and draw(st.sampled_from([True, True, True, False] if team == 1 else [True, True, False]))
    )
    return Rota(
        problem=Problem(
            horizon=horizon,
            mediators=who,
            slots=tuple(slots),
            history=tuple(history),
            trainings=tuple(trainings),
            absences=draw(absences(who, slots)),
            pairs=draw(pairs(who)),
            grounds=draw(grounds(monday)),
            locks=draw(locks(who, slots)),
            holidays=HOLIDAYS,
            travel=(("s1", "s2", draw(st.sampled_from([0, 20, 31]))),),
            vehicles=(("ag", draw(st.sampled_from([0, 1, 2]))),),
            known_since=draw(st.sampled_from([None, date(2025, 9, 1), monday - timedelta(days=3)])),
        ),
        assignments=chosen,
    )


@st.composite
def slot(
    draw: st.DrawFn,
    number: int,
    span: Span,
    breaks: tuple[Break, ...],
    dispositif: str,
    site: str,
    *,
    standby: bool,
) -> Slot:
    """A slot with whatever needs and marks a team rule may look at."""
    minimum, target, maximum = draw(st.sampled_from([(1, 1, 1), (2, 2, 2), (0, 2, 3), (1, 2, 2)]))
    return Slot(
        id=f"s{number}",
        span=span,
        dispositif=dispositif,
        agency="ag",
        site=site,
        kind=SlotKind.STANDBY
        if standby
        else draw(st.sampled_from([SlotKind.DAY, SlotKind.EVENING, SlotKind.NIGHT])),
        needs=(
            Need(
                roles=ALL_ROLES,
                minimum=minimum,
                target=target,
                maximum=maximum,
                titles=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"AMIS"})])),
            ),
        ),
        breaks=() if standby else breaks,
        binome=draw(st.booleans()),
        vehicle=draw(st.booleans()),
        supervised=draw(st.booleans()),
        supervises=draw(st.sampled_from([frozenset(), frozenset({"d"}), frozenset({"d", "e"})])),
        mandatory=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def pasts(draw: st.DrawFn, who: tuple[Mediator, ...], monday: date) -> list[Worked]:
    """Either nothing before last Friday, or eleven weeks whose sum brings averages near limits."""
    minutes = draw(st.sampled_from([0, 0, 480, 528, 529, 540]))
    if not minutes:
        return []
    late = draw(st.booleans())
    past = []
    for week in range(1, 12):
        for day in range(5):
            if week == 1 and day == 4:
                continue  # that Friday may hold drawn duties already
            start = minute_of(midnight(monday - timedelta(days=7 * week - day)))
            first = start + (21 * 60 if late else 9 * 60)
            span = Span.of_minutes(first, first + minutes)
            past += [
                Worked(
                    mediator=m.id,
                    duty=Duty(
                        id=f"p{week}-{day}",
                        span=span,
                        site="s1",
                        dispositif="d",
                        agency="ag",
                        decided=False,
                    ),
                )
                for m in who
            ]
    return past


@st.composite
def absences(draw: st.DrawFn, who: tuple[Mediator, ...], slots: list[Slot]) -> tuple[Absence, ...]:
    if not slots:
        return ()
    away = draw(st.lists(st.tuples(st.sampled_from(who), st.sampled_from(slots)), max_size=2))
    return tuple(
        Absence(mediator=m.id, span=s.span, kind=draw(st.sampled_from(list(AbsenceKind))))
        for m, s in away
    )


@st.composite
def pairs(draw: st.DrawFn, who: tuple[Mediator, ...]) -> tuple[Pair, ...]:
    if len(who) < 2 or draw(st.booleans()):
        return ()
    return (Pair(first=who[0].id, second=who[1].id, kind=draw(st.sampled_from(list(PairKind)))),)


@st.composite
def locks(draw: st.DrawFn, who: tuple[Mediator, ...], slots: list[Slot]) -> tuple[Lock, ...]:
    if not slots or draw(st.sampled_from([True, True, False])):
        return ()
    return (
        Lock(
            mediator=draw(st.sampled_from(who)).id,
            slot=draw(st.sampled_from(slots)).id,
            by="resp",
            why="essai",
        ),
    )


@st.composite
def grounds(draw: st.DrawFn, monday: date) -> tuple[Ground, ...]:
    found = [
        Ground(
            kind=kind,
            since=draw(st.sampled_from([date(2020, 1, 1), monday + timedelta(days=7)])),
            dispositif=draw(st.sampled_from(["", "e"])),
            ground="essai",
        )
        for kind in (GroundKind.SUNDAY, GroundKind.MAY_FIRST, GroundKind.NIGHT)
        if draw(st.booleans())
    ]
    return tuple(found)
