"""Write the counters' quantities in French."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rule import shown

if TYPE_CHECKING:
    from constraints.counters.sheet import Tiers


def hours(minutes: int) -> str:
    """Write minutes: `8 h 00`."""
    return shown(minutes, "minutes")


RULING = "Cass. soc. 10 septembre 2025, n° 23-14.455"
"""The ruling by which paid leave counts towards the weekly trigger of overtime."""


def leave_worth(minutes: int, *, declared: bool) -> str:
    """Write the worth of a week's leave and its source: `8 h 00 de congés payés (saisies)`."""
    source = "saisies" if declared else "part du contrat"
    return f"{hours(minutes)} de congés payés ({source})"


def rate(permille: int) -> str:
    """Write a rate in per mille: `25 %`."""
    return shown(permille, "permille")


def premiums(tiers: Tiers) -> str:
    """Write hours by premium: `8 h 00 à 25 % et 1 h 00 à 50 %`."""
    return " et ".join(f"{hours(tier.minutes)} à {rate(tier.rate)}" for tier in tiers)
