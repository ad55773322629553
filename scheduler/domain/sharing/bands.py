"""Price units by bands: the first ones cost little, the next ones more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Bands = tuple[tuple[int | None, int], ...]
"""(width in units, price of one unit) from the first band on; None: all the rest."""

QUARTER, QUARTERS = 15, "quarts d’heure"
"""Minutes of the unit in which hours beyond contracts, and the posts worth them, are added up."""

SQUARES: Bands = (
    *((1, 1), (1, 3), (1, 5), (1, 7), (1, 9)),
    *((2, 12), (2, 16), (4, 22), (4, 30), (8, 42), (8, 58), (16, 82), (16, 114), (None, 130)),
)
"""The square of the units: exactly up to five, then by chords that touch it at 7, 9, 13, 17, 25…"""


def slices(units: int, bands: Bands) -> Iterator[tuple[int, int]]:
    """Yield the units that fall in each band, with the band's price."""
    left = units
    for width, price in bands:
        taken = left if width is None else min(width, left)
        if taken > 0:
            yield taken, price
            left -= taken


def price_of(units: int, bands: Bands) -> int:
    """Return the price of that many units (zero if negative)."""
    return sum(taken * price for taken, price in slices(max(0, units), bands))


def bands_after(units: int, bands: Bands) -> Bands:
    """Return the bands of the units that come after the first ones (negative: all of them)."""
    rest: list[tuple[int | None, int]] = []
    left = max(0, units)
    for width, price in bands:
        if width is None:
            rest.append((None, price))
            continue
        if width > left:
            rest.append((width - left, price))
        left = max(0, left - width)
    return tuple(rest)


def units_of(amount: int, unit: int) -> int:
    """Return the units that cover an amount, rounded up; zero if it is negative."""
    return max(0, -(-amount // unit))
