"""
Find the cheapest ways out where what is demanded can't all be had.

Only what somebody asked for is given up (locks, mandatory slots, limits of a person): each rule of
that kind says what one of its demands costs (`Rule.concession`). All other rules, the law first of
them, hold. The cheapest set is a minimum of the solver over the gates of these demands; the next
one is the cheapest that doesn't contain it (minimal correction sets: Liffiton and Sakallah, 2008).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.engine.build import build
from scheduler.engine.parts.splitting import parts_of
from scheduler.explain import quick_solver
from scheduler.finding import Claim, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scheduler.domain.problem import Problem
    from scheduler.model import RotaModel
    from scheduler.rule import Profile

MOST = 4
"""How many ways out are sought for a part."""


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """
    Demands to give up, what that costs, and a rota that is lawful without them.

    `cheapest`: no set of demands that costs less is a way out, but those found before and what
    contains them.
    """

    part: str
    claims: tuple[Claim, ...]
    cost: int
    assignments: frozenset[Assignment]
    cheapest: bool


@dataclass(frozen=True, kw_only=True)
class WaysOut:
    """
    The ways out found, by part, the cheapest first.

    `concluded`: the search ended by itself; otherwise time ran out, and others may be cheaper.
    """

    ways: tuple[WayOut, ...]
    concluded: bool


def ways_out(
    problem: Problem,
    profile: Profile,
    *,
    seconds: float,
    most: int = MOST,
    about: Collection[str] | None = None,
) -> WaysOut:
    """
    Return the cheapest ways out of each part that has no lawful rota, within `seconds` in all.

    `about`: ids of people and slots, whose parts alone are looked at (None: all are). Each way was
    applied: its rota is audited, and breaks nothing that blocks but what is given up.
    """
    deadline = time.monotonic() + seconds
    ways: list[WayOut] = []
    concluded = True
    for piece in parts_of(problem):
        there = piece.problem.mediator_of.keys() | piece.problem.slot_of.keys()
        if about is not None and there.isdisjoint(about):
            continue
        if time.monotonic() > deadline:
            return WaysOut(ways=tuple(ways), concluded=False)
        search = _Search(piece.name, piece.problem, profile, deadline)
        ways += search.ways(most)
        concluded = concluded and search.concluded
    return WaysOut(ways=tuple(ways), concluded=concluded)


def unconceded(rota: Rota, profile: Profile, claims: tuple[Claim, ...]) -> tuple[Finding, ...]:
    """Return the findings of a rota that block and that these demands, given up, don't explain."""
    return tuple(
        finding
        for finding in audit(rota, profile)
        if finding.blocks
        and not finding.inherited
        and not any(_explains(claim, finding) for claim in claims)
    )


def _explains(claim: Claim, finding: Finding) -> bool:
    span = finding.span
    return (
        (claim.rule, claim.subject) == (finding.rule, finding.subject)
        and span.first < claim.last
        and claim.first < span.last
    )


class _Search:
    """The gated model of a part, asked for the cheapest demands to give up, again and again."""

    def __init__(self, name: str, problem: Problem, profile: Profile, deadline: float) -> None:
        self.name, self.problem, self.profile, self.deadline = name, problem, profile, deadline
        self.model: RotaModel = build(problem, profile, gated=True)
        prices = {rule.id: rule.concession for rule in profile.rules}
        self.prices = {
            claim: price
            for claim in self.model.gates
            if (price := prices.get(claim.rule)) is not None
        }
        self.concluded = False
        cp = self.model.cp
        for claim, gate in self.model.gates.items():
            if claim not in self.prices:
                cp.add(gate == 1)
        self.given_up = cp_model.LinearExpr.weighted_sum(
            [self.model.gates[claim].negated() for claim in self.prices],
            list(self.prices.values()),
        )
        cp.minimize(self.given_up)

    def ways(self, most: int) -> Iterator[WayOut]:
        """Yield at most so many ways out, the cheapest first; none where a lawful rota exists."""
        for _ in range(most):
            way = self._next()
            if way is None:
                return
            if not way.claims:
                self.concluded = True
                return
            yield way
            if not way.cheapest:
                return
            gates = self.model.gates
            self.model.cp.add_bool_or([gates[claim] for claim in way.claims])
        self.concluded = True

    def _next(self) -> WayOut | None:
        """Return the cheapest way out that contains no earlier one (None: none, or no time)."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return None
        solver = quick_solver(left)
        status: Any = solver.solve(self.model.cp)
        if status == cp_model.INFEASIBLE:
            again = quick_solver(max(0.0, self.deadline - time.monotonic()))
            again.parameters.cp_model_presolve = False
            self.concluded = bool(again.solve(self.model.cp) == cp_model.INFEASIBLE)
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        assignments = frozenset(
            Assignment(*pair)
            for pair, literal in self.model.assignment_literals.items()
            if solver.boolean_value(literal)
        )
        claims = tuple(
            sorted(
                claim for claim in self.prices if not solver.boolean_value(self.model.gates[claim])
            )
        )
        rota = Rota(problem=self.problem, assignments=assignments)
        if unconceded(rota, self.profile, claims):
            return None  # what the model accepts and the audit doesn't is never shown
        cost = sum(self.prices[claim] for claim in claims)
        return WayOut(
            part=self.name,
            claims=claims,
            cost=cost,
            assignments=assignments,
            # What the solver says that it costs is held against what the demands do.
            cheapest=status == cp_model.OPTIMAL
            and round(solver.objective_value) == cost
            and self._none_below(cost),
        )

    def _none_below(self, cost: int) -> bool:
        """Whether a second search, set otherwise, says that nothing cheaper can be given up."""
        left = self.deadline - time.monotonic()
        if not cost or left <= 0:
            return not cost
        cheaper = self.model.cp.clone()
        cheaper.add(self.given_up <= cost - 1)
        solver = quick_solver(left)
        solver.parameters.cp_model_presolve = False
        return bool(solver.solve(cheaper) == cp_model.INFEASIBLE)
