"""How much of what somebody sent an answer quotes, and how many of its faults it lists."""

from collections.abc import Sequence

from api.french.plural import plural

QUOTED = 80
"""How many characters of a text are quoted."""

MOST_TOLD = 200
"""How many faults are listed one by one; the rest are only counted."""


def listed(names: Sequence[str], most: int = 40) -> str:
    """Name things or people with commas; of many, only count the others: `a, b et 3 autres`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" et {plural(more, 'autre')}" if more > 0 else "")


def cut(text: str, length: int = QUOTED) -> str:
    """Return the beginning of a text that is longer than what is quoted."""
    return text if len(text) <= length else text[: length - 1] + "…"
