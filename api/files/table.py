"""
One CSV file read as text: its rows with their line numbers, its header checked.

The `csv` module rather than pandas: pandas fills or cuts lines of the wrong length without a word,
and knows no line numbers. Histories, which are long and regular, go through pandas.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.files.errors import Faults

SEPARATOR = ";"


@dataclass(frozen=True)
class Line:
    """One row: its line in the file and its cells by column, stripped."""

    number: int
    cells: dict[str, str]


def text_of(path: Path, faults: Faults) -> str | None:
    """Return the text of a file in UTF-8, with or without a byte order mark."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(
            path.name,
            data.count(b"\n", 0, error.start) + 1,
            found=data[max(0, error.start - 10) : error.end + 10].decode("cp1252", "replace"),
            expected="un fichier en UTF-8 (dans le tableur : enregistrer en « CSV UTF-8 »)",
        )
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        faults.add(path.name, line, found="octet nul", expected="un fichier texte en UTF-8")
        return None
    if not text.strip():
        faults.add(
            path.name, found="fichier vide", expected="une ligne d'en-têtes, puis les lignes"
        )
        return None
    return text


def read(
    path: Path, columns: Sequence[str], optional: frozenset[str], faults: Faults
) -> list[Line]:
    """
    Read the rows of a file whose header holds `columns`, of which `optional` may be missing.

    Faults (encoding, header, lines of the wrong length) are noted, never raised; lines that can't
    be read are left out of the answer. Blank lines are no rows.
    """
    text = text_of(path, faults)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR, strict=True)
    lines: list[Line] = []
    header: list[str] | None = None
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            row = [cell.strip() for cell in cells]
            if not any(row):
                continue
            if header is None:
                header = row
                if not _good_header(
                    path.name, number, header, faults, columns=columns, optional=optional
                ):
                    return []
            elif len(row) != len(header):
                faults.add(
                    path.name,
                    number,
                    found=f"{len(row)} colonne{'s' if len(row) > 1 else ''}",
                    expected=f"{len(header)} colonnes, séparées par des points-virgules",
                )
            else:
                lines.append(Line(number, dict(zip(header, row, strict=True))))
    except csv.Error:
        faults.add(
            path.name,
            before + 1,
            found=text.splitlines()[min(before, text.count("\n"))],
            expected="un guillemet fermé, seul ou doublé dans une cellule entre guillemets",
        )
    return lines


def _good_header(
    file: str,
    line: int,
    header: Sequence[str],
    faults: Faults,
    *,
    columns: Sequence[str],
    optional: frozenset[str],
) -> bool:
    """Whether the header names each needed column once and none that isn't known."""
    if len(header) == 1 and len(columns) > 1 and any(mark in header[0] for mark in ",\t|"):
        faults.add(file, line, found=header[0], expected="des colonnes séparées par « ; »")
        return False
    good = True
    for column in header:
        if header.count(column) > 1:
            faults.add(file, line, column, column, expected="cette colonne une seule fois")
            good = False
        elif column not in columns:
            near = get_close_matches(column, columns, n=1)
            hint = f"« {near[0]} » ?" if near else f"l'une de : {', '.join(columns)}"
            faults.add(file, line, column, column or "en-tête vide", expected=hint)
            good = False
    for column in columns:
        if column not in header and column not in optional:
            faults.add(file, line, column, "colonne absente", expected="cette colonne")
            good = False
    return good
