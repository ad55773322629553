"""Verbs that demand something: each constraint has a claim, which may be waived or gated."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.model.cliques import cliques
from scheduler.model.definitions import DefinitionModel
from scheduler.model.literals import Literal, Terms, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.finding import Claim


class DemandModel(DefinitionModel):
    """
    A model to which rules add demands.

    `gated`: every claim gets a literal that switches its constraints (for explanations).
    `waived`: claims that are not posted.
    """

    def __init__(self, *, waived: frozenset[Claim] = frozenset(), gated: bool = False) -> None:
        super().__init__()
        self.waived = waived
        self.gated = gated
        self.gates: dict[Claim, Literal] = {}
        self._pairs: dict[str, set[frozenset[int]]] = defaultdict(set)
        self._literal: dict[int, Literal] = {}

    def forbid_all(self, claim: Claim, literals: Iterable[Literal]) -> None:
        """Forbid that all literals are true together (a repeated literal counts once)."""
        free = list({lit.index: lit for lit in literals if lit is not self.true}.values())
        if not free or claim in self.waived:
            return
        if len(free) == 2 and not self.gated:  # noqa: PLR2004 - a pair, merged into cliques
            self._pairs[claim.subject].add(frozenset(self._remember(lit) for lit in free))
            return
        self._post(claim, self.cp.add_bool_or([lit.negated() for lit in free]))

    def forbid(self, claim: Claim, literal: Literal) -> None:
        """Forbid one literal."""
        self.forbid_all(claim, [literal])

    def at_most_one(self, claim: Claim, literals: Iterable[Literal]) -> None:
        """Let at most one of the literals be true; a true constant forbids all others."""
        lits = list(literals)
        free = [lit for lit in lits if lit is not self.true]
        if not free or claim in self.waived:
            return
        if len(free) < len(lits):
            self._post(claim, self.cp.add_bool_and([lit.negated() for lit in free]))
        elif self.gated:
            self._post(claim, self.cp.add(cp_model.LinearExpr.sum(free) <= 1))
        elif len(free) > 1:
            self.cp.add_at_most_one(free)

    def at_most(self, claim: Claim, terms: Terms, limit: int, *, when: Literal = None) -> None:
        """
        Bound a sum from above; if constants alone exceed the bound, it rises to their total.

        Literals have coefficients that are not negative; those of integer variables are negative,
        and then the bound doesn't rise. `when`: only if that literal holds.
        """
        fixed, free = self.split(terms)
        room = limit - fixed
        if all(c > 0 for c, _ in free):
            room = max(0, room)
        if not free or claim in self.waived or self.most_of(free) <= room:
            return
        self._post(claim, self.cp.add(total(free) <= room), when)

    def at_least(self, claim: Claim, terms: Terms, limit: int, *, when: Literal = None) -> None:
        """Bound a sum from below. `when`: only if that literal holds."""
        fixed, free = self.split(terms)
        if limit - fixed <= 0 or claim in self.waived:
            return
        self._post(claim, self.cp.add(total(free) >= limit - fixed), when)

    def one_of(self, claim: Claim, literals: Iterable[Literal], *, when: Literal = None) -> None:
        """Demand that at least one of the literals holds. `when`: only if that literal holds."""
        lits = list(literals)
        if claim in self.waived or any(lit is self.true for lit in lits):
            return
        self._post(claim, self.cp.add_bool_or(lits), when)

    def same(self, claim: Claim, first: Literal, other: Literal) -> None:
        """Demand that two literals hold together or not at all."""
        if claim not in self.waived:
            self._post(claim, self.cp.add(first == other))

    def seal(self) -> None:
        """Post the forbidden pairs collected so far, merged into at-most-one rows."""
        for pairs in self._pairs.values():
            for row in cliques(pairs):
                self.cp.add_at_most_one([self._literal[i] for i in row])
        self._pairs.clear()

    def _post(self, claim: Claim, constraint: Any, when: Literal = None) -> None:
        guards = [] if when is None or when is self.true else [when]
        if self.gated:
            gate = self.gates.get(claim)
            if gate is None:
                gate = self.gates[claim] = self.cp.new_bool_var(str(claim))
            guards.append(gate)
        if guards:
            constraint.only_enforce_if(guards)

    def _remember(self, literal: Literal) -> int:
        index: int = literal.index
        self._literal[index] = literal
        return index
