"""Share the same duties out again, so that what people have of them costs least."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

Price = Callable[[str, int], int]
"""What it costs that a person has so many duties; each one more never costs less than the last."""


@dataclass(frozen=True)
class Shared:
    """A post or several of one slot that the same people may hold: who does, and who may."""

    holders: frozenset[str]
    able: frozenset[str]


def least_price(duties: Collection[Shared], counts: Mapping[str, int], price: Price) -> int:
    """
    Return the least price of all sharings in which each slot has as many people as it has now.

    `counts`: how many duties each person has now, those that nobody can take included. One duty
    goes from a person to another, or along a chain of people, as long as that costs less. Where no
    such step is left, no sharing costs less: what people may have of shared posts is an M-convex
    set, and prices are convex (Murota, Discrete Convex Analysis, 2003, chapter 6).
    """
    resharing = _Resharing(duties, counts, price)
    # One pass over everybody, whoever gives: begun again at each gift, passes grow as a square.
    while sum(resharing.relieve(who) for who in counts):
        pass
    return sum(price(who, count) for who, count in resharing.counts.items())


class _Resharing:
    """Duties on their way to the sharing that costs least."""

    def __init__(self, duties: Collection[Shared], counts: Mapping[str, int], price: Price) -> None:
        self.counts, self.price = dict(counts), price
        self.able = [duty.able for duty in duties]
        self.teams = [set(duty.holders) for duty in duties]
        self.duties: dict[str, set[int]] = {who: set() for who in counts}
        for place, team in enumerate(self.teams):
            for who in team:
                self.duties[who].add(place)

    def relieve(self, giver: str) -> bool:
        """Take duties off a person as long as that costs less; return whether any was taken."""
        moved = False
        while way := self._cheapest(giver):
            for before, place, after in way:
                self.teams[place] ^= {before, after}
                self.duties[before].remove(place)
                self.duties[after].add(place)
            self.counts[giver] -= 1
            self.counts[way[-1][2]] += 1
            moved = True
        return moved

    def _cheapest(self, giver: str) -> list[tuple[str, int, str]]:
        """Return the steps by which one duty of a person is best taken off (none: at no gain)."""
        saved = -self._step(giver, self.counts[giver] - 1)
        came: dict[str, tuple[str, int]] = {}
        best, least, queue = giver, 0, deque([giver])
        while queue:
            who = queue.popleft()
            for place in self.duties[who]:
                for other in self.able[place]:
                    if other in self.teams[place] or other in came or other == giver:
                        continue
                    came[other] = who, place
                    queue.append(other)
                    costs = saved + self._step(other, self.counts[other])
                    if costs < least:
                        best, least = other, costs
        way: list[tuple[str, int, str]] = []
        while best != giver:
            before, place = came[best]
            way.insert(0, (before, place, best))
            best = before
        return way

    def _step(self, who: str, count: int) -> int:
        """Return what one duty more costs a person who has so many."""
        return self.price(who, count + 1) - self.price(who, count)
