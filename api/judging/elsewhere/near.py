"""Names so near that they may be one person's: a letter apart, a word more, an initial."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

from api.judging.elsewhere.matching import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 3
"""Letters of words that are compared letter by letter: two shorter ones are two words."""

SHORTEST_ALONE = 4
"""Letters of a name of one word that is compared: « Léa » and « Lou » are two people."""

MOST_WRONG = 2
"""Words of a name that may be misspelt."""


def near(one: str, other: str) -> bool:
    """Whether two names may be one person's, misspelt, cut or completed."""
    left, right = plain(one).split(), plain(other).split()
    alone = len(left) == len(right) == 1
    if (
        sorted(left) == sorted(right)
        # Numbers of people differ by a figure: they are no misspelt names.
        or any(letter.isdigit() for letter in one + other)
        or (alone and min(len(left[0]), len(right[0])) < SHORTEST_ALONE)
    ):
        return False
    common = 0
    for word in tuple(left):
        if word in right:
            left.remove(word)
            right.remove(word)
            common += 1
    if not left or not right:
        return common > 1
    if "".join(left) == "".join(right):
        return True
    if len(left) != len(right) or len(left) > MOST_WRONG:
        return False
    return any(
        all(_alike(a, b, common) for a, b in zip(left, order, strict=True))
        for order in permutations(right)
    )


def _alike(one: str, other: str, common: int) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return common > 0 and len(long) > 1 and long.startswith(short)
    return len(short) >= SHORTEST and letter_apart(one, other)


def letter_apart(one: str, other: str) -> bool:
    """Whether one letter was changed, added, left out, or exchanged with the next."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    changed, added, left_out = a[1:] == b[1:], a == b[1:], a[1:] == b
    exchanged = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return one != other and (changed or added or left_out or exchanged)


@dataclass(kw_only=True)
class Neighbours:
    """
    Names, found by those near them.

    Two near names share a word, or a word less one letter, or all their letters: only those that
    do are compared, so that the cost grows with how many share one, not with their square.
    """

    _by_sign: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str) -> None:
        """Add a name."""
        for sign in _signs(name):
            self._by_sign[sign].append(name)

    def of(self, name: str) -> tuple[str, ...]:
        """Return the names near one, in the order in which they were added."""
        met: Iterable[str] = dict.fromkeys(
            other for sign in _signs(name) for other in self._by_sign.get(sign, ())
        )
        return tuple(other for other in met if near(name, other))


@lru_cache(maxsize=65_536)
def _signs(name: str) -> frozenset[str]:
    words = plain(name).split()
    less = {word[:n] + word[n + 1 :] for word in words for n in range(len(word))}
    return frozenset({*words, *less, "".join(words), "".join(sorted(words))} - {""})
