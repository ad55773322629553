"""Write a database as a folder: its rows, and the months that its register holds."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from api.data.folder.atomic import LIST, whole_folder
from api.data.folder.beside import write_removals, write_revisions
from api.data.folder.history import write_month
from api.data.stored.importing import export_rows
from api.database.engine import reading
from api.database.errors import NotEmptyError
from api.ledger.history import history_of, removals_of, revisions_of
from api.ledger.identities import folder_revisions, folder_rows


def export_folder(engine: Engine, target: Path) -> None:
    """
    Write everything that a folder of files can hold of an association, all or nothing.

    Raises `NotEmptyError`: the folder holds files that no export put there: some of them might be
    read as ours.
    """
    if target.is_dir() and any(target.iterdir()) and not (target / LIST).is_file():
        raise NotEmptyError(
            f"le dossier {target} contient d’autres fichiers : choisissez un dossier vide, ou "
            "celui d’un export précédent"
        )
    with reading(engine) as session, whole_folder(target) as folder:
        export_rows(session, folder)
        for month, rows in folder_rows(session, history_of(session)).items():
            write_month(folder / "historique", month, rows)
        removals = removals_of(session)
        if removals:
            write_removals(folder / "historique", removals)
        revisions = folder_revisions(session, revisions_of(session))
        if revisions:
            write_revisions(folder / "historique", revisions)
