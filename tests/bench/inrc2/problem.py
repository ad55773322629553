"""
An instance of INRC-II as an ordinary problem: the rules, limits and goals of a month.

Every shift begins at midnight and lasts eight hours: two of one day exclude each other. What the
competition adds up in one weighted sum is one tier.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.house import eligibility, headcount, mandatory, one_place, succession
from constraints.wishes import coverage, period_wishes, requests, run_wishes
from scheduler.domain.contracts import Contract, ContractKind
from scheduler.domain.limits import Every, Limit, LimitKind, Streak, Succession
from scheduler.domain.people import Mediator, Wish
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, day_span, days_span, midnight_minute
from scheduler.rule import Profile
from tests.bench.inrc2.instance import ANY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tests.bench.inrc2.instance import Instance, Nurse
    from tests.bench.inrc2.scoring import Held

MONDAY = date(2026, 1, 5)
"""Day 0."""

PROFILE = Profile(
    name="inrc2",
    person_rules=(one_place.RULE, succession.RULE),
    team_rules=(eligibility.RULE, headcount.RULE, mandatory.RULE),
    goals=(
        replace(coverage.TARGET, tier=1, priced=False),
        replace(period_wishes.GOAL, tier=1),
        replace(requests.GOAL, tier=1),
        replace(run_wishes.GOAL, tier=1),
    ),
)


def problem_of(instance: Instance) -> Problem:
    """Build the problem of an instance."""
    last = _day(instance.days - 1)
    return Problem(
        horizon=days_span(MONDAY, last),
        mediators=tuple(
            Mediator(
                id=nurse.id,
                name=nurse.id,
                contracts=(Contract(kind=ContractKind.CDI, start=MONDAY),),
                dispositifs=nurse.skills,
            )
            for nurse in instance.nurses
        ),
        slots=tuple(_slots(instance)),
        wishes=tuple(
            Wish(
                mediator=who,
                span=day_span(_day(day)),
                weight=10,
                templates=frozenset()
                if shift == ANY
                else frozenset(f"{shift}.{skill}" for skill in instance.skills),
            )
            for who, day, shift in instance.off
        ),
        limits=tuple(limit for nurse in instance.nurses for limit in _limits(instance, nurse)),
        successions=tuple(
            Succession(first=_templates(instance, shift), following=_templates(instance, *others))
            for shift, others in instance.after.items()
            if others
        ),
        streaks=tuple(
            Streak(
                mediator=nurse.id,
                day=MONDAY - timedelta(days=1),
                worked=nurse.past.worked,
                template=f"{nurse.past.shift}.{instance.skills[0]}" if nurse.past.alike else "",
                alike=nurse.past.alike,
                off=nurse.past.off,
                weekends=nurse.past.weekends,
                slots=nurse.past.total,
            )
            for nurse in instance.nurses
        ),
    )


def rota_of(problem: Problem, roster: Collection[Held]) -> Rota:
    """Return a roster as a rota."""
    held = (Assignment(who, _slot(shift, skill, day)) for who, day, shift, skill in roster)
    return Rota(problem=problem, assignments=frozenset(held))


def roster_of(problem: Problem, assignments: Collection[Assignment]) -> frozenset[Held]:
    """Return assignments as a roster."""
    del problem
    roster = set()
    for assignment in assignments:
        shift, skill = assignment.slot[:-11].split(".")
        day = (date.fromisoformat(assignment.slot[-10:]) - MONDAY).days
        roster.add((assignment.mediator, day, shift, skill))
    return frozenset(roster)


def _day(index: int) -> date:
    return MONDAY + timedelta(days=index)


def _slot(shift: str, skill: str, day: int) -> str:
    return f"{shift}.{skill}-{_day(day).isoformat()}"


def _templates(instance: Instance, *shifts: str) -> frozenset[str]:
    return frozenset(f"{shift}.{skill}" for shift in shifts for skill in instance.skills)


def _slots(instance: Instance) -> Iterator[Slot]:
    for (day, shift, skill), (minimum, optimum) in instance.cover.items():
        begin = midnight_minute(_day(day))
        need = Need(
            minimum=minimum,
            target=optimum,
            maximum=max(optimum, len(instance.nurses)),
            missing_weight=30,
        )
        yield Slot(
            id=_slot(shift, skill, day),
            span=Span.of_minutes(begin, begin + 480),
            dispositif=skill,
            needs=(need,),
            mandatory=True,
        )


def _limits(instance: Instance, nurse: Nurse) -> Iterator[Limit]:
    contract, who = nurse.contract, nurse.id
    run, rest = contract.work, contract.rest
    yield Limit(mediator=who, kind=LimitKind.RUN, least=run.least, most=run.most, price=30)
    yield Limit(mediator=who, kind=LimitKind.REST, least=rest.least, most=rest.most, price=30)
    for shift, (least, most) in instance.shifts.items():
        yield Limit(
            mediator=who,
            kind=LimitKind.RUN,
            least=least,
            most=most,
            templates=_templates(instance, shift),
            price=15,
        )
    first, last = MONDAY - timedelta(weeks=instance.week), _day(instance.days - 1)
    counted = Limit(
        mediator=who,
        kind=LimitKind.SLOTS,
        least=contract.total.least,
        most=contract.total.most,
        every=Every.WHOLE,
        since=first,
        until=last,
        price=20,
    )
    yield counted
    yield replace(counted, kind=LimitKind.WEEKENDS, least=0, most=contract.weekends, price=30)
    if contract.whole:
        yield replace(counted, kind=LimitKind.SPLIT, least=0, most=0, price=30)
