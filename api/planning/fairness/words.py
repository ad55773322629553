"""Write numbers of duties and balances of fairness in French."""

from __future__ import annotations

from fractions import Fraction

from api.planning.fairness.rounding import rounded


def amount(value: Fraction) -> str:
    """Write a number of duties, to the tenth: `12,5`."""
    return f"{rounded(value, places=1):.1f}".replace(".", ",")


def signed(value: Fraction) -> str:
    """Write a balance with its sign, to the tenth: `+1,3`, `−0,4`, `0,0`."""
    tenths = rounded(value, places=1)
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths):.1f}".replace(".", ",")
