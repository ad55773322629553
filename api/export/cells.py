"""Prevent a spreadsheet from running a text that looks like a formula."""

from __future__ import annotations

import re

from api.french.characters import begins_formula

NUMBER = re.compile(r"[+-]?[\d.,\s]*\d(?:\s*%|\s*h(?:\s*\d+)?)?")
"""A number or a duration, which nothing runs."""

BREAKS = ("\t", "\r", "\n")
"""Some programs begin another cell there, and run what follows."""


def harmless(text: str) -> str:
    """Return the text with a quote before it if a spreadsheet would run it as a formula."""
    return f"'{text}" if _runs(text) else text


def written(text: str | None) -> str:
    """Return the text of a cell that `harmless` wrote, without spaces at its ends (None: empty)."""
    cell = (text or "").strip()
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(text: str) -> bool:
    return text.startswith(BREAKS) or (begins_formula(text) and not NUMBER.fullmatch(text))
