"""
Count posts: those that a slot wants, those that are held, those that stay open.

A post is one person due on one slot, up to the target of the need that asks for them (its minimum,
where more is optional: `Need.posts`). This is the only place that counts posts: pages, documents,
the command line, calculations and what a commanditaire sees all add up what it returns. The goals
of coverage price open posts, which is a cost and not a count: a need may weigh each of its posts
(`Need.missing_weight`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Need, Slot


@dataclass(frozen=True, kw_only=True)
class Posts:
    """
    Posts of one slot, or the sum of several slots'.

    `minimum`, `target`: posts wanted. `have`: posts held, up to each need's target. `under`: posts
    open under a minimum, which are open too. `beyond`: people over a target, who hold no post.
    `slots`; `met`: slots whose needs all have their minimum; `full`: all their target.

    * A person fills one need of the slot that accepts their role, so nobody counts twice; where
      several do, one whose titles they have, so that the most posts are held (`Slot.filled`).
      Whoever has a role that no need accepts holds no post.
    * A need of several titles wants people who have them all: as many posts as people, whatever the
      number of titles. Whoever holds a post without a title leaves no post open: that is a finding.
    * A binôme is as many posts as it wants people: two of them open where nobody comes. A binôme of
      which one came lacks one post; that nobody may walk alone is a finding.
    * What one need has too many makes up for no other need, of this slot or of another.
    * A need that wants nobody (minimum and target 0) has no post, whoever comes.
    """

    slots: int = 0
    minimum: int = 0
    target: int = 0
    have: int = 0
    under: int = 0
    beyond: int = 0
    met: int = 0
    full: int = 0

    @property
    def open(self) -> int:
        """Posts that nobody holds, those under a minimum included."""
        return self.target - self.have

    @property
    def vital(self) -> bool:
        """Whether some need lacks its minimum."""
        return self.under > 0

    @property
    def words(self) -> str:
        """
        Write who is there against who is due: `1/2`, `3/2` with one on top, `1` if none is due.

        Where someone is missing, those on top elsewhere would hide it: they don't count.
        """
        there = self.have + (0 if self.open else self.beyond)
        return f"{there}/{self.target}" if self.target else str(there)

    def __add__(self, other: Posts) -> Posts:
        return Posts(
            slots=self.slots + other.slots,
            minimum=self.minimum + other.minimum,
            target=self.target + other.target,
            have=self.have + other.have,
            under=self.under + other.under,
            beyond=self.beyond + other.beyond,
            met=self.met + other.met,
            full=self.full + other.full,
        )


def holders(slot: Slot, need: Need, team: Collection[Mediator]) -> int:
    """Return how many people of a slot's team fill one of its needs, those over its target too."""
    return slot.filled(team)[slot.needs.index(need)]


def posts_of(slot: Slot, team: Sequence[Mediator]) -> Posts:
    """Count the posts of a slot that these people hold."""
    minimum = target = have = under = beyond = 0
    for need, there in zip(slot.needs, slot.filled(team), strict=True):
        minimum += need.minimum
        target += need.posts
        have += min(there, need.posts)
        under += max(0, need.minimum - there)
        beyond += max(0, there - need.posts)
    return Posts(
        slots=1,
        minimum=minimum,
        target=target,
        have=have,
        under=under,
        beyond=beyond,
        met=int(not under),
        full=int(have == target),
    )


def count_posts(rota: Rota, slots: Iterable[Slot] | None = None) -> Posts:
    """Add up the posts of a rota's slots (None: all)."""
    counted = rota.problem.slots if slots is None else slots
    return sum((posts_of(slot, rota.team_of[slot.id]) for slot in counted), Posts())
