"""Prevent a spreadsheet from running a text that looks like a formula."""

from __future__ import annotations

#: A cell that begins with one of these runs as a formula in spreadsheets (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return the text with a quote before it if a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def written(text: str | None) -> str:
    """Return the text of a cell that `harmless` wrote, without spaces at its ends (None: empty)."""
    cell = (text or "").strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
