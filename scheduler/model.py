"""
The CP-SAT model of a problem: literals, verbs, gates, hints.

Rules and goals never see the solver: they speak in verbs (`forbid_all`, `at_most`, `at_least`,
`any_of`, …) over opaque literals. Past and training are the constant `TRUE`, so no rule has a
special case for them; a constraint over constants alone is never posted, and what constants
already use of a limit raises it: a rota can't be asked to mend the past.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from scheduler.domain.bands import slices, units_of
from scheduler.domain.rota import timeline
from scheduler.domain.timeline import PLACED, Timeline, travel
from scheduler.finding import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scheduler.domain.bands import Bands
    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.domain.time import Span

Literal = Any
"""A solver literal, opaque to rules: an IntVar, its negation, or a constant."""

Terms = list[tuple[int, Literal]]
"""A linear expression: coefficients and literals (or integer variables)."""

NEAR = 21 * 1440
"""Minutes before the horizon within which single past duties matter to rests and weeks."""


class Item(NamedTuple):
    """A duty that is, or may be, in a person's timeline, with the literal that says so."""

    duty: Duty
    literal: Literal


class RotaModel:
    """
    The model of one problem.

    `gated`: every claim gets a literal that switches its constraints (for explanations).
    `waived`: claims that are not posted.
    """

    def __init__(
        self, problem: Problem, *, waived: frozenset[Claim] = frozenset(), gated: bool = False
    ) -> None:
        self.problem = problem
        self.waived = waived
        self.gated = gated
        self.cp = cp_model.CpModel()
        self.true: Literal = self.cp.new_constant(1)
        self.gates: dict[Claim, Literal] = {}
        self._pairs: dict[str, set[frozenset[int]]] = defaultdict(set)
        self._literal: dict[int, Literal] = {}
        self._works: dict[tuple[str, str], Literal] = {}
        self._team: dict[str, list[tuple[Mediator, Literal]]] = {s.id: [] for s in problem.slots}
        for mediator in problem.mediators:
            for slot in problem.candidates[mediator.id]:
                literal = self.cp.new_bool_var(f"{mediator.id}@{slot.id}")
                self._works[mediator.id, slot.id] = literal
                self._team[slot.id].append((mediator, literal))
        self.persons: Mapping[str, PersonModel] = {
            m.id: PersonModel(self, m) for m in problem.mediators
        }

    # What there is ---------------------------------------------------------------------------

    def works(self, mediator: str, slot: str) -> Literal | None:
        """Return the literal of a person on a slot (None: never may)."""
        return self._works.get((mediator, slot))

    def team(self, slot: Slot) -> Sequence[tuple[Mediator, Literal]]:
        """Return who may hold the slot, with the literals."""
        return self._team[slot.id]

    @property
    def assignment_literals(self) -> Mapping[tuple[str, str], Literal]:
        """Literals by (mediator, slot)."""
        return self._works

    # Posting verbs ---------------------------------------------------------------------------

    def forbid_all(self, claim: Claim, literals: Iterable[Literal]) -> None:
        """Forbid that all literals hold together (one given twice counts once)."""
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
        """Let at most one of the literals hold; a constant forbids all others."""
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
        Bound a sum from above; what constants already exceed raises the bound to them.

        Coefficients are not negative. `when`: only if that literal holds.
        """
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        room = max(0, limit - fixed)
        if not free or claim in self.waived or sum(c for c, _ in free) <= room:
            return
        self._post(claim, self.cp.add(_sum(free) <= room), when)

    def at_least(self, claim: Claim, terms: Terms, limit: int, *, when: Literal = None) -> None:
        """Bound a sum from below. `when`: only if that literal holds."""
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        if limit - fixed <= 0 or claim in self.waived:
            return
        self._post(claim, self.cp.add(_sum(free) >= limit - fixed), when)

    def one_of(self, claim: Claim, literals: Iterable[Literal], *, when: Literal = None) -> None:
        """Demand that at least one of the literals holds. `when`: only if that literal holds."""
        lits = list(literals)
        if claim in self.waived or any(lit is self.true for lit in lits):
            return
        self._post(claim, self.cp.add_bool_or(lits), when)

    def require(self, claim: Claim, literal: Literal) -> None:
        """Demand one literal."""
        self.one_of(claim, [literal])

    def same(self, claim: Claim, one: Literal, other: Literal) -> None:
        """Demand that two literals hold together or not at all."""
        if claim not in self.waived:
            self._post(claim, self.cp.add(one == other))

    # Building verbs (definitions have no claim) ------------------------------------------------

    def flag(self, name: str) -> Literal:
        """Return a new literal."""
        return self.cp.new_bool_var(name)

    def number(self, low: int, high: int, name: str) -> Literal:
        """Return a new integer variable."""
        return self.cp.new_int_var(low, high, name)

    def none_of(self, literals: Iterable[Literal]) -> Literal | None:
        """
        Return a literal that may hold only if none of the literals does (None: it can't).

        One direction: the literal may be false though none holds.
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
        """Define: if all literals hold, `then` does."""
        self.cp.add_bool_or([then, *(lit.negated() for lit in literals if lit is not self.true)])

    def reaches(self, terms: Terms, threshold: int, then: Literal) -> None:
        """Define: if the sum reaches the threshold, `then` holds (one direction)."""
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        if fixed >= threshold:
            self.cp.add(then == 1)
        elif fixed + sum(c for c, _ in free) >= threshold:
            self.cp.add(_sum(free) <= threshold - 1 - fixed).only_enforce_if(then.negated())

    def shortfall(self, terms: Terms, target: int, name: str = "") -> Literal:
        """Return an integer variable at least `target` minus the sum, at least zero."""
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        slack = self.cp.new_int_var(0, max(0, target - fixed), name)
        if target > fixed:
            self.cp.add(_sum(free) + slack >= target - fixed)
        return slack

    def excess(self, terms: Terms, target: int, name: str = "") -> Literal:
        """Return an integer variable at least the sum minus `target`, at least zero."""
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        most = fixed + sum(c for c, _ in free if c > 0) - target
        slack = self.cp.new_int_var(0, max(0, most), name)
        if most > 0:
            self.cp.add(_sum(free) - slack <= target - fixed)
        return slack

    def shortfall_bands(self, terms: Terms, target: int, bands: Bands, *, unit: int = 1) -> Terms:
        """
        Price what the sum lacks to `target`, in begun units, by bands of growing price.

        Returns cost terms; growing prices make the bands fill in order.
        """
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        parts = self._bands(units_of(target - fixed, unit), bands)
        if parts:
            self.cp.add(_sum([*free, *((unit, var) for _, var in parts)]) >= target - fixed)
        return parts

    def excess_bands(self, terms: Terms, target: int, bands: Bands, *, unit: int = 1) -> Terms:
        """Price what the sum has beyond `target`, in begun units, by bands of growing price."""
        fixed = sum(c for c, lit in terms if lit is self.true)
        free = [(c, lit) for c, lit in terms if lit is not self.true and c]
        most = fixed + sum(c for c, _ in free) - target
        parts = self._bands(units_of(most, unit), bands)
        if parts:
            self.cp.add(_sum([*free, *((-unit, var) for _, var in parts)]) <= target - fixed)
        return parts

    def _bands(self, most: int, bands: Bands) -> Terms:
        return [(price, self.cp.new_int_var(0, width, "")) for width, price in slices(most, bands)]

    # Hints --------------------------------------------------------------------------------------

    def hint(self, rota: Rota) -> None:
        """Suggest a rota, complete over the assignment literals."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        chosen = {(a.mediator, a.slot) for a in rota.assignments}
        for key, literal in self._works.items():
            self.cp.add_hint(literal, key in chosen)

    def seal(self) -> None:
        """Post the forbidden pairs collected so far, merged into at-most-one rows."""
        for pairs in self._pairs.values():
            for row in _cliques(pairs):
                self.cp.add_at_most_one([self._literal[i] for i in row])
        self._pairs.clear()

    # Inside -------------------------------------------------------------------------------------

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


class PersonModel:
    """
    One person's part of the model.

    `fixed` is the timeline of what isn't decided; `items` are the duties by start: those that
    may be decided, travel between them, and the fixed ones from three weeks before the horizon.
    """

    def __init__(self, model: RotaModel, mediator: Mediator) -> None:
        self.model = model
        self.mediator = mediator
        self.problem = model.problem
        self.horizon = model.problem.horizon
        self.true = model.true

    @cached_property
    def fixed(self) -> Timeline:
        """Timeline of what this problem doesn't decide."""
        return timeline(self.problem, self.mediator)

    @cached_property
    def slots(self) -> tuple[tuple[Slot, Literal], ...]:
        """Slots the person may hold, by start, with their literals."""
        return tuple(
            (slot, self.model.works(self.mediator.id, slot.id))
            for slot in self.problem.candidates[self.mediator.id]
        )

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Duties, decided or near and fixed, travel included, by start."""
        near = self.horizon.first - NEAR
        base = [
            Item(duty, self.true)
            for duty in self.problem.fixed_of[self.mediator.id]
            if duty.span.last > near
        ]
        base += [Item(slot.duty, literal) for slot, literal in self.slots]
        base.sort(key=lambda i: (i.duty.span.first, i.duty.span.last, i.duty.id))
        trips = self._trips(base)
        if trips:
            base = sorted(
                (*base, *trips), key=lambda i: (i.duty.span.first, i.duty.span.last, i.duty.id)
            )
        return tuple(base)

    @cached_property
    def working(self) -> tuple[Item, ...]:
        """Items that count as work."""
        return tuple(item for item in self.items if item.duty.counts)

    def minutes(self, window: Span) -> Terms:
        """Return the person's minutes of work in a window of whole civil days, as terms."""
        near = self.horizon.first - NEAR
        terms: Terms = []
        constant = 0
        if window.first < near:
            constant = sum(
                duty.work_in(window) for duty in self.fixed.working if duty.span.last <= near
            )
        for item in self.working:
            if item.duty.span.first >= window.last:
                break
            minutes = item.duty.work_in(window)
            if not minutes:
                continue
            if item.literal is self.true:
                constant += minutes
            else:
                terms.append((minutes, item.literal))
        if constant:
            terms.append((constant, self.true))
        return terms

    def in_window(self, window: Span) -> tuple[Item, ...]:
        """Return the working items with work inside the window."""
        return tuple(
            i for i in self.working if i.duty.span.touches(window) and i.duty.work_in(window) > 0
        )

    def claim(self, rule: str, span: Span) -> Claim:
        """Name what a rule demands of this person over a span."""
        return Claim(rule, self.mediator.id, span.first, span.last)

    def _trips(self, base: list[Item]) -> list[Item]:
        """Travel between two sites of one day, with literals « both, and nothing between »."""
        table = self.problem.minutes_between
        if not table:
            return []
        by_day: dict[Any, list[Item]] = defaultdict(list)
        for item in base:
            if item.duty.kind in PLACED:
                by_day[item.duty.span.day].append(item)
        trips = []
        for items in by_day.values():
            for i, first in enumerate(items):
                for j in range(i + 1, len(items)):
                    second = items[j]
                    trip = travel(first.duty, second.duty, table)
                    if trip is None:
                        continue
                    between = [item.literal for item in items[i + 1 : j]]
                    if any(lit is self.true for lit in between):
                        continue
                    both = [first.literal, second.literal]
                    literal = self.model.all_of(
                        [*both, *(self.model.negation(lit) for lit in between)]
                    )
                    trips.append(Item(trip, literal))
        return trips


def _sum(terms: Terms) -> Any:
    return cp_model.LinearExpr.weighted_sum([lit for _, lit in terms], [c for c, _ in terms])


def _cliques(pairs: set[frozenset[int]]) -> list[list[int]]:
    """Cover the edges of a graph with cliques, greedily: fewer and tighter rows."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        a, b = sorted(pair) if len(pair) > 1 else (next(iter(pair)),) * 2
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    left = {tuple(sorted(p)) for p in pairs if len(p) > 1}
    rows: list[list[int]] = []
    for edge in sorted(left):
        if edge not in left:
            continue
        row = list(edge)
        common = neighbours[row[0]] & neighbours[row[1]]
        while common:
            one = min(common)
            row.append(one)
            common &= neighbours[one]
        rows.append(row)
        left -= {(a, b) for a in row for b in row if a < b}
    return rows
