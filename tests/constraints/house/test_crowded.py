"""House rules on crowded rotas: many slots at once, which chained duties never draw."""

import os
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import constraints.house
from constraints.registry import offers
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, Mediator, Pair, PairKind, StaffRole
from scheduler.domain.problem import Assignment, Lock, Problem, Training, Worked, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span, days_span, midnight_minute
from scheduler.rule import Rule
from tests.constraints.agreement import accepts, clean

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "24"))
RULES = [r for r in offers(constraints.house) if isinstance(r, Rule)]
FIRST = date(2026, 10, 24)  # the clocks go back that night
HORIZON = days_span(FIRST, date(2026, 10, 26))


@st.composite
def spans(draw: st.DrawFn, *, first: int = 0, last: int = 71) -> Span:
    """A span of whole hours around the three days: ends meet often."""
    begin = draw(st.integers(first, last))
    start = midnight_minute(FIRST) + 60 * begin
    return Span.of_minutes(start, start + 60 * draw(st.sampled_from([1, 2, 4, 8])))


NEEDS = st.sampled_from(
    [
        (Need(roles=frozenset(StaffRole), minimum=1, target=2, maximum=2),),
        (
            Need(
                roles=frozenset(StaffRole),
                minimum=2,
                target=2,
                maximum=4,
                titles=frozenset({"AMIS"}),
            ),
        ),
        (
            Need(minimum=0, target=2, maximum=3),
            Need(roles=frozenset({StaffRole.REFERENT}), minimum=1, target=1, maximum=1),
        ),
    ]
)


@st.composite
def people(draw: st.DrawFn, number: int) -> Mediator:
    kind = draw(st.sampled_from([ContractKind.CDI, ContractKind.APPRENTICESHIP]))
    ends = draw(st.sampled_from([None, None, date(2026, 10, 25)]))
    return Mediator(
        id=f"m{number}",
        name=f"M{number}",
        role=draw(st.sampled_from([*StaffRole, StaffRole.MEDIATEUR, StaffRole.MEDIATEUR])),
        agency="ag",
        contracts=(Contract(kind=kind, start=date(2025, 1, 1), end=ends),),
        dispositifs=draw(st.sampled_from([frozenset({"d"}), frozenset({"d", "e"})])),
        titles=draw(st.sampled_from([frozenset(), frozenset({"AMIS"})])),
        socle=draw(st.sampled_from([None, date(2025, 2, 1), date(2026, 10, 25)])),
        licence=draw(st.booleans()),
    )


@st.composite
def slots(draw: st.DrawFn, number: int) -> Slot:
    some: Callable[[], bool] = lambda: draw(st.booleans())  # noqa: E731 - four flags alike
    return Slot(
        id=f"s{number}",
        span=draw(spans()),
        dispositif=draw(st.sampled_from("dde")),
        agency=draw(st.sampled_from(["ag", "ag", "other"])),
        kind=draw(st.sampled_from([SlotKind.DAY, SlotKind.NIGHT, SlotKind.STANDBY])),
        needs=draw(NEEDS),
        binome=some(),
        vehicle=some(),
        supervised=some(),
        supervises=draw(st.sampled_from([frozenset(), frozenset("d"), frozenset("de")])),
        mandatory=some(),
    )


@st.composite
def crowded(draw: st.DrawFn) -> Rota:
    team = [draw(people(n)) for n in range(draw(st.integers(2, 4)))]
    demand = [draw(slots(n)) for n in range(draw(st.integers(1, 6)))]
    who = st.sampled_from([m.id for m in team])
    duty = st.builds(
        Duty,
        id=st.uuids().map(str),
        span=spans(first=-8),
        kind=st.sampled_from([DutyKind.WORK, DutyKind.STANDBY]),
        dispositif=st.just("d"),
        decided=st.just(False),
    )
    pair = st.lists(who, min_size=2, max_size=2, unique=True).flatmap(
        lambda two: st.builds(
            Pair,
            first=st.just(two[0]),
            second=st.just(two[1]),
            kind=st.sampled_from(list(PairKind)),
            since=st.sampled_from([None, date(2026, 10, 25)]),
        )
    )
    lock = st.builds(
        Lock,
        mediator=who,
        slot=st.sampled_from([s.id for s in demand]),
        by=st.just("resp"),
        why=st.just("essai"),
    )
    training = st.builds(Training, mediator=who, id=st.uuids().map(str), span=spans(first=-8))
    problem = Problem(
        horizon=HORIZON,
        mediators=tuple(team),
        slots=tuple(demand),
        history=tuple(draw(st.lists(st.builds(Worked, mediator=who, duty=duty), max_size=2))),
        trainings=tuple(draw(st.lists(training, max_size=1))),
        absences=tuple(
            draw(st.lists(st.builds(Absence, mediator=who, span=spans(first=-8)), max_size=2))
        ),
        pairs=tuple(draw(st.lists(pair, max_size=2))),
        locks=tuple(draw(st.lists(lock, max_size=1))),
        vehicles=(("ag", draw(st.integers(0, 2))),),
    )
    chosen = frozenset(
        Assignment(m.id, s.id)
        for m in team
        for s in demand
        if may_hold(m, s) and draw(st.booleans())
    )
    return Rota(problem=problem, assignments=chosen)


# Drawing a rota takes longer than judging it: all rules judge each.
@pytest.mark.long
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
)
@given(rota=crowded(), gated=st.booleans())
def test_encoding_and_audit_agree_on_crowded_rotas(rota: Rota, *, gated: bool) -> None:
    for rule in RULES:
        assert accepts(rule, rota, gated=gated) == clean(rule, rota), rule.id
