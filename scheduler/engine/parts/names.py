"""How a part of a problem is named after its dispositifs, and what its name tells."""

from __future__ import annotations

TOGETHER, NUMBERED = " + ", " ("
"""What a part's name has between dispositifs, and before its number; no id holds a space."""


def dispositifs_in(name: str) -> tuple[str, ...]:
    """Return the ids of the dispositifs of a part, by its name: `10 + 11`, `10 + 11 (2)`."""
    return tuple(name.partition(NUMBERED)[0].split(TOGETHER))
