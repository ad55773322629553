"""Write a count with its noun, in the number that French gives it."""

from __future__ import annotations

NO_BREAK = "\u00a0"


def plural(count: int, word: str, many: str = "") -> str:
    """Return a count with its noun: `0 trou`, `2 trous`; `many`: the plural, if no `s` makes it."""
    return f"{count}{NO_BREAK}{(many or word + 's') if count > 1 else word}"
