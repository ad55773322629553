"""
The model that a consultant writes for a ward: coarse rules, stricter than the law, in few rows.

It shares no line with our rules and goals; what it plans is judged by the audit and measured by the
goals like any rota. What it doesn't know (history, référents, drivers) must not be asked.

It was formed on the ward: of three versions tried there, with other rests and another fairness, the
best one stays. On the other months nothing was tried.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.limits import LimitKind
from scheduler.domain.sharing.hours import FULL_WEEK, accounts
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import (
    SATURDAY,
    SUNDAY,
    civil_months,
    days_span,
    week_of,
    week_span,
    weeks_touched,
)
from tests.bench.plain import Model

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile

MINIMUM, POST, OVER, HOURS, FAIR, WISH = 10_000, 800, 400, 3, 5, 2
"""Prices: a person under the minimum, under the target; an hour beyond 110 % of the contract, an
hour from it; a night, Saturday or Sunday beyond a fair part and one; a point of wish."""

REST = 11 * 60
WEEK_MOST = 44 * 60
KINDS: tuple[Callable[[Slot], bool], ...] = (
    lambda slot: slot.kind is SlotKind.NIGHT,
    lambda slot: slot.span.day.weekday() == SATURDAY,
    lambda slot: slot.span.day.weekday() == SUNDAY,
)
"""What is shared evenly."""

Own = list[tuple[Slot, cp_model.IntVar]]
"""A person's possible posts, by start, with their literals."""

Works = dict[tuple[str, str], cp_model.IntVar]
Costs = list[tuple[int, cp_model.IntVar]]


def strict(problem: Problem, _: Profile) -> Model:
    """
    Return the model, with everything but rests, titles and weekly hours soft.

    11 h between two posts, two days off together and 44 h a week at most.
    """
    cp, costs = cp_model.CpModel(), Costs()
    works = {
        (person.id, slot.id): cp.new_bool_var("")
        for person in problem.mediators
        for slot in problem.candidates[person.id]
        if _may(problem, person, slot)
    }
    for slot in problem.slots:
        _posts(cp, problem, slot, works, costs)
    kinds = [_shared(problem, is_one) for is_one in KINDS]
    for person in problem.mediators:
        own = [(s, works[person.id, s.id]) for s in problem.slots if (person.id, s.id) in works]
        _rests(cp, problem, own)
        _hours(cp, problem, person, own, costs)
        _weekends(cp, problem, person, own)
        for wish in problem.wishes_of.get(person.id, ()):
            borne = [literal for slot, literal in own if wish.bears_on(slot.duty)]
            if borne and not wish.wants:
                costs.append((WISH * wish.weight, cp.new_bool_var("")))
                cp.add_max_equality(costs[-1][1], borne)
        for shared, fair in kinds:
            there = [v for s, v in own if s.id in shared]
            costs.append((FAIR, cp.new_int_var(0, len(there), "")))
            cp.add(sum(there) - costs[-1][1] <= fair + 1)
    cp.minimize(cp_model.LinearExpr.weighted_sum([v for _, v in costs], [c for c, _ in costs]))
    return Model(cp, works)


def _may(problem: Problem, person: Mediator, slot: Slot) -> bool:
    """Whether titles, absences, and the days of a part-time contract let somebody come."""
    need, contract = slot.need_of(person.role), person.contract_on(slot.span.day)
    if need is None or contract is None or not need.titles <= person.titles:
        return False
    if any(absence.span.touches(slot.span) for absence in problem.absences_of[person.id]):
        return False
    return contract.days is None or slot.span.day.weekday() in contract.days


def _posts(cp: cp_model.CpModel, problem: Problem, slot: Slot, works: Works, costs: Costs) -> None:
    """Price those who lack on a slot; nobody is alone where two are needed."""
    team = {m: works[m.id, slot.id] for m in problem.mediators if (m.id, slot.id) in works}
    for need in slot.needs:
        there = sum(literal for m, literal in team.items() if m.role in need.roles)
        cp.add(there <= need.maximum)
        for wanted, price in ((need.minimum, MINIMUM), (need.target, POST)):
            costs.append((price, cp.new_int_var(0, wanted, "")))
            cp.add(there + costs[-1][1] >= wanted)
    if slot.binome:
        some = cp.new_bool_var("")
        cp.add(sum(team.values()) >= 2 * some)
        for literal in team.values():
            cp.add_implication(literal, some)


def _shared(problem: Problem, is_one: Callable[[Slot], bool]) -> tuple[frozenset[str], int]:
    """Return the slots of a kind, and the posts of them that each person would hold."""
    some = [slot for slot in problem.slots if is_one(slot)]
    posts = sum(need.target for slot in some for need in slot.needs)
    return frozenset(slot.id for slot in some), -(-posts // len(problem.mediators))


def _rests(cp: cp_model.CpModel, problem: Problem, own: Own) -> None:
    """Keep eleven hours between a person's posts, and two days off together each week."""
    for slot, _ in own:
        moment = slot.span.first
        cp.add_at_most_one(v for s, v in own if s.span.first <= moment < s.span.last + REST)
    for monday in weeks_touched(problem.horizon):
        pairs = []
        for pair in pairwise(week_span(monday).days):
            pairs.append(cp.new_bool_var(""))
            for day in pair:
                cp.add(pairs[-1] + sum(v for s, v in own if s.span.day == day) <= 1)
        cp.add_at_least_one(pairs)


def _hours(
    cp: cp_model.CpModel, problem: Problem, person: Mediator, own: Own, costs: Costs
) -> None:
    """Bound the hours of a week; price those of a month that are far from the contract's."""
    for monday in weeks_touched(problem.horizon):
        week = week_span(monday)
        within = [(s.duty.work_in(week), v) for s, v in own if s.span.touches(week)]
        contract = next(filter(None, map(person.contract_on, week.days)), None)
        if within and contract is not None:
            extra = 11 * contract.weekly_minutes // 10
            most = min(extra, FULL_WEEK - 1) if contract.part_time else WEEK_MOST
            cp.add(sum(minutes * v for minutes, v in within) <= most)
    for account in accounts(problem, person):
        some = [(s, v) for s, v in own if account.span.first <= s.span.first < account.span.last]
        if not some:
            continue
        minutes, due = sum(s.duty.paid * v for s, v in some), account.due
        for price, gap in (
            (OVER, minutes - 11 * due // 10),
            (HOURS, minutes - due),
            (HOURS, due - minutes),
        ):
            costs.append((price, cp.new_int_var(0, 1_000, "")))
            cp.add(60 * costs[-1][1] >= gap)


def _weekends(cp: cp_model.CpModel, problem: Problem, person: Mediator, own: Own) -> None:
    """Bound the weekends of a month."""
    for limit in problem.limits_of.get(person.id, ()):
        if limit.kind is not LimitKind.WEEKENDS or limit.most is None:
            continue
        for first, last in civil_months(problem.horizon):
            month = days_span(first, last)
            worked: dict[date, cp_model.IntVar] = {}
            for slot, literal in own:
                for day in slot.span.days:
                    if day.weekday() >= SATURDAY and day in month.days:
                        weekend = worked.setdefault(week_of(day), cp.new_bool_var(""))
                        cp.add_implication(literal, weekend)
            cp.add(sum(worked.values()) <= limit.most)
