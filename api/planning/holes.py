"""Find the posts that a rota leaves open, by need and by day, and say how many in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from api.french.plural import figure, plural
from scheduler.domain.posts import Posts, posts_of
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot, SlotKind


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A need of a slot of which a post is open (see `Need.posts`)."""

    slot: Slot
    need: Need
    have: int

    @property
    def vital(self) -> bool:
        """Whether fewer people hold the need than its minimum."""
        return self.under > 0

    @property
    def under(self) -> int:
        """Return how many posts are open under the minimum."""
        return max(0, self.need.minimum - self.have)

    @property
    def missing(self) -> int:
        """Return how many posts are open, those under the minimum included."""
        return self.need.posts - self.have


def lack_words(posts: int, under: int) -> str:
    """Say how many posts are open, if any: `269 postes à pourvoir, dont 84 sous le minimum`."""
    return open_words(posts, under) if posts else "Tous les postes sont pourvus"


def open_words(posts: int, under: int) -> str:
    """Say how many posts are open: `12 postes à pourvoir, dont 3 sous le minimum`."""
    return f"{plural(posts, 'poste')} à pourvoir{under_words(posts, under)}"


def under_words(posts: int, under: int) -> str:
    """Say how many of some open posts are under a minimum: `, dont 3 sous le minimum`."""
    if 0 < under == posts:
        return f", {'tous ' if posts > 1 else ''}sous le minimum"
    return f", dont {under} sous le minimum" if under else ""


def held_words(have: int, posts: int) -> str:
    """Say how many posts are held: `140 postes pourvus sur 148`."""
    if not have:
        return f"aucun poste pourvu sur {figure(posts)}"
    return f"{plural(have, 'poste pourvu', 'postes pourvus')} sur {figure(posts)}"


def holes(rota: Rota) -> tuple[Hole, ...]:
    """Return the needs with an open post, by start, slot and order of needs."""
    slots = sorted(rota.problem.slots, key=lambda s: (s.span.first, s.id))
    return tuple(hole for slot in slots for hole in holes_on(rota, slot))


def holes_on(rota: Rota, slot: Slot) -> Iterator[Hole]:
    """Yield the needs of a slot with an open post."""
    for need, have in zip(slot.needs, slot.filled(rota.team_of[slot.id]), strict=True):
        if have < need.posts:
            yield Hole(slot=slot, need=need, have=have)


def coverage(rota: Rota, slots: Iterable[Slot]) -> dict[tuple[SlotKind, date], Posts]:
    """Return the posts by kind and by day of start; a day without a slot is absent."""
    table: dict[tuple[SlotKind, date], Posts] = {}
    for slot in slots:
        key, posts = (slot.kind, slot.span.day), posts_of(slot, rota.team_of[slot.id])
        table[key] = table[key] + posts if key in table else posts
    return table
