"""Measure rotas of one part, one after the other: only what differs is counted anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scheduler.domain.people import TEAM
from scheduler.domain.rota import Rota
from scheduler.engine.search.incumbent import Incumbent
from scheduler.goal import PersonGoal, TeamGoal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.engine.tiers import Tiers
    from scheduler.goal import Goal


class Measuring:
    """
    The costs of a part's rotas, by tier.

    It keeps the rota that it measured last, and what it costs to each goal by person, or by slot
    where teams are priced. Searches look at hundreds of rotas that differ by a few people.
    """

    def __init__(self, problem: Problem, tiers: Tiers) -> None:
        self.tiers = tiers
        self._rota = Rota(problem=problem, assignments=frozenset())
        self._paid: dict[str, Mapping[str, int]] = {}
        self._posts: dict[str, dict[str, Mapping[str, int]]] = {}

    def of(self, assignments: frozenset[Assignment]) -> Incumbent:
        """Return assignments with what the goals measure on them."""
        self._measure(assignments)
        costs = tuple(
            sum(sum(self._paid[goal.id].values()) for goal in goals) for _, goals in self.tiers
        )
        return Incumbent(assignments=assignments, costs=costs)

    def payers(self, assignments: frozenset[Assignment], place: int) -> Mapping[str, int]:
        """Return what each person pays in the tier at a place; who pays nothing is left out."""
        self._measure(assignments)
        paid: Counter[str] = Counter()
        for goal in self.tiers[place][1]:
            paid.update(self._paid[goal.id])
        return +paid

    def lacking(self, assignments: frozenset[Assignment], place: int) -> Mapping[str, int]:
        """Return the slots for which nobody pays alone in the tier at a place, and how much."""
        self._measure(assignments)
        lacking: Counter[str] = Counter()
        for goal in self.tiers[place][1]:
            bills = self._posts.get(goal.id, {})
            lacking.update({slot: bill.get(TEAM, 0) for slot, bill in bills.items()})
        return +lacking

    def _measure(self, assignments: frozenset[Assignment]) -> None:
        before = self._rota.assignments
        added, removed = assignments - before, before - assignments
        if not (added or removed) and self._paid:
            return
        self._rota = self._rota.changed(added, removed)
        changed = (*added, *removed)
        people = {each.mediator for each in changed}
        slots = {each.slot for each in changed}
        for _, goals in self.tiers:
            for goal in goals:
                self._paid[goal.id] = self._bill(goal, people, slots)

    def _bill(
        self, goal: Goal, people: Collection[str], slots: Collection[str]
    ) -> Mapping[str, int]:
        problem = self._rota.problem
        if isinstance(goal, TeamGoal):
            bills = self._posts.setdefault(goal.id, {})
            for slot in slots if bills else problem.slot_of:
                bills[slot] = goal.bill_of(self._rota, problem.slot_of[slot])
            total: Counter[str] = Counter()
            for bill in bills.values():
                total.update(bill)
            return total
        if goal.id not in self._paid or not isinstance(goal, PersonGoal):
            return goal.bill(self._rota)
        fresh = {who: goal.paid(self._rota, problem.mediator_of[who]) for who in people}
        return {**self._paid[goal.id], **fresh}
