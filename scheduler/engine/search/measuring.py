"""Measure rotas of one part, one after the other: only who holds something else is counted anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scheduler.domain.rota import Rota
from scheduler.engine.search.incumbent import Incumbent
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.engine.tiers import Tiers
    from scheduler.goal import Goal


class Measuring:
    """
    The costs of a part's rotas, by tier.

    It keeps the rota that it measured last, and what each person pays for it to each goal that
    prices persons. Searches look at hundreds of rotas that differ by a few people.
    """

    def __init__(self, problem: Problem, tiers: Tiers) -> None:
        self.tiers = tiers
        self._rota = Rota(problem=problem, assignments=frozenset())
        self._paid: dict[str, Mapping[str, int]] = {}

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

    def _measure(self, assignments: frozenset[Assignment]) -> None:
        before = self._rota.assignments
        added, removed = assignments - before, before - assignments
        if not (added or removed) and self._paid:
            return
        self._rota = self._rota.changed(added, removed)
        touched = {assignment.mediator for assignment in (*added, *removed)}
        for _, goals in self.tiers:
            for goal in goals:
                self._paid[goal.id] = self._bill(goal, touched)

    def _bill(self, goal: Goal, touched: Collection[str]) -> Mapping[str, int]:
        if goal.id not in self._paid or not isinstance(goal, PersonGoal):
            return goal.bill(self._rota)
        people = self._rota.problem.mediator_of
        fresh = {who: goal.paid(self._rota, people[who]) for who in touched}
        return {**self._paid[goal.id], **fresh}
