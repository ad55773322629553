"""Verbs that define literals and variables. Definitions have no claim: they demand nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.sharing.bands import slices, units_of
from scheduler.model.literals import Literal, Terms, total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.sharing.bands import Bands


class BareModel(cp_model.CpModel):
    """
    A CP-SAT model without the library's old names.

    Giving every method a second name takes 0.2 ms a model, and small models (one person's, a
    neighbourhood's) are made by the thousand.
    """

    def _add_pre_pep8_methods(self) -> None:
        """Add none."""


class DefinitionModel:
    """A CP-SAT model with the constant `true` and the verbs that define."""

    def __init__(self) -> None:
        self.cp: cp_model.CpModel = BareModel()
        self.true: Literal = self.cp.new_constant(1)
        self._most: dict[int, int] = {}
        self._any_of: dict[tuple[int, ...], Literal] = {}

    def split(self, terms: Terms) -> tuple[int, Terms]:
        """Return the total of the constants, and the terms that aren't constant."""
        fixed = sum(c for c, lit in terms if lit is self.true)
        return fixed, [(c, lit) for c, lit in terms if lit is not self.true and c]

    def most_of(self, terms: Terms) -> int:
        """Return the greatest total that terms without constants can have."""
        return sum(c * self._most.get(lit.index, 1) for c, lit in terms if c > 0)

    def parts_of(self, terms: Terms, count: int) -> list[Terms]:
        """Share a sum of literals out in so many parts, which the solver chooses."""
        if count <= 1:
            return [terms][:count]
        parts = [self._count(len(terms)) for _ in range(count)]
        self.cp.add(total([(1, part) for part in parts]) == total(terms))
        return [[(1, part)] for part in parts]

    def _count(self, most: int, name: str = "") -> Literal:
        """Return a new integer variable, from zero to `most`."""
        variable = self.cp.new_int_var(0, max(0, most), name)
        self._most[variable.index] = max(0, most)
        return variable

    def flag(self, name: str) -> Literal:
        """Return a new literal."""
        return self.cp.new_bool_var(name)

    def none_of(self, literals: Iterable[Literal]) -> Literal | None:
        """
        Return a literal that may be true only if none of the literals is (None: one always is).

        One direction only: the literal may be false although none of them is true.
        """
        lits = list(literals)
        if any(lit is self.true for lit in lits):
            return None
        if not lits:
            return self.true
        flag = self.cp.new_bool_var("")
        self.cp.add_bool_and([lit.negated() for lit in lits]).only_enforce_if(flag)
        return flag

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal equal to « at least one holds »."""
        lits = list(literals)
        if any(lit is self.true for lit in lits):
            return self.true
        if len(lits) == 1:
            return lits[0]
        flag = self.cp.new_bool_var("")
        if not lits:
            self.cp.add(flag == 0)
            return flag
        self.cp.add_max_equality(flag, lits)
        return flag

    def shared_any_of(self, literals: Iterable[Literal]) -> Literal:
        """Return the literal of `any_of`, the same one whenever the literals are the same."""
        lits = list(literals)
        key = tuple(lit.index for lit in lits)
        if key not in self._any_of:
            self._any_of[key] = self.any_of(lits)
        return self._any_of[key]

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal equal to « all hold »."""
        lits = [lit for lit in literals if lit is not self.true]
        if not lits:
            return self.true
        if len(lits) == 1:
            return lits[0]
        flag = self.cp.new_bool_var("")
        self.cp.add_bool_and(lits).only_enforce_if(flag)
        self.cp.add_bool_or([flag, *(lit.negated() for lit in lits)])
        return flag

    def negation(self, literal: Literal) -> Literal:
        """Return the literal's negation."""
        return literal.negated()

    def implies(self, literals: Iterable[Literal], then: Literal) -> None:
        """Define `then` as true if all literals are true."""
        self.cp.add_bool_or([then, *(lit.negated() for lit in literals if lit is not self.true)])

    def reaches(self, terms: Terms, threshold: int, then: Literal) -> None:
        """Define `then` as true if the sum reaches the threshold (in this direction only)."""
        fixed, free = self.split(terms)
        if fixed >= threshold:
            self.cp.add(then == 1)
        elif fixed + self.most_of(free) >= threshold:
            self.cp.add(total(free) <= threshold - 1 - fixed).only_enforce_if(then.negated())

    def shortfall(self, terms: Terms, target: int, name: str = "") -> Literal:
        """Return an integer variable at least `target` minus the sum, at least zero."""
        fixed, free = self.split(terms)
        slack = self._count(target - fixed, name)
        if target > fixed:
            self.cp.add(total(free) + slack >= target - fixed)
        return slack

    def excess(self, terms: Terms, target: int, name: str = "") -> Literal:
        """Return an integer variable at least the sum minus `target`, at least zero."""
        fixed, free = self.split(terms)
        most = fixed + self.most_of(free) - target
        slack = self._count(most, name)
        if most > 0:
            self.cp.add(total(free) - slack <= target - fixed)
        return slack

    def least_of(self, sums: Iterable[Terms], most: int) -> Literal:
        """Return an integer variable equal to the least of `most` and the sums (zero or more)."""
        least = self.cp.new_int_var(0, most, "")
        self.cp.add_min_equality(least, [*map(total, sums), most])
        return least

    def shortfall_bands(self, terms: Terms, target: int, bands: Bands, *, unit: int = 1) -> Terms:
        """
        Price what the sum lacks to reach `target`, in begun units, by bands of growing price.

        Returns cost terms; growing prices make the bands fill in order.
        """
        fixed, free = self.split(terms)
        parts = self._bands(units_of(target - fixed, unit), bands)
        if parts:
            self.cp.add(total([*free, *((unit, var) for _, var in parts)]) >= target - fixed)
        return parts

    def excess_bands(self, terms: Terms, target: int, bands: Bands, *, unit: int = 1) -> Terms:
        """Price what the sum has beyond `target`, in begun units, by bands of growing price."""
        fixed, free = self.split(terms)
        most = fixed + self.most_of(free) - target
        parts = self._bands(units_of(most, unit), bands)
        if parts:
            self.cp.add(total([*free, *((-unit, var) for _, var in parts)]) <= target - fixed)
        return parts

    def _bands(self, most: int, bands: Bands) -> Terms:
        return [(price, self.cp.new_int_var(0, width, "")) for width, price in slices(most, bands)]
