"""Write what goals cost, in the unit that people read."""

from __future__ import annotations

import re

from api.french.plural import NO_BREAK, figure
from api.french.words import hours
from scheduler.domain.bands import QUARTER, QUARTERS

MANY = re.compile(r"(?<=\w)[sx]\b")
"""The plural of the words of a unit."""


def cost_words(cost: int, unit: str) -> str:
    """Write `3 403 points d’écart`, `1 changement`, `886 h 00`."""
    if unit == QUARTERS:
        return hours(QUARTER * cost)
    return f"{figure(cost)}{NO_BREAK}{unit if cost > 1 else MANY.sub('', unit)}".strip()
