"""The scale of a plot: its marks, and round steps between them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    How wide a plot is drawn, in the units of its drawing: for a desk's screen, or for a phone's.

    `right`: where its lines end; `labels`: how many places are named under it, at most.
    """

    width: int
    right: int
    labels: int


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


def round_step(farthest: float, most: int) -> int:
    """Return the least of 1, 2, 5, 10, 20, 50… of which `most` reach the farthest value."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if farthest <= most * step:
                return step
        size *= 10
