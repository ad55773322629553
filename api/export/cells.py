"""Text in spreadsheets: what looks like a formula stays text."""

from __future__ import annotations

#: A cell that begins with one of these runs as a formula in spreadsheets (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return text that a spreadsheet opening a CSV file won't run: a quote comes before."""
    return f"'{text}" if text.startswith(RISKY) else text
