"""Compare two rotas of a problem by the goals of a profile, tier by tier, without the solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
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

    def at(self, place: int) -> int | None:
        """Return the difference of the tier at a place (None: there are no more)."""
        if place == len(self._known):
            following = next(self._tiers, None)
            if following is None:
                return None
            self._known.append(following.difference)
        return self._known[place]

    @property
    def worse(self) -> bool:
        """Whether a rota costs more in the first tier in which the two differ."""
        return self._first_unlike(None) > 0

    def _first_unlike(self, other: Key | None) -> int:
        """Return by how much it is above another (None: the rota before) in the first such tier."""
        place = 0
        while (own := self.at(place)) is not None:
            theirs = 0 if other is None else other.at(place)
            assert theirs is not None  # noqa: S101 - all have the tiers of one profile
            if own != theirs:
                return own - theirs
            place += 1
        return 0

    def __lt__(self, other: Key) -> bool:
        return self._first_unlike(other) < 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self._first_unlike(other) == 0

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

    def _tiers(
        self, after: Rota, changed: Collection[Assignment] | None = None
    ) -> Iterator[TierChange]:
        """
        Yield all tiers, the first tier first, each priced once it is asked for.

        Only people and slots that differ are priced.
        """
        if changed is None:
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

    def key(self, after: Rota, changed: Collection[Assignment] | None = None) -> Key:
        """
        Return a key by which rotas sort, the best first.

        A tier that gains comes before one that stays, and that before one that loses; the first
        tier in which rotas differ decides. `changed`: the assignments that differ, from whom has
        them (None: they are looked for among all).
        """
        return Key(self._tiers(after, changed))
