"""Which literals of one subject exclude each other, and the fewest rows that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.model.literals import Literal


class Conflicts:
    """
    The literals of one subject that exclude each other, and those that may not hold at all.

    Literals are numbered as they come; a mask has bit n for number n. Masks, not pairs: a day of
    thirty overlapping slots has four hundred pairs, for each of its people.
    """

    def __init__(self) -> None:
        self.never = 0
        self._literals: list[Literal] = []
        self._apart: list[int] = []
        self._numbers: dict[int, int] = {}

    def forbid(self, literals: Iterable[Literal]) -> None:
        """Say that none of the literals may hold."""
        self.never |= self._mask(literals)

    def exclude(self, literal: Literal, others: Iterable[Literal]) -> None:
        """Say that a literal holds with none of the others."""
        number, mask = self._number(literal), self._mask(others)
        self._apart[number] |= mask
        for other in numbers_of(mask):
            self._apart[other] |= 1 << number

    def exclude_all(self, literals: Iterable[Literal]) -> None:
        """Say that one of the literals at most may hold."""
        mask = self._mask(literals)
        for number in numbers_of(mask):
            self._apart[number] |= mask & ~(1 << number)

    def impossible(self, literals: Iterable[Literal]) -> bool:
        """Whether some of the literals may not hold, alone or two at once."""
        mask, apart = 0, self.never
        for literal in literals:
            number = self._numbers.get(literal.index)
            if number is not None:
                mask |= 1 << number
                apart |= self._apart[number]
        return bool(mask & apart)

    def at_most_one(self, covers: dict[Sequence[int], list[list[int]]]) -> Iterator[list[Literal]]:
        """
        Yield sets of literals of which one at most may hold; those that never hold are left out.

        `covers`: of other subjects, by their masks: people with the same posts have the same rows.
        """
        free = tuple(
            0 if self.never >> number & 1 else mask & ~self.never
            for number, mask in enumerate(self._apart)
        )
        if free not in covers:
            covers[free] = cliques(free)
        for clique in covers[free]:
            yield [self._literals[number] for number in clique]

    @property
    def forbidden(self) -> list[Literal]:
        """The literals that may not hold."""
        return [self._literals[number] for number in numbers_of(self.never)]

    def _mask(self, literals: Iterable[Literal]) -> int:
        mask = 0
        for literal in literals:
            mask |= 1 << self._number(literal)
        return mask

    def _number(self, literal: Literal) -> int:
        index: int = literal.index
        number = self._numbers.get(index)
        if number is None:
            number = self._numbers[index] = len(self._literals)
            self._literals.append(literal)
            self._apart.append(0)
        return number


def cliques(apart: Sequence[int]) -> list[list[int]]:
    """Cover the edges of a graph, the neighbours of each number as a mask, by cliques, greedily."""
    left = list(apart)
    rows: list[list[int]] = []
    for number, neighbours in enumerate(apart):
        while left[number]:
            row = [number, lowest(left[number])]
            common = neighbours & apart[row[1]]
            while common:
                row.append(lowest(common))
                common &= apart[row[-1]]
            mask = sum(1 << member for member in row)
            for member in row:
                left[member] &= ~mask
            rows.append(sorted(row))
    return rows


def lowest(mask: int) -> int:
    """Return the lowest number of a mask that isn't empty."""
    return (mask & -mask).bit_length() - 1


def numbers_of(mask: int) -> Iterator[int]:
    """Yield the numbers of a mask, in order."""
    while mask:
        yield lowest(mask)
        mask &= mask - 1
