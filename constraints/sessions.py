"""Stretches of work that no long enough break is sure to cut."""

from __future__ import annotations

from dataclasses import dataclass
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
        """Whether the movable breaks can keep every stretch of work within `limit` minutes."""
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
        """Yield the blocks with their movable breaks: none where another duty runs meanwhile."""
        for block in self.blocks:
            alone = not any(
                other.first < block.last and block.first < other.last
                for other in self.blocks
                if other is not block
            )
            yield block, block.cuts if alone else 0


def sessions(duties: Sequence[Duty], pause: int) -> Iterator[Session]:
    """Yield the sessions of duties that count as work, cut by breaks of `pause` minutes or more."""
    blocks = sorted(
        (block for duty in duties for block in _blocks(duty, pause)),
        key=lambda block: (block.first, block.last),
    )
    begun: list[Block] = []
    end = 0
    for block in blocks:
        if begun and block.first - end >= pause:
            yield Session(blocks=tuple(begun))
            begun = []
        end = max(end, block.last) if begun else block.last
        begun.append(block)
    if begun:
        yield Session(blocks=tuple(begun))


def _blocks(duty: Duty, pause: int) -> list[Block]:
    """Cut a duty at its long breaks; those of unknown place go where they help most."""
    blocks: list[Block] = []
    for first, last in duty.pieces:
        if blocks and first - blocks[-1].last < pause:
            blocks[-1].last = last
            blocks[-1].work += last - first
        else:
            blocks.append(Block(duty, first, last, last - first))
    for minutes in sorted(duty.floating, reverse=True):
        longest = max(blocks, key=lambda block: block.work // (block.cuts + 1))
        longest.work -= minutes
        longest.cuts += minutes >= pause
    return blocks
