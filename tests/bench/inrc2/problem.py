"""
An instance of INRC-II as an ordinary problem: the rules, limits and goals of a month.

Every shift begins at midnight and lasts eight hours: two of one day exclude each other. What the
competition adds up in one weighted sum is one tier.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from constraints.house.limits import succession
from constraints.house.people import eligibility, one_place
from constraints.house.teams import headcount, mandatory
from constraints.wishes import coverage, period_wishes, requests, run_wishes
from scheduler.domain.employment.contracts import Contract, ContractKind
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

WARD = "service"
MONDAY = date(2026, 1, 5)
"""Day 0."""

SUM = 2
"""The tier of what the competition adds up."""

PROFILE = Profile(
    name="inrc2",
    person_rules=(one_place.RULE, succession.RULE),
    team_rules=(eligibility.RULE, headcount.RULE, mandatory.RULE),
    goals=(
        coverage.MINIMUM,
        replace(coverage.TARGET, tier=SUM, priced=False),
        replace(period_wishes.GOAL, tier=SUM),
        replace(requests.GOAL, tier=SUM),
        replace(run_wishes.GOAL, tier=SUM),
    ),
)
"""
The rules and goals of an instance; the sum of one tier is the penalty.

The tier above is met by every lawful rota: it gives the search a first one before the sum is built.
"""


def penalty_of(rota: Rota) -> int:
    """Add up what the goals measure of a rota's penalty."""
    return sum(goal.measure(rota) for goal in PROFILE.goals if goal.tier == SUM)


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
                dispositifs=frozenset({WARD}),
                titles=nurse.skills,
            )
            for nurse in instance.nurses
        ),
        slots=tuple(_slots(instance)),
        wishes=tuple(
            Wish(
                mediator=who,
                span=day_span(_day(day)),
                weight=10,
                templates=frozenset() if shift == ANY else frozenset({shift}),
            )
            for who, day, shift in instance.off
        ),
        limits=tuple(limit for nurse in instance.nurses for limit in _limits(instance, nurse)),
        successions=tuple(
            Succession(first=frozenset({shift}), following=others)
            for shift, others in instance.after.items()
            if others
        ),
        streaks=tuple(
            Streak(
                mediator=nurse.id,
                day=MONDAY - timedelta(days=1),
                worked=nurse.past.worked,
                template=nurse.past.shift,
                alike=nurse.past.alike,
                off=nurse.past.off,
                weekends=nurse.past.weekends,
                slots=nurse.past.total,
            )
            for nurse in instance.nurses
        ),
    )


def rota_of(problem: Problem, roster: Collection[Held]) -> Rota:
    """Return a roster as a rota, which doesn't say who holds a slot with which skill."""
    assignments = (Assignment(who, _slot(shift, day)) for who, day, shift, _ in roster)
    return Rota(problem=problem, assignments=frozenset(assignments))


def roster_of(problem: Problem, assignments: Collection[Assignment]) -> frozenset[Held]:
    """
    Return assignments as a roster: each nurse with a skill, so that the cover is best.

    Whoever has none of the skills of a slot holds it without one.
    """
    roster = set()
    for slot, team in Rota(problem=problem, assignments=frozenset(assignments)).team_of.items():
        day = (date.fromisoformat(slot[-10:]) - MONDAY).days
        needs = problem.slot_of[slot].needs
        for person, number in zip(team, problem.slot_of[slot].places(team), strict=True):
            skill = "" if number is None else min(needs[number].titles)
            roster.add((person.id, day, slot[:-11], skill))
    return frozenset(roster)


def _day(index: int) -> date:
    return MONDAY + timedelta(days=index)


def _slot(shift: str, day: int) -> str:
    return f"{shift}-{_day(day).isoformat()}"


def _slots(instance: Instance) -> Iterator[Slot]:
    everybody = len(instance.nurses)
    for day, shift in product(range(instance.days), instance.shifts):
        begin = midnight_minute(_day(day))
        needs = []
        for skill in instance.skills:
            minimum, optimum = instance.cover.get((day, shift, skill), (0, 0))
            needs.append(
                Need(
                    minimum=minimum,
                    target=optimum,
                    maximum=max(optimum, everybody),
                    titles=frozenset({skill}),
                    missing_weight=30,
                )
            )
        yield Slot(
            id=_slot(shift, day),
            span=Span.of_minutes(begin, begin + 480),
            dispositif=WARD,
            needs=tuple(needs),
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
            templates=frozenset({shift}),
            price=15,
        )
    # Periods begin before the first day, so that they count what was held before.
    first, last = MONDAY - timedelta(weeks=max(1, instance.week)), _day(instance.days - 1)
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
