"""Read a month that somebody changed by hand, from a file of slots or a file of shifts."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from api.data.errors import BadFilesError
from api.data.sheets.limits import bad
from api.month.versions.shift_file import ShiftFile
from api.month.versions.slot_file import SlotFile

MonthFile = SlotFile | ShiftFile
"""A file that says who holds what in a month."""

PUBLISHED = "un mois publié, tel que le dossier historique/ le garde"
EXPORT = (
    "un planning à publier : le CSV du mois que « rota export » écrit, corrigé, ou un classeur, "
    "une liste, un calendrier"
)


def month_file(path: Path, month: date | None = None) -> MonthFile:
    """
    Open a file: its column `creneau` makes it a file of slots, and any other is one of shifts.

    `month`: that of day numbers without one. Raises `BadFilesError`: it can't be read (see
    `api.intake.foreign_file.read_foreign`).
    """
    header = _header(path)
    if {"uid", "creneau"} <= set(header):
        raise bad(path.name, PUBLISHED, EXPORT)
    if "creneau" in header:
        return SlotFile(path=path)
    try:
        from api.intake.foreign_file import read_foreign  # noqa: PLC0415 - our own CSV waits for no reader

        return ShiftFile(path=path, reading=read_foreign(path, month=month))
    except BadFilesError:
        if not header:
            raise
        # Of a CSV file of which nothing can be read, the columns that it lacks are told.
        return SlotFile(path=path)


def _header(path: Path) -> tuple[str, ...]:
    """Return the columns of a CSV file (none: it isn't one)."""
    if path.suffix.casefold() not in {".csv", ".txt"}:
        return ()
    line = next(iter(path.read_bytes().splitlines()), b"").decode("utf-8-sig", "replace")
    try:
        cells = next(csv.reader([line], delimiter=";"), [])
    except csv.Error:  # not a text, or no cell that a header has
        return ()
    return tuple(cell.strip().casefold() for cell in cells)
