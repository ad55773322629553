"""Price units by bands: the first ones cost little, the next ones more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Bands = tuple[tuple[int | None, int], ...]
"""(width in units, price of one unit) from the first band on; None: all the rest."""


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


def units_of(amount: int, unit: int) -> int:
    """Return the units that cover an amount, rounded up; zero if it is negative."""
    return max(0, -(-amount // unit))
