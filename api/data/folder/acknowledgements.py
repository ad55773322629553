"""`acquittements.csv`: findings that someone answers for; read with the rest, added one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.association import Acknowledgement
from api.data.errors import Faults
from api.data.folder.finding import is_workbook
from api.data.folder.folder import Folder
from api.data.folder.locking import alone
from api.data.folder.whole import write_whole
from api.data.rows import employer as e
from api.data.rows.sources import Source, Tables

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = Source("acquittements", e.AckRow)
COLUMNS = ("constat", "fondement", "par", "le", "mois")


def given(tables: Tables) -> tuple[Acknowledgement, ...]:
    """Build what was acknowledged."""
    rows = (placed.row for placed in tables.of(e.AckRow))
    return tuple(
        Acknowledgement(code=r.code, ground=r.ground, by=r.by, day=r.day, month=r.month)
        for r in rows
    )


def add(folder: Path, one: Acknowledgement) -> Path | None:
    """
    Add an acknowledgement to a folder, whole or not at all, and return the file's path.

    None, and nothing written, if the finding is acknowledged already.

    Raises
    ------
    BadFilesError
        What the file holds can't be read.
    """
    with alone(folder):
        faults = Faults()
        place = Folder(folder, faults)
        place.strangers()
        tables = Tables(place, faults, [SOURCE])
        there = place.tables.of.get(SOURCE.name, [])
        path = there[0].path if there else folder / SOURCE.file
        if is_workbook(path) or not folder.is_dir():
            # A file beside a workbook would tell the same rows twice.
            faults.add(
                SOURCE.file,
                found="un classeur",
                expected=f"un dossier et un fichier {SOURCE.name}.csv, le seul que rota complète "
                "(enregistrez-y ces lignes en « CSV UTF-8 »)",
            )
        faults.refuse()
        known = given(tables)
        if any(ack.code == one.code for ack in known):
            return None
        write_whole(path, COLUMNS, (cells_of(ack) for ack in (*known, one)))
    return path


def cells_of(one: Acknowledgement) -> tuple[str, ...]:
    """Return an acknowledgement's cells, in the order of `COLUMNS`."""
    month = "" if one.month is None else f"{one.month:%Y-%m}"
    return one.code, one.ground, one.by, f"{one.day:%d/%m/%Y}", month
