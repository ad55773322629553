"""Compare two rotas of a problem by the goals of a profile, tier by tier, without the solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby
from operator import attrgetter, eq
from typing import TYPE_CHECKING

from scheduler.goal import Goal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scheduler.domain.problem import Assignment
    from scheduler.domain.rota import Rota
    from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class GoalChange:
    """A goal whose cost differs between two rotas, and by how much (below zero: it gains)."""

    goal: Goal
    difference: int


@dataclass(frozen=True, kw_only=True)
class TierChange:
    """The goals of a tier whose cost differs between two rotas."""

    tier: int
    goals: tuple[GoalChange, ...]

    @property
    def difference(self) -> int:
        """Return by how much the tier costs more (below zero: less)."""
        return sum(change.difference for change in self.goals)

    @property
    def worse(self) -> tuple[GoalChange, ...]:
        """Return the goals that lose, those that lose most first."""
        losing = (change for change in self.goals if change.difference > 0)
        return tuple(sorted(losing, key=lambda change: -change.difference))


class Key:
    """
    By which rotas sort, the best first: what they cost more than the one before, tier by tier.

    A tier is priced once two rotas cost the same in all tiers before it.
    """

    def __init__(self, tiers: Iterator[TierChange]) -> None:
        self._tiers = tiers
        self._known: list[int] = []

    def __iter__(self) -> Iterator[int]:
        """Yield the difference of each tier."""
        for place in count():
            if place == len(self._known):
                following = next(self._tiers, None)
                if following is None:
                    return
                self._known.append(following.difference)
            yield self._known[place]

    @property
    def worse(self) -> bool:
        """Whether a rota costs more in the first tier in which the two differ."""
        return next((more > 0 for more in self if more), False)

    def __lt__(self, other: Key) -> bool:
        return next(
            (mine < theirs for mine, theirs in zip(self, other, strict=True) if mine != theirs),
            False,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # it is for sorting


class Ranking:
    """Other rotas of a problem, ranked against the one `before`."""

    def __init__(self, profile: Profile, before: Rota) -> None:
        self.before = before
        self._goals = sorted(profile.goals, key=attrgetter("tier"))
        self._priced: dict[str, dict[str, int]] = {goal.id: {} for goal in self._goals}

    def moved(self, rota: Rota) -> None:
        """Rank against another rota from now on; what hasn't changed isn't priced again."""
        changed = self.before.assignments ^ rota.assignments
        for goal in self._goals:
            for ident in goal.parts(changed):
                self._priced[goal.id].pop(ident, None)
        self.before = rota

    def changes(self, after: Rota) -> Iterator[TierChange]:
        """
        Yield the tiers whose cost differs, the first tier first.

        Each tier is priced once it is asked for: the first one is often all that is needed.
        """
        return (change for change in self._tiers(after) if change.difference)

    def _tiers(self, after: Rota) -> Iterator[TierChange]:
        """
        Yield all tiers, the first tier first, each priced once it is asked for.

        Only people and slots that differ are priced.
        """
        changed = self.before.assignments ^ after.assignments
        for tier, some in groupby(self._goals, key=attrgetter("tier")):
            priced = ((goal, self._difference(goal, after, changed)) for goal in some)
            changes = [GoalChange(goal=goal, difference=more) for goal, more in priced if more]
            yield TierChange(tier=tier, goals=tuple(changes))

    def _difference(self, goal: Goal, after: Rota, changed: Collection[Assignment]) -> int:
        """Return by how much a goal costs more; what is priced of the rota before is kept."""
        known, more = self._priced[goal.id], 0
        for ident in goal.parts(changed):
            if ident not in known:
                known[ident] = goal.part(self.before, ident)
            more += goal.part(after, ident) - known[ident]
        return more

    def first_change(self, after: Rota) -> TierChange | None:
        """Return the first tier whose cost differs: it decides which is better (None: equal)."""
        return next(self.changes(after), None)

    def key(self, after: Rota) -> Key:
        """
        Return a key by which rotas sort, the best first.

        A tier that gains comes before one that stays, and that before one that loses; the first
        tier in which rotas differ decides.
        """
        return Key(self._tiers(after))
