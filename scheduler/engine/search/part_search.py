"""
The search of one part in one process: its model, kept, and what every kind of step shares.

A step takes an incumbent and a budget, and leaves a better incumbent, bounds, or both: see `steps`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from scheduler.engine.contradictions import Contradiction, Refuted
from scheduler.engine.search.found import Found
from scheduler.engine.search.incumbent import Bound, Incumbent
from scheduler.engine.search.judging import Judge
from scheduler.engine.search.measuring import Measuring
from scheduler.engine.search.months import Months
from scheduler.engine.search.neighbourhoods import Neighbourhoods
from scheduler.engine.search.part_model import PartModel
from scheduler.engine.tiers import below_coverage, searched_tiers, wishes_at
from scheduler.engine.tried import Tried, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.engine.search.incumbent import Costs
    from scheduler.engine.search.months import MonthsBound
    from scheduler.engine.search.solving import Answer, Solving
    from scheduler.rule import Profile

Tell = Callable[[int, int | None, int | None], None]
"""Given news of a tier: its place, its best cost and its bound."""

Show = Callable[[Incumbent], None]


@dataclass(kw_only=True)
class Budget:
    """
    What a step may spend: deterministic time, of which `spent` is gone, and a moment to end at.

    `until`: on the monotonic clock (None: the clock doesn't count).
    """

    deterministic: float
    until: float | None = None
    spent: float = 0.0

    @property
    def left(self) -> float:
        """Deterministic time that is left."""
        return max(0.0, self.deterministic - self.spent)

    @property
    def seconds(self) -> float | None:
        """Seconds of the clock that are left (None: it doesn't count)."""
        return None if self.until is None else self.until - time.monotonic()

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return not self.left or (self.until is not None and time.monotonic() >= self.until)


class PartSearch:
    """
    One part, searched in this process.

    `incumbent` is the best rota known here, `bounds` are those found since the step began.
    `doubted`: places of tiers whose cost the model understates. `infeasible`: the solver found that
    no lawful rota exists. `contradictions`: what it answered that is refuted. `tried`: what each
    kind of step came to since the step began. `judge`: what audits its people. `together`: most
    deterministic time in which its coverage and changes were to be proved at once. `first`,
    `wishes`: places of the first tier below coverage, and of that of wishes (see `wishes_at`).
    `rival`: a rota that covers a little worse than the best and may be better in all else.
    `barren`: tries that spared wishes since one has gained above them. `questions`: the
    deterministic time in which a bound, by its place, value and caps, was to be confirmed.
    `method`: the caller's own (see `Options`).
    """

    def __init__(
        self,
        name: str,
        problem: Problem,
        profile: Profile,
        solving: Solving,
        *,
        tell: Tell,
        show: Show,
        foreign: Callable[[], Incumbent | None],
        judge: Judge | None = None,
        method: Callable[..., Callable[..., None] | None] | None = None,
    ) -> None:
        self.name = name
        self.problem = problem
        self.profile = profile
        self.solving = solving
        self.tell = tell
        self.show = show
        self.foreign = foreign
        self.judge = judge or Judge(problem, profile)
        self.tiers = searched_tiers(profile)
        self.first, self.wishes = below_coverage(self.tiers), wishes_at(self.tiers)
        self.random = Random(f"{solving.seed} {name}")  # noqa: S311 - a search, no secret
        self.incumbent: Incumbent | None = None
        self.method = method
        self._by_method: Callable[..., None] | None = None
        self.bounds: list[Bound] = []
        self.doubted: set[int] = set()
        self.infeasible = False
        self.together = 0.0
        self.rival: Incumbent | None = None
        self.barren = 0
        self.questions: dict[tuple[int, int, Costs], float] = {}
        self.contradictions: set[Contradiction] = set()
        self.tried: dict[str, Tried] = {}
        self._vector: tuple[frozenset[Assignment], tuple[int, ...] | None] | None = None

    @cached_property
    def model(self) -> PartModel:
        """The part's model, built when it is needed first."""
        return PartModel(self.problem, self.profile)

    @cached_property
    def measuring(self) -> Measuring:
        """What measures the part's rotas."""
        return Measuring(self.problem, self.tiers)

    @cached_property
    def months(self) -> Months:
        """The model's rows by month."""
        return Months(self.model, self.problem)

    def by_method(self, budget: Budget, *, seed: int, whole: bool = True) -> None:
        """Search by the caller's own method, kept; one that can't leaves no note of a try."""
        if self._by_method is None and self.method is not None:
            # `seed` tells it from that of another process.
            self._by_method = self.method(self, self.solving.seed + seed)
        if self._by_method is not None:
            self._by_method(budget, whole)

    @property
    def modelled(self) -> bool:
        """Whether the model has been built."""
        return "model" in self.__dict__

    @property
    def size(self) -> int:
        """Possible assignments of the model, if it has been built."""
        return len(self.model.assignments) if self.modelled else 0

    @cached_property
    def neighbourhoods(self) -> Neighbourhoods:
        """What to free of the part, and what each kind of it has gained."""
        return Neighbourhoods(self.problem, self.model.assignments, self.random)

    @property
    def vector(self) -> tuple[int, ...] | None:
        """The incumbent's vector (None: there is no incumbent, or the model refuses it)."""
        if self.incumbent is None:
            return None
        mine = self.incumbent.assignments
        if self._vector is not None:
            known, vector = self._vector
            if known == mine and (vector is None or self.model.fits(vector)):
                return vector
        vector = self.model.complete(mine, self.solving)
        self._vector = (mine, vector)
        return vector

    def begin(self, incumbent: Incumbent | None) -> None:
        """Begin a step with the best rota known anywhere."""
        if incumbent is not None and incumbent.beats(self.incumbent):
            self._leave(incumbent)
            self.incumbent = incumbent
        self.bounds, self.tried, self.infeasible = [], {}, False

    def _leave(self, better: Incumbent) -> None:
        """Keep the rota at hand as a rival of one that covers better and is worse in the rest."""
        mine, first = self.incumbent, self.first
        if mine is None or not mine.assignments:
            return
        if better.costs[:first] < mine.costs[:first] and mine.costs[first:] < better.costs[first:]:
            self.rival = mine

    def measured(self, assignments: frozenset[Assignment]) -> Incumbent:
        """Return assignments with their measured costs."""
        return self.measuring.of(assignments)

    def accept(
        self, vector: Sequence[int], wanted: Callable[[Incumbent], bool] | None = None
    ) -> bool:
        """Take a vector's rota if it beats the incumbent and is wanted; return whether it did."""
        costs = self.model.costs(vector)
        assignments = self.model.read(vector)
        if self.incumbent is not None and assignments == self.incumbent.assignments:
            return False
        incumbent = self.measured(assignments)
        self.doubted |= {
            place
            for place, (cost, claimed) in enumerate(zip(incumbent.costs, costs, strict=False))
            if cost > claimed
        }
        return (wanted is None or wanted(incumbent)) and self.take(incumbent, vector)

    def take(self, incumbent: Incumbent, vector: Sequence[int] | None = None) -> bool:
        """Take a lawful rota if it beats the incumbent; return whether it did."""
        if not incumbent.beats(self.incumbent):
            return False
        self._leave(incumbent)
        self.incumbent = incumbent
        bounds, self.bounds = self.bounds, []
        for bound in bounds:
            self.bound(bound)
        if vector is not None:
            # Of the tiers that the model has by now.
            claimed = self.model.costs(vector)
            if claimed == incumbent.costs[: len(claimed)]:
                self._vector = (incumbent.assignments, tuple(vector))
        self.show(incumbent)
        return True

    def joined(self, origin: Incumbent | None) -> Incumbent | None:
        """Take the better rota of another process, and return it (or the origin: none came)."""
        foreign = self.foreign()
        return foreign if foreign is not None and self.take(foreign) else origin

    def bound(self, bound: Bound) -> None:
        """Keep a bound, unless the incumbent refutes it."""
        if self.incumbent is not None and bound.refuted_by(self.incumbent.costs):
            self.contradict(bound.place, Refuted.BOUND)
        else:
            self.bounds.append(bound)

    def contradict(self, place: int, *claims: Refuted) -> None:
        """Note what the solver answered of a tier and other facts refute."""
        self.contradictions |= {Contradiction(place, claim) for claim in claims}

    def check(self, answer: Answer | MonthsBound, place: int, caps: Iterable[int | None]) -> None:
        """Note what was answered of a tier under caps, and its vector or the incumbent refutes."""
        self.contradict(place, *answer.refuted)
        # Where the model prices the incumbent above the caps, they may be impossible.
        if answer.impossible and self._accepted(caps):
            self.contradict(place, Refuted.IMPOSSIBLE)

    def _accepted(self, caps: Iterable[int | None]) -> bool:
        """Whether the model is known to accept the incumbent under these caps of its tiers."""
        vector = self.vector
        if vector is None:
            return False
        costs = self.model.costs(vector)
        return all(cap is None or cost <= cap for cost, cap in zip(costs, caps, strict=False))

    def note(self, kind: str, tried: Tried) -> None:
        """Note what a try of a kind of step came to."""
        note(self.tried, kind, tried)

    def left(self) -> Found:
        """Return what the last step left."""
        return Found(
            incumbent=self.incumbent,
            bounds=tuple(self.bounds),
            doubted=frozenset(self.doubted),
            infeasible=self.infeasible,
            contradictions=frozenset(self.contradictions),
            tried=self.tried,
        )
