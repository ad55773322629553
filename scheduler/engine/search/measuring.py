"""Measure rotas of one part, one after the other: only who holds something else is counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.rota import Rota
from scheduler.engine.search.incumbent import Incumbent
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Collection

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
        self._paid: dict[str, dict[str, int]] = {}

    def of(self, assignments: frozenset[Assignment]) -> Incumbent:
        """Return assignments with what the goals measure on them."""
        added, removed = assignments - self._rota.assignments, self._rota.assignments - assignments
        self._rota = self._rota.changed(added, removed)
        touched = {assignment.mediator for assignment in (*added, *removed)}
        costs = tuple(sum(self._cost(g, touched) for g in goals) for _, goals in self.tiers)
        return Incumbent(assignments=assignments, costs=costs)

    def _cost(self, goal: Goal, touched: Collection[str]) -> int:
        if not isinstance(goal, PersonGoal):
            return goal.measure(self._rota)
        if goal.id not in self._paid:
            self._paid[goal.id] = dict(goal.bill(self._rota))
        else:
            people = self._rota.problem.mediator_of
            fresh = {who: goal.paid(self._rota, people[who]) for who in touched}
            self._paid[goal.id] |= fresh
        return sum(self._paid[goal.id].values())
