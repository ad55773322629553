"""Add acknowledgements of findings to `acquittements.csv`."""

from __future__ import annotations

from pathlib import Path

from api.data.association import Acknowledgement
from api.data.errors import Faults
from api.data.folder.atomic import locked
from api.data.folder.contents import is_workbook
from api.data.folder.csv_file import write_whole
from api.data.folder.folder import Folder
from api.data.rows import employer as e
from api.data.rows.columns import cells_of
from api.data.rows.kinds import KINDS
from api.data.rows.lines import Tables

KIND = KINDS["acquittements"]


def add(folder: Path, *acknowledgements: Acknowledgement) -> Path | None:
    """
    Add acknowledgements to a folder's file, all or none, and return its path.

    Return None and write nothing if a finding is acknowledged already. BadFilesError: what the
    file holds can't be read.
    """
    with locked(folder):
        faults = Faults()
        place = Folder(folder, faults)
        place.strangers()
        tables = Tables(place, faults, [KIND])
        there = place.tables.of.get(KIND.name, [])
        path = there[0].path if there else folder / KIND.file
        if is_workbook(path) or not folder.is_dir():
            # A file beside a workbook would hold the same rows twice.
            faults.add(
                KIND.file,
                received="un classeur",
                expected=f"un dossier et un fichier {KIND.name}.csv, le seul que rota complète "
                "(enregistrez-y ces lignes en « CSV UTF-8 »)",
            )
        faults.refuse()
        recorded = [placed.row for placed in tables.of(e.AckRow)]
        if {row.code for row in recorded} & {each.code for each in acknowledgements}:
            return None
        rows = (*recorded, *(e.AckRow.model_construct(None, **vars(a)) for a in acknowledgements))
        write_whole(path, KIND.headers, (cells_of(row).values() for row in rows))
    return path
