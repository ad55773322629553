"""Write a table as CSV for spreadsheets, in which no text runs as a formula."""

import csv
import io
import re
from collections.abc import Iterable

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


def csv_table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """
    Return a header and rows as `;`-separated UTF-8 with a byte order mark.

    No text runs as a formula, whatever somebody typed.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return harmless(cell) if isinstance(cell, str) else cell
