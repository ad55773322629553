"""Write a figure, and a count with its noun in the number that French gives it."""

NO_BREAK = "\u00a0"


def plural(count: int, word: str, many: str = "") -> str:
    """Return a count with its noun: `0 trou`, `2 trous`; `many`: the plural, if no `s` makes it."""
    return f"{figure(count)}{NO_BREAK}{(many or word + 's') if count > 1 else word}"


def figure(count: int) -> str:
    """Write a whole number with its thousands apart: `3 403`, `−2 000`, with narrow spaces."""
    return f"{count:,}".replace(",", "\u202f").replace("-", "−")
