"""Price units by bands: the first ones cost little, the next ones more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Bands = tuple[tuple[int | None, int], ...]
"""(width in units, price of one unit) from the first band on; None: all the rest."""


def slices(units: int, bands: Bands) -> Iterator[tuple[int, int]]:
    """Yield what falls in each band, with its price, until the units are used up."""
    left = units
    for width, price in bands:
        taken = left if width is None else min(width, left)
        if taken > 0:
            yield taken, price
            left -= taken


def price_of(units: int, bands: Bands) -> int:
    """Return the price of so many units (none below zero)."""
    return sum(taken * price for taken, price in slices(max(0, units), bands))


def units_of(amount: int, unit: int) -> int:
    """Return the units that cover an amount: a begun one counts whole, none below zero."""
    return max(0, -(-amount // unit))
