"""How much of what somebody sent an answer quotes, and how many of its faults it lists."""

from __future__ import annotations

from collections.abc import Sequence

QUOTED = 80
"""How many characters of a text are quoted."""

MOST_TOLD = 200
"""How many faults are listed one by one; the rest are only counted."""


def listed(names: Sequence[str], most: int = 40) -> str:
    """Name things with commas; of many, say how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" et {more} de plus" if more > 0 else "")


def cut(text: str, length: int = QUOTED) -> str:
    """Return the beginning of a text that is longer than what is quoted."""
    return text if len(text) <= length else text[: length - 1] + "…"
