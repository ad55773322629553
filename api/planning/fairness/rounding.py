"""Round exact balances for whoever reads them."""

from __future__ import annotations

from fractions import Fraction

PLACES = 4
"""Decimals that files and HTTP give; what is added up is exact."""


def rounded(value: Fraction, places: int = PLACES) -> float:
    """Return a number of duties to some decimals; a zero has no sign."""
    # Rounding the fraction itself leaves no doubt about halves; adding zero makes −0 a zero.
    return float(round(value, places)) + 0.0
