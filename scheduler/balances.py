"""Round numbers of duties and balances of fairness, and write them in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

PLACES = 4
"""Decimals that files and HTTP give; what is added up is exact."""


def rounded(value: Fraction, places: int = PLACES) -> float:
    """Return a number of duties to some decimals; a zero has no sign."""
    # Rounding the fraction itself leaves no doubt about halves; adding zero makes −0 a zero.
    return float(round(value, places)) + 0.0


def amount(value: Fraction) -> str:
    """Write a number of duties, to the tenth: `12,5`."""
    return f"{rounded(value, places=1):.1f}".replace(".", ",")


def signed(value: Fraction) -> str:
    """Write a balance with its sign, to the tenth: `+1,3`, `−0,4`, `0,0`."""
    tenths = rounded(value, places=1)
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths):.1f}".replace(".", ",")
