"""Detect characters that nobody can see, and that change how the text around them is read."""

import unicodedata

UNWRITTEN = frozenset({"Cc", "Cs"})
"""Controls, and halves of characters that UTF-8 can't write."""

BREAKS = frozenset({"Zl", "Zp"})
"""Characters, besides control characters, that end a line or a paragraph in Unicode."""

TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that reverse the direction of writing, so that a name looks like another one."""

BLANKS = frozenset("\u00ad\u200b\u2060\ufeff")
"""Characters without width: two names that differ by one of them look the same."""

LINES = frozenset("\n\t")
"""Controls that a text of several lines may hold."""

FORMULA = ("=", "+", "-", "@")
"""
A cell that begins with one of these runs as a formula in a spreadsheet (OWASP, CSV injection).

So does one that begins with the same sign in another width, as `＝`: some programs read both alike.
"""


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may run a text as a formula, numbers among others."""
    return unicodedata.normalize("NFKC", text[:1]).startswith(FORMULA)


def unseen_in_name(text: str) -> bool:
    """Whether a name, on one line, has a character that nobody can see."""
    return any(
        unicodedata.category(letter) in UNWRITTEN | BREAKS or letter in TURNS | BLANKS
        for letter in text
    )


def unseen_in_text(text: str) -> bool:
    """Whether a text, which may have several lines, has a character that nobody can see."""
    return unwritten(text) or any(letter in TURNS for letter in text)


def unwritten(text: str) -> bool:
    """Whether a text has a control character (except line breaks, tabs) or a lone surrogate."""
    return any(unicodedata.category(letter) in UNWRITTEN and letter not in LINES for letter in text)
