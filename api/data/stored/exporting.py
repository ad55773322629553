"""Write the rows of a database as the files of a folder."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.folder.csv_file import write_whole
from api.data.rows.columns import cells_of
from api.data.rows.kinds import KINDS
from api.data.stored.association import stored_rows
from api.data.stored.refusals import BadNameError
from api.data.tables.history import AttachmentRow


def export_rows(session: Session, folder: Path) -> None:
    """
    Write each kind that has rows or is required, and the files that rows name.

    A cell is written one way only, whatever way it was typed: exporting what was exported gives the
    same bytes. BadNameError: an attachment's name leads out of the folder.
    """
    for kind in KINDS.values():
        rows = stored_rows(session, kind)
        if rows or kind.required:
            cells = (cells_of(line.row).values() for line in rows)
            write_whole(folder / kind.file, kind.headers, cells)
    for name, content in session.execute(select(AttachmentRow.name, AttachmentRow.content)):
        path = folder / name
        if folder.resolve() not in path.resolve().parents:
            raise BadNameError(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
