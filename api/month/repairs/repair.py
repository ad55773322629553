"""What a month planned again in one way changes, and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from api.month.alternatives.payers import Payer
from api.planning.moves import PersonChanges
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.problem import Assignment
from scheduler.domain.slots import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.planning.moves import Turn
    from scheduler.domain.rota import Rota


class Way(StrEnum):
    """
    The ways to plan again.

    FEWEST: posts that are held stay held as far as possible, and holes that stand stay holes.
    COVERAGE: as many posts of the month as possible are held. SPARING: as FEWEST, but what begins
    within two days changes only where the law or an absence leaves no choice.
    """

    FEWEST = "moins_de_changements"
    COVERAGE = "couverture"
    SPARING = "personne_sous_48_h"


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """A slot that fewer people hold than before, of those whom it asks for."""

    slot: Slot
    before: int
    after: int
    target: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """
    A month planned again in one way.

    `assignments`: the month (None: none was found); `impossible`: no lawful one exists, or none
    that leaves as it is what isn't to be planned again (`bounded`). `fewest`: it was proved that no
    lawful month that does as well by what comes before changes less: told late, then people, then
    shifts. `late`: changes told later than is due; `soon`: those of what begins within two days;
    both count changes as people are told them. `uncovered`: what it leaves; `posts`: those of the
    month, so that holes that stood before count too. `contradictions`: what the solver answered
    that was refuted, a sentence each.
    """

    way: Way
    assignments: frozenset[Assignment] | None = None
    impossible: bool = False
    bounded: bool = False
    fewest: bool = False
    stopped: bool = False
    changes: tuple[PersonChanges, ...] = ()
    late: int = 0
    soon: int = 0
    uncovered: tuple[Uncovered, ...] = ()
    posts: Posts | None = None
    payers: tuple[Payer, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All changes, person by person."""
        return tuple(turn for person in self.changes for turn in person.turns)


def uncovered_between(before: Rota, after: Rota) -> Iterator[Uncovered]:
    """Yield the slots that fewer people hold, of those whom they ask for, by start."""
    for slot in sorted(before.problem.slots, key=lambda s: (s.span.first, s.id)):
        have, left = (posts_of(slot, rota.team_of[slot.id]) for rota in (before, after))
        if left.have < have.have:
            yield Uncovered(slot=slot, before=have.have, after=left.have, target=left.target)
