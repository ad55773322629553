"""Find holes and coverage: the posts that a rota leaves open, by slot and by day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from api.french.plural import figure, plural
from scheduler.domain.slots import Need, Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A need of a slot that fewer people hold than its target."""

    slot: Slot
    need: Need
    have: int

    @property
    def vital(self) -> bool:
        """Whether fewer people hold the need than its minimum."""
        return self.have < self.need.minimum

    @property
    def missing(self) -> int:
        """Return how many people are missing to the target."""
        return self.need.target - self.have


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """
    Posts of one day, in people: those held, the minimum and the target.

    People beyond a need's target, `beyond`, don't count: they fill no other post. `vital`: whether
    some need lacks its minimum, which sums over the day can't tell.
    """

    have: int = 0
    minimum: int = 0
    target: int = 0
    vital: bool = False
    beyond: int = 0

    @property
    def words(self) -> str:
        """
        Write who is there against who is due: `1/2`, `3/2` with one on top, `1` if none is due.

        Where someone is missing, those on top elsewhere in the day would hide it: they don't count.
        """
        there = self.have + (self.beyond if self.full else 0)
        return f"{there}/{self.target}" if self.target else str(there)

    @property
    def full(self) -> bool:
        """Whether every target is reached."""
        return self.have >= self.target

    def plus(self, other: Coverage) -> Coverage:
        """Return the sum of two coverages."""
        return Coverage(
            have=self.have + other.have,
            minimum=self.minimum + other.minimum,
            target=self.target + other.target,
            vital=self.vital or other.vital,
            beyond=self.beyond + other.beyond,
        )


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """How many people a rota lacks to its minimums, and to its targets (which include minimums)."""

    minimum: int
    target: int

    @property
    def words(self) -> str:
        """Say what is missing: `84 postes sous le minimum, 269 sous la cible`."""
        if not self.target:
            return "Tous les postes sont pourvus"
        if not self.minimum:
            return f"Aucun poste sous le minimum, {self.target} sous la cible"
        return f"{plural(self.minimum, 'poste')} sous le minimum, {self.target} sous la cible"


def shortage(rota: Rota) -> Shortage:
    """Count the people whom a rota lacks."""
    gaps = holes(rota)
    return Shortage(
        minimum=sum(max(0, hole.need.minimum - hole.have) for hole in gaps),
        target=sum(hole.missing for hole in gaps),
    )


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """
    Posts of a rota: `filled` of `posts`, each one person wanted on one slot for one function.

    Whoever comes on top of a target fills none.
    """

    filled: int
    posts: int

    @property
    def words(self) -> str:
        """Write `140 postes pourvus sur 148`."""
        if not self.filled:
            return f"aucun poste pourvu sur {figure(self.posts)}"
        return f"{plural(self.filled, 'poste pourvu', 'postes pourvus')} sur {figure(self.posts)}"


def staffing(rota: Rota) -> Staffing:
    """Count the posts of a rota, and those that somebody holds."""
    covers = [coverage_of(rota, slot) for slot in rota.problem.slots]
    return Staffing(
        filled=sum(cover.have for cover in covers), posts=sum(cover.target for cover in covers)
    )


def holders(rota: Rota, slot: Slot, need: Need) -> int:
    """Return how many people hold a need of a slot."""
    return _filling(need, rota.team_of[slot.id])


def filled(rota: Rota, slot: Slot) -> tuple[int, ...]:
    """Return how many people hold each need of a slot: all that holes and coverage tell of it."""
    return tuple(holders(rota, slot, need) for need in slot.needs)


def _filling(need: Need, team: Iterable[Mediator]) -> int:
    return sum(1 for m in team if m.role in need.roles)


def holes(rota: Rota) -> tuple[Hole, ...]:
    """Return the needs below target, by start, slot and order of needs."""
    return tuple(
        Hole(slot=slot, need=need, have=have)
        for slot in sorted(rota.problem.slots, key=lambda s: (s.span.first, s.id))
        for need in slot.needs
        if (have := holders(rota, slot, need)) < need.target
    )


def coverage_of(rota: Rota, slot: Slot) -> Coverage:
    """Return how far a slot's needs are met."""
    return cover_of(slot, rota.team_of[slot.id])


def cover_of(slot: Slot, team: Collection[Mediator]) -> Coverage:
    """Return how far a slot's needs are met if these people hold it."""
    covers = [_cover_of_need(need, _filling(need, team)) for need in slot.needs]
    # Most slots have one need, and an edit reads hundreds of them.
    return covers[0] if len(covers) == 1 else reduce(Coverage.plus, covers, Coverage())


def _cover_of_need(need: Need, have: int) -> Coverage:
    return Coverage(
        have=min(have, need.target),
        minimum=need.minimum,
        target=need.target,
        vital=have < need.minimum,
        beyond=max(0, have - need.target),
    )


def coverage(rota: Rota, slots: Iterable[Slot]) -> dict[tuple[SlotKind, date], Coverage]:
    """Return the coverage by kind and by day of start; a day without a slot is absent."""
    table: dict[tuple[SlotKind, date], Coverage] = {}
    for slot in slots:
        key, cover = (slot.kind, slot.span.day), coverage_of(rota, slot)
        table[key] = table[key].plus(cover) if key in table else cover
    return table
