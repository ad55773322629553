"""Verbs that demand something: each constraint has a claim, which may be waived or gated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduler.model.conflicts import Conflicts
from scheduler.model.definitions import DefinitionModel
from scheduler.model.literals import Literal, Terms, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.finding import Claim


class DemandModel(DefinitionModel):
    """
    A model to which rules add demands.

    `gated`: every claim gets a literal that switches its constraints (for explanations).
    `waived`: claims that are not posted.

    What excludes two literals is collected, and posted once by `seal`, in few rows. A demand that
    it already implies isn't posted: it would be, if those claims were waived. A gated model
    posts each claim on its own.
    """

    def __init__(self, *, waived: frozenset[Claim] = frozenset(), gated: bool = False) -> None:
        super().__init__()
        self.waived = waived
        self.gated = gated
        self.gates: dict[Claim, Literal] = {}
        self._conflicts: dict[str, Conflicts] = {}

    def forbid_all(self, claim: Claim, literals: Iterable[Literal]) -> None:
        """Forbid that all literals are true together (a repeated literal counts once)."""
        free = list({lit.index: lit for lit in literals if lit is not self.true}.values())
        if not free or claim in self.waived:
            return
        if self.gated:
            self._post(claim, self.cp.add_bool_or([lit.negated() for lit in free]))
        elif len(free) == 1:
            self._conflicts_of(claim.subject).forbid(free)
        elif len(free) == 2:  # noqa: PLR2004 - a pair
            self._conflicts_of(claim.subject).exclude_all(free)
        elif not self.impossible(claim.subject, free):
            self.cp.add_bool_or([lit.negated() for lit in free])

    def forbid_each(self, claim: Claim, literal: Literal, others: Iterable[Literal]) -> None:
        """Forbid that a literal holds together with any one of the others."""
        lits = list(others)
        free = [lit for lit in lits if lit is not self.true]
        if literal is not self.true and len(free) < len(lits):
            self.forbid(claim, literal)
        elif not free or claim in self.waived:
            return
        elif self.gated:
            self._post(claim, self.cp.add_bool_and([lit.negated() for lit in free]), literal)
        elif literal is self.true:
            self._conflicts_of(claim.subject).forbid(free)
        else:
            self._conflicts_of(claim.subject).exclude(literal, free)

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
            self.forbid_each(claim, self.true, free)
        elif self.gated:
            self._post(claim, self.cp.add(cp_model.LinearExpr.sum(free) <= 1))
        else:
            self._conflicts_of(claim.subject).exclude_all(free)

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

    def impossible(self, subject: str, literals: Iterable[Literal]) -> bool:
        """
        Whether what is demanded of a subject so far already forbids that all literals hold.

        Never in a gated model, where each claim may be switched off.
        """
        return self._conflicts_of(subject).impossible(literals)

    def seal(self) -> None:
        """Post what was collected: what may not hold, and sets of which one at most may hold."""
        covers: dict[Sequence[int], list[list[int]]] = {}
        for conflicts in self._conflicts.values():
            if forbidden := conflicts.forbidden:
                self.cp.add_bool_and([lit.negated() for lit in forbidden])
            for literals in conflicts.at_most_one(covers):
                self.cp.add_at_most_one(literals)
        self._conflicts.clear()

    def _conflicts_of(self, subject: str) -> Conflicts:
        if subject not in self._conflicts:
            self._conflicts[subject] = Conflicts()
        return self._conflicts[subject]

    def _post(self, claim: Claim, constraint: Any, when: Literal = None) -> None:
        guards = [] if when is None or when is self.true else [when]
        if self.gated:
            gate = self.gates.get(claim)
            if gate is None:
                gate = self.gates[claim] = self.cp.new_bool_var(str(claim))
            guards.append(gate)
        if guards:
            constraint.only_enforce_if(guards)
