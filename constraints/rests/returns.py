"""Find the rests of a plan that return what is owed (encodings)."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.model import Literal, PersonModel


class Returns:
    """
    The rests of a person's model that may return one that is owed, each with its literal.

    `items`: what the person works, by start; a rest begins when one of them ends.
    """

    def __init__(self, model: PersonModel) -> None:
        self.model = model
        self.items = items = tuple(item for item in model.stays if item.duty.counts)
        self.begins = [item.duty.span.first for item in items]
        self.longest = max((item.duty.span.minutes for item in items), default=0)
        self.ends = sorted({item.duty.span.last for item in items})
        self.flags: dict[tuple[int, ...], Literal | None] = {}
        self.known: dict[tuple[int, int, int], list[Literal]] = {}

    def options(self, since: int, before: int, minutes: int) -> list[Literal]:
        """
        Return the literals of rests of so many minutes, begun after `since` and before `before`.

        Both are UTC minutes.
        """
        key = (since, before, minutes)
        if key not in self.known:
            starts = [end for end in self.ends if since < end < before]
            options = [self._free(start, minutes) for start in self._needed(starts, minutes)]
            self.known[key] = [flag for flag in options if flag is not None]
        return self.known[key]

    def _needed(self, starts: Sequence[int], minutes: int) -> Iterator[int]:
        """Yield the starts needed: the next start replaces one unless more duties prevent it."""
        for start, following in zip(starts, [*starts[1:], None], strict=True):
            if following is None or bisect_left(self.begins, start + minutes) < bisect_left(
                self.begins, following + minutes
            ):
                yield start

    def _free(self, start: int, minutes: int) -> Literal | None:
        """Return a literal that may be true only if the person is free then (None: they aren't)."""
        begin = bisect_left(self.begins, start - self.longest)
        within = [
            literal
            for duty, literal in self.items[begin : bisect_left(self.begins, start + minutes)]
            if start < duty.span.last
        ]
        # Rests that the same duties prevent are one: a minute more seldom meets another duty.
        key = tuple(literal.index for literal in within)
        if key not in self.flags:
            self.flags[key] = self.model.model.none_of(within)
        return self.flags[key]
