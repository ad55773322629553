"""
Bound a tier of a long horizon by its months, each under the rows that are its own.

A rota of the whole horizon meets every row of the model, hence those that name one month alone. So
the least that each month can cost under its own rows adds up to a bound of the whole, whatever the
rules are. Rows that name several months (a week over a border, an average, a count of the year) are
left out of it: the bound is lower for that, and true. It is a Lagrangian bound with all prices at
zero, and finds what one search of all months at once has no time for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ortools.sat.python import cp_model

from scheduler.engine.search.solving import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.problem import Problem
    from scheduler.engine.contradictions import Refuted
    from scheduler.engine.search.incumbent import Costs
    from scheduler.engine.search.part_model import PartModel
    from scheduler.engine.search.solving import Solving


SHARE = 3
"""Most months that share the effort of one proof; a year's takes several times as much."""


class Shares(NamedTuple):
    """A tier by months: its terms (price, variable) of each, and the least of all the rest."""

    months: list[list[tuple[int, int]]]
    rest: int


class MonthsBound(NamedTuple):
    """
    A bound of a tier, and the deterministic time spent.

    `refuted`, `impossible`: of any month, as in an answer.
    """

    value: int
    spent: float
    refuted: frozenset[Refuted]
    impossible: bool


class Capped(NamedTuple):
    """
    A tier above under its cap, by months: its terms of each, and the least that each costs.

    `room`: what the cap leaves, once each month costs its least, to any of them.
    """

    months: list[list[tuple[int, int]]]
    least: list[int]
    room: int


class Months:
    """
    The rows and variables of a part's model by the month to which they belong alone.

    A variable that defines something belongs to the month of the first row that ties it to one.
    """

    def __init__(self, model: PartModel, problem: Problem) -> None:
        self.model = model
        firsts = sorted({slot.span.day.replace(day=1) for slot in problem.slots})
        number = {first: place for place, first in enumerate(firsts)}
        self.count = len(firsts)
        self.month = {
            index: number[problem.slot_of[assignment.slot].span.day.replace(day=1)]
            for assignment, index in zip(model.assignments, model.indices, strict=True)
        }
        self.rows: list[list[int]] = [[] for _ in firsts]
        self._seen = 0
        self._least: dict[tuple[int, Costs], list[int]] = {}

    def bound(
        self, place: int, caps: Costs, vector: Sequence[int], solving: Solving, effort: Effort
    ) -> MonthsBound:
        """
        Return a bound on a tier under caps on those above it.

        `vector`: of a rota that meets the caps; the months share the effort (see `SHARE`).
        """
        self.model.close((), None)
        self._sort_rows()
        above = [self._capped(number, caps) for number in range(len(caps))]
        mine = self._shares(place)
        each = Effort(
            deterministic=effort.deterministic / min(self.count, SHARE),
            seconds=None if effort.seconds is None else effort.seconds / self.count,
        )
        least, spent, impossible = [], 0.0, False
        refuted: set[Refuted] = set()
        for month, low in enumerate(self._lows(mine)):
            relaxed = self._relaxed(month, mine, above, vector)
            answer = solving.run(relaxed, each)
            spent += answer.spent
            refuted.update(answer.refuted)
            impossible = impossible or answer.impossible
            # A bound below zero is told as zero.
            known = low >= 0 and not answer.impossible
            least.append(max(low, answer.bound) if known else low)
        self._least[place, caps] = least
        return MonthsBound(mine.rest + sum(least), spent, frozenset(refuted), impossible)

    def _relaxed(
        self, month: int, tier: Shares, above: Sequence[Capped], vector: Sequence[int]
    ) -> cp_model.CpModel:
        """Return a model of a month's rows alone, which minimises its terms of a tier."""
        whole, relaxed = self.model.cp.proto, cp_model.CpModel()
        relaxed.proto.variables.extend(whole.variables)
        for row in self.rows[month]:
            relaxed.proto.constraints.append(whole.constraints[row])
        for months, least, room in above:
            relaxed.add(_sum(relaxed, months[month]) <= least[month] + room)
        relaxed.minimize(_sum(relaxed, tier.months[month]))
        hint = relaxed.proto.solution_hint
        hint.vars.extend(range(len(vector)))
        hint.values.extend(vector)
        return relaxed

    def _capped(self, place: int, caps: Costs) -> Capped:
        """Return a tier under its cap, with the best known lower bound of each month's cost."""
        tier = self._shares(place)
        least = self._least.get((place, caps[:place])) or self._lows(tier)
        return Capped(tier.months, least, caps[place] - tier.rest - sum(least))

    def _lows(self, tier: Shares) -> list[int]:
        """Return the least sum of a tier's terms by month, from the variables' bounds alone."""
        return [sum(self._lowest(*term) for term in terms) for terms in tier.months]

    def _shares(self, place: int) -> Shares:
        """Return a tier's terms by month, read from the row that defines it."""
        row = self.model.cp.proto.constraints[self.model.rows[place]].linear
        tier = self.model.tiers[place].index
        prices = dict(zip(row.vars, row.coeffs, strict=True))
        sign = prices.pop(tier)
        months: list[list[tuple[int, int]]] = [[] for _ in range(self.count)]
        rest = row.domain[0] // sign
        for index, coefficient in prices.items():
            term = (-coefficient // sign, index)
            month = self.month.get(index)
            if month is None:
                rest += self._lowest(*term)
            else:
                months[month].append(term)
        return Shares(months, rest)

    def _lowest(self, price: int, index: int) -> int:
        first, last = self._ends(index)
        return min(price * first, price * last)

    def _ends(self, index: int) -> tuple[int, int]:
        """Return a variable's least and greatest values."""
        domain = tuple(self.model.cp.proto.variables[index].domain)
        return domain[0], domain[-1]

    def _sort_rows(self) -> None:
        """File each new row of the model under its month, if all its variables are of one month."""
        proto = self.model.cp.proto
        tiers = set(self.model.rows)
        waiting = [
            (row, self._free(proto.constraints[row]))
            for row in range(self._seen, len(proto.constraints))
            if row not in tiers
        ]
        self._seen = len(proto.constraints)
        before = len(waiting) + 1
        while len(waiting) < before:
            before, left = len(waiting), []
            for row, variables in waiting:
                months = {self.month[v] for v in variables if v in self.month}
                if not months:
                    left.append((row, variables))
                elif len(months) == 1:
                    (month,) = months
                    self.month |= dict.fromkeys(variables, month)
                    self.rows[month].append(row)
            waiting = left

    def _free(self, row: Any) -> list[int]:
        """Return the variables of a row that aren't constants."""
        indices = {index if index >= 0 else -index - 1 for index in _references(row)}
        return [index for index in indices if len(set(self._ends(index))) > 1]


def _references(row: Any) -> Iterator[int]:
    """Yield the variables, or their negations, that a row names."""
    yield from row.enforcement_literal
    if row.has_linear():
        yield from row.linear.vars
    elif row.has_lin_max():
        for expression in (row.lin_max.target, *row.lin_max.exprs):
            yield from expression.vars
    else:
        for kind in ("bool_or", "bool_and", "at_most_one", "exactly_one"):
            if getattr(row, f"has_{kind}")():
                yield from getattr(row, kind).literals


def _sum(model: cp_model.CpModel, terms: list[tuple[int, int]]) -> Any:
    variables = [model.get_int_var_from_proto_index(index) for _, index in terms]
    return cp_model.LinearExpr.weighted_sum(variables, [price for price, _ in terms])
