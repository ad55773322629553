"""
The model of one part, built once: tiers are variables whose domains move, literals open and close.

A search never rebuilds it. It caps a tier by the domain of the tier's variable, and closes an
assignment by fixing its literal to what the rota at hand says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.problem import Assignment
from scheduler.engine.build import build, cost_terms
from scheduler.engine.search.solving import SOLVED, Effort
from scheduler.engine.tiers import searched_tiers
from scheduler.model.literals import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.problem import Problem
    from scheduler.engine.search.incumbent import Costs
    from scheduler.engine.search.solving import Solving
    from scheduler.model import RotaModel
    from scheduler.rule import Profile

UNCAPPED = 1 << 40
"""More than any tier can cost."""

COMPLETION = Effort(deterministic=20.0)
"""What completing a whole rota may take; nearly all of it follows by propagation."""


class PartModel:
    """
    A part's model: rules first, and tiers of goals when they are first needed.

    `assignments` are those to decide, `indices` their variables, in one order that never changes.
    `rows`: the rows that define `tiers`.
    A vector is a value for each variable of the model; it is out of date once tiers were added.
    """

    def __init__(self, problem: Problem, profile: Profile) -> None:
        self.rota_model: RotaModel = build(problem, profile)
        self.cp = self.rota_model.cp
        self.goals = searched_tiers(profile)
        self.tiers: list[cp_model.IntVar] = []
        self.rows: list[int] = []
        works = self.rota_model.assignment_literals
        self.assignments = tuple(Assignment(who, slot) for who, slot in works)
        self.indices = tuple(literal.index for literal in works.values())
        self._closed: dict[int, int] = {}

    def extend(self, tiers: int) -> None:
        """Have at least so many tiers: coverage is searched without the weight of the others."""
        for number, goals in self.goals[len(self.tiers) : tiers]:
            terms = cost_terms(self.rota_model, goals)
            variable = self.cp.new_int_var(0, UNCAPPED, f"tier {number}")
            row = self.cp.add(variable == (total(terms) if terms else 0))
            self.rows.append(row.index)
            self.tiers.append(variable)

    def most(self, place: int) -> int:
        """Return what the tier at a place costs at most, were each term as dear as it can be."""
        row = self.cp.proto.constraints[self.rows[place]].linear
        prices = dict(zip(row.vars, row.coeffs, strict=True))
        # The row is `sign * tier + sum of the others = constant`.
        sign = int(prices.pop(self.tiers[place].index))
        domains = {index: self.cp.proto.variables[index].domain for index in prices}
        worst = (
            -sign * price * domains[index][-sign * price > 0] for index, price in prices.items()
        )
        return sign * int(row.domain[0]) + int(sum(worst))

    def fits(self, vector: Sequence[int]) -> bool:
        """Whether a vector has a value for each variable that the model has by now."""
        return len(vector) == len(self.cp.proto.variables)

    def cap(self, caps: Iterable[int | None]) -> None:
        """Let each tier cost at most this (None, and tiers beyond: anything)."""
        limits = [*caps, *(None for _ in self.tiers)]
        variables = self.cp.proto.variables
        for tier, limit in zip(self.tiers, limits, strict=False):
            variables[tier.index].domain[1] = UNCAPPED if limit is None else limit

    def close(self, vector: Sequence[int], free: Iterable[int] | None) -> None:
        """Fix all literals to the vector but the places `free` (None: free all of them)."""
        variables, before = self.cp.proto.variables, self._closed
        if free is None:
            wanted: dict[int, int] = {}
        else:
            wanted = {index: vector[index] for index in self.indices}
            for place in free:
                del wanted[self.indices[place]]
        for index in before.keys() - wanted.keys():
            domain = variables[index].domain
            domain[0], domain[1] = 0, 1
        for index, value in wanted.items():
            if before.get(index) != value:
                domain = variables[index].domain
                domain[0], domain[1] = value, value
        self._closed = wanted

    def aim(self, weights: Sequence[int]) -> None:
        """Minimise the weighted sum of the tiers; no weight at all: any rota will do."""
        pairs = [(t, w) for t, w in zip(self.tiers, weights, strict=False) if w]
        if pairs:
            tiers, prices = zip(*pairs, strict=True)
            self.cp.minimize(cp_model.LinearExpr.weighted_sum(list(tiers), list(prices)))
        else:
            self.cp.clear_objective()  # type: ignore[no-untyped-call]

    def hint(self, vector: Sequence[int] | None) -> None:
        """Start from a whole vector (None: from nothing)."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        if vector is not None:
            hint = self.cp.proto.solution_hint
            hint.vars.extend(range(len(vector)))
            hint.values.extend(vector)

    def hint_assignments(self, assignments: frozenset[Assignment]) -> None:
        """Start from a rota that may not be lawful: its assignments alone are suggested."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        hint = self.cp.proto.solution_hint
        hint.vars.extend(self.indices)
        hint.values.extend(int(a in assignments) for a in self.assignments)

    def read(self, vector: Sequence[int]) -> frozenset[Assignment]:
        """Return the assignments of a vector."""
        return frozenset(
            a for a, index in zip(self.assignments, self.indices, strict=True) if vector[index]
        )

    def costs(self, vector: Sequence[int]) -> Costs:
        """Return what the tiers' variables so far say: at least what the rota costs."""
        return tuple(vector[tier.index] for tier in self.tiers)

    def complete(
        self, assignments: frozenset[Assignment], solving: Solving
    ) -> tuple[int, ...] | None:
        """Return the cheapest vector of a rota, or None if the rules refuse it."""
        vector = [0] * len(self.cp.proto.variables)
        known = set()
        for assignment, index in zip(self.assignments, self.indices, strict=True):
            if assignment in assignments:
                vector[index] = 1
                known.add(assignment)
        if len(known) < len(assignments):
            return None  # somebody holds what they may not hold
        self.cap(())
        self.close(vector, ())
        self.aim([1] * len(self.tiers))
        self.hint(None)
        answer = solving.run(self.cp, COMPLETION, brief=True)
        return answer.vector if answer.status in SOLVED else None
