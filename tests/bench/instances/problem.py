"""
An instance as an ordinary problem: the same people, slots, rules and goals as a month's.

Day 0 is a Monday. Every shift begins at midnight: the format gives lengths only, and two shifts of
one day must exclude each other. A shift is a template, and a dispositif of those who may hold it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.house.limits import (
    consecutive_days,
    minutes_in_period,
    shortest_rest,
    shortest_run,
    slot_count,
    succession,
    weekends_worked,
)
from constraints.house.people import eligibility, one_place
from constraints.house.teams import headcount
from constraints.law.leave import absences
from constraints.wishes import coverage, requests
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.limits import Every, Limit, LimitKind, Succession
from scheduler.domain.people import Absence, Mediator, Wish
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, day_span, days_span, midnight_minute
from scheduler.rule import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.instances.instance import Instance, Staff

MONDAY = date(2026, 1, 5)
"""Day 0."""

PROFILE = Profile(
    name="instance",
    person_rules=(
        absences.RULE,
        consecutive_days.RULE,
        minutes_in_period.RULE,
        one_place.RULE,
        shortest_rest.RULE,
        shortest_run.RULE,
        slot_count.RULE,
        succession.RULE,
        weekends_worked.RULE,
    ),
    team_rules=(eligibility.RULE, headcount.RULE),
    goals=(replace(coverage.TARGET, tier=1, priced=False), replace(requests.GOAL, tier=1)),
)
"""The rules and goals of an instance; the sum of its one tier is the penalty."""


def problem_of(instance: Instance) -> Problem:
    """Build the problem of an instance."""
    last = day_of(instance.days - 1)
    return Problem(
        horizon=days_span(MONDAY, last),
        mediators=tuple(_person(instance, staff) for staff in instance.staff),
        slots=tuple(_slots(instance)),
        absences=tuple(
            Absence(mediator=staff.id, span=day_span(day_of(day)))
            for staff in instance.staff
            for day in sorted(staff.days_off)
        ),
        wishes=tuple(
            Wish(
                mediator=request.staff,
                span=day_span(day_of(request.day)),
                wants=request.wants,
                weight=request.weight,
                templates=frozenset({request.shift}),
            )
            for request in instance.requests
            if request.weight
        ),
        limits=tuple(limit for staff in instance.staff for limit in _limits(staff, last)),
        successions=tuple(
            Succession(first=frozenset({shift.id}), following=shift.not_before)
            for shift in instance.shifts
            if shift.not_before
        ),
    )


def day_of(index: int) -> date:
    """Return the civil day of an instance's day."""
    return MONDAY + timedelta(days=index)


def slot_of(shift: str, day: int) -> str:
    """Return the id of the slot of a shift on a day."""
    return f"{shift}-{day_of(day).isoformat()}"


def rota_of(problem: Problem, instance: Instance, roster: Sequence[Sequence[str]]) -> Rota:
    """Return a roster (a row a person, a shift or nothing a day) as a rota."""
    return Rota(
        problem=problem,
        assignments=frozenset(
            Assignment(staff.id, slot_of(shift, day))
            for staff, row in zip(instance.staff, roster, strict=True)
            for day, shift in enumerate(row)
            if shift
        ),
    )


def roster_of(instance: Instance, assignments: frozenset[Assignment]) -> list[list[str]]:
    """Return assignments as a roster: a row a person, a shift or nothing a day."""
    rows = {staff.id: [""] * instance.days for staff in instance.staff}
    for assignment in assignments:
        shift, day = assignment.slot[:-11], date.fromisoformat(assignment.slot[-10:])
        rows[assignment.mediator][(day - MONDAY).days] = shift
    return list(rows.values())


def _person(instance: Instance, staff: Staff) -> Mediator:
    able = {s.id for s in instance.shifts if staff.most_of.get(s.id, instance.days)}
    contract = Contract(kind=ContractKind.CDI, start=MONDAY)
    return Mediator(id=staff.id, name=staff.id, contracts=(contract,), dispositifs=frozenset(able))


def _slots(instance: Instance) -> Iterator[Slot]:
    cover = {(line.day, line.shift): line for line in instance.cover}
    for day in range(instance.days):
        begin = midnight_minute(day_of(day))
        for shift in instance.shifts:
            line = cover.get((day, shift.id))
            required = line.required if line else 0
            yield Slot(
                id=slot_of(shift.id, day),
                span=Span.of_minutes(begin, begin + shift.minutes),
                dispositif=shift.id,
                needs=(
                    Need(
                        minimum=0,
                        target=required,
                        maximum=max(required, len(instance.staff)),
                        missing_weight=line.under if line else 0,
                        surplus_weight=line.over if line else 0,
                    ),
                ),
            )


def _limits(staff: Staff, last: date) -> Iterator[Limit]:
    who, whole = staff.id, {"every": Every.WHOLE, "since": MONDAY, "until": last}
    yield Limit(
        mediator=who,
        kind=LimitKind.RUN,
        least=staff.shortest_run,
        most=staff.longest_run,
    )
    if staff.shortest_rest > 1:
        yield Limit(mediator=who, kind=LimitKind.REST, least=staff.shortest_rest)
    yield Limit(
        mediator=who,
        kind=LimitKind.MINUTES,
        least=staff.least_minutes,
        most=staff.most_minutes,
        **whole,  # type: ignore[arg-type]  # the three fields of a whole period
    )
    yield Limit(mediator=who, kind=LimitKind.WEEKENDS, most=staff.most_weekends, **whole)  # type: ignore[arg-type]
    days = (last - MONDAY).days + 1
    for shift, most in staff.most_of.items():
        if 0 < most < days:
            yield Limit(
                mediator=who,
                kind=LimitKind.SLOTS,
                most=most,
                templates=frozenset({shift}),
                **whole,  # type: ignore[arg-type]
            )
