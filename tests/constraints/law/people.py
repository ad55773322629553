"""People, duties and timelines for the examples of the law's tests."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import PARIS, Span, days_span
from scheduler.finding import Finding
from scheduler.rule import PersonRule
from tests.constraints.agreement import accepts, clean

ADULT = date(1990, 5, 4)


def span(text: str, end: str) -> Span:
    """`2026-06-15 09:00` to `13:00`, or to another day's `2026-06-16 02:00`."""
    first = datetime.fromisoformat(text)
    last = (
        datetime.fromisoformat(end)
        if " " in end
        else datetime.combine(first.date(), datetime.fromisoformat(f"2026-01-01 {end}").time())
    )
    return Span(first.replace(tzinfo=PARIS), last.replace(tzinfo=PARIS))


def duty(text: str, end: str, *, kind: DutyKind = DutyKind.WORK, **more: Any) -> Duty:
    """One duty; `pause` in minutes has no known place, `pauses` are given whole."""
    pause = more.pop("pause", 0)
    breaks = more.pop("pauses", (Break(minutes=pause),) if pause else ())
    return Duty(
        id=more.pop("id", text),
        span=span(text, end),
        kind=kind,
        breaks=breaks,
        agency="ag",
        dispositif="d",
        **more,
    )


def person(*, birth: date = ADULT, hours: float = 35, **more: Any) -> Mediator:
    """One person under one contract since 2020, unless `contracts` are given."""
    contract = Contract(
        kind=more.pop("kind", ContractKind.CDI),
        start=date(2020, 1, 1),
        weekly_minutes=round(hours * 60),
        **{k: more.pop(k) for k in ("basis", "days", "end") if k in more},
    )
    return Mediator(
        id="m",
        name="Maé",
        birth=birth,
        agency="ag",
        contracts=more.pop("contracts", (contract,)),
        dispositifs=frozenset({"d"}),
        **more,
    )


def rota(
    who: Mediator,
    *decided: Duty,
    first: date,
    last: date,
    past: tuple[Duty, ...] = (),
    **more: Any,
) -> Rota:
    """One person's rota: what `past` holds is fixed, the rest is decided."""
    slots = tuple(
        Slot(
            id=d.id,
            span=d.span,
            dispositif="d",
            agency="ag",
            breaks=d.breaks,
            kind=SlotKind.STANDBY if d.kind is DutyKind.STANDBY else SlotKind.DAY,
            site=d.site,
        )
        for d in decided
    )
    problem = Problem(
        horizon=days_span(first, last),
        mediators=(who,),
        slots=slots,
        history=tuple(Worked(mediator=who.id, duty=replace(d, decided=False)) for d in past),
        **more,
    )
    return Rota(problem=problem, assignments=frozenset(Assignment(who.id, s.id) for s in slots))


def findings(rule: PersonRule, made: Rota) -> list[Finding]:
    """What the rule finds, once its encoding was seen to agree on whether there is anything."""
    assert accepts(rule, made) == accepts(rule, made, gated=True) == clean(rule, made)
    return list(rule.audit(made.timeline(made.problem.mediators[0])))


def seen(rule: PersonRule, made: Rota) -> list[tuple[str, int, int, str, bool]]:
    """Each finding as (day, measured, amount, verdict, inherited)."""
    return [
        (f.on.isoformat(), f.measured, f.amount, f.verdict.value, f.inherited)
        for f in findings(rule, made)
    ]


def without(made: Rota, *duties: Duty) -> Rota:
    """The same rota with some of its slots left open."""
    gone = {duty.id for duty in duties}
    return replace(made, assignments=frozenset(a for a in made.assignments if a.slot not in gone))
