"""Write a table as CSV in the form that spreadsheets open here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from api.export.cells import harmless


def csv_table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """
    Return a header and rows as `;`-separated UTF-8 with a byte order mark.

    No text runs as a formula, whoever typed it.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return harmless(cell) if isinstance(cell, str) else cell
