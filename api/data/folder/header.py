"""Match the titles of a header with the columns of a kind, ignoring case and accents."""

from __future__ import annotations

from collections.abc import Sequence

from api.data.errors import Faults
from api.french.nearest import suggestion
from api.french.plain import plain

MOST_SPARE = 100
"""Columns beyond those of a kind that are looked at one by one."""


def header_of(
    file: str,
    line: int,
    titles: Sequence[str],
    faults: Faults,
    *,
    columns: Sequence[str],
    optional: frozenset[str],
) -> list[str] | None:
    """
    Return the columns that titles name; if one is missing or twice, note it and return None.

    An empty title is no column: the reader decides what to do with the cells under it.
    """
    spare = len([title for title in titles if title]) - len(columns)
    if spare > MOST_SPARE:
        expected = f"au plus les colonnes du format : {', '.join(columns)}"
        faults.add(file, line, received=f"{len(titles)} colonnes", expected=expected, cause=True)
        return None
    by_plain = {plain(column): column for column in columns}
    header = [title if title in columns else by_plain.get(plain(title), title) for title in titles]
    good = True
    for column in header:
        if column and header.count(column) > 1:
            expected = "cette colonne une seule fois"
            faults.add(file, line, column, column, expected=expected, cause=True)
            good = False
        elif column not in columns:
            hint = suggestion(column, columns)
            expected = (
                f"une colonne du format{hint}" if hint else f"l’une de : {', '.join(columns)}"
            )
            title = column or "en-tête vide"
            faults.add(file, line, column, title, expected=expected, cause=True)
            good = False
    for column in columns:
        if column not in header and column not in optional:
            title = "colonne absente"
            faults.add(file, line, column, title, expected="cette colonne", cause=True)
            good = False
    return header if good else None
