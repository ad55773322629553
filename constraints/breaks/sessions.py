"""Find the stretches of work that no long enough break surely cuts, for audits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from scheduler.domain.duty import Duty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass
class Block:
    """
    A piece of one duty between long breaks of known place.

    `work` is in minutes, short breaks taken off; `cuts` is how many long breaks of unknown place
    may still fall in it.
    """

    duty: Duty
    first: int
    last: int
    work: int
    cuts: int = 0


@dataclass(frozen=True, kw_only=True)
class Session:
    """Blocks with less than a break between them, by start."""

    blocks: tuple[Block, ...]

    @property
    def first(self) -> int:
        """UTC minute of its start."""
        return self.blocks[0].first

    @property
    def last(self) -> int:
        """UTC minute of its end."""
        return max(block.last for block in self.blocks)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The duties that it is made of, by start."""
        return tuple({block.duty.id: block.duty for block in self.blocks}.values())

    def fits(self, limit: int) -> bool:
        """Whether breaks can be placed so that each stretch of work is within `limit` minutes."""
        run = 0  # what is worked since the last break, as little as may be
        for block, cuts in self._cuts():
            run += block.work
            if run > (cuts + 1) * limit:
                return False
            run = max(0, run - cuts * limit)
        return True

    def uninterrupted(self) -> int:
        """Return the longest stretch of work that remains with breaks at their best places."""
        low, high = 0, sum(block.work for block in self.blocks)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.fits(middle) else (middle + 1, high)
        return low

    def _cuts(self) -> Iterator[tuple[Block, int]]:
        """Yield each block and how many breaks it can have: none where another duty runs."""
        for block in self.blocks:
            alone = not any(
                other.first < block.last and block.first < other.last
                for other in self.blocks
                if other is not block
            )
            yield block, block.cuts if alone else 0


def sessions(duties: Sequence[Duty], pause: int, limit: int) -> Iterator[Session]:
    """
    Yield the sessions of duties that count as work, cut by breaks of `pause` minutes or more.

    A break of unknown place is put where it leaves the fewest sessions longer than `limit`.
    """
    near: list[Duty] = []
    for duty in duties:
        if near and duty.span.first - max(d.span.last for d in near) >= pause:
            yield from _best(near, pause, limit)
            near = []
        near.append(duty)
    if near:
        yield from _best(near, pause, limit)


def _best(duties: Sequence[Duty], pause: int, limit: int) -> list[Session]:
    """Return the sessions of duties near each other, their breaks at the best places."""
    options = [_placings(duty, pause) for duty in duties]
    ways = [
        _cut([replace(block) for blocks in way for block in blocks], pause)
        for way in product(*options)
    ]
    if len(ways) == 1:
        return ways[0]
    return min(
        ways,
        key=lambda made: (
            sum(not session.fits(limit) for session in made),
            max((session.uninterrupted() for session in made), default=0),
        ),
    )


def _cut(blocks: Sequence[Block], pause: int) -> list[Session]:
    """Cut blocks into sessions wherever no block runs for `pause` minutes or more."""
    sessions: list[Session] = []
    begun: list[Block] = []
    end = 0
    for block in sorted(blocks, key=lambda block: (block.first, block.last)):
        if begun and block.first - end >= pause:
            sessions.append(Session(blocks=tuple(begun)))
            begun = []
        end = max(end, block.last) if begun else block.last
        begun.append(block)
    return [*sessions, Session(blocks=tuple(begun))] if begun else sessions


def _placings(duty: Duty, pause: int) -> list[list[Block]]:
    """Return a duty's blocks between its long breaks, once for each way to place the others."""
    spans: list[tuple[int, int, int]] = []
    for first, last in duty.pieces:
        if spans and first - spans[-1][1] < pause:
            begin, _, work = spans[-1]
            spans[-1] = (begin, last, work + last - first)
        else:
            spans.append((first, last, last - first))
    placings: list[list[Block]] = []
    for way in product(range(len(spans)), repeat=len(duty.floating)):
        blocks = [Block(duty, *span) for span in spans]
        for number, minutes in zip(way, duty.floating, strict=True):
            blocks[number].work -= minutes
            blocks[number].cuts += minutes >= pause
        placings.append(blocks)
    return [way for way in placings if all(block.work >= 0 for block in way)] or placings
