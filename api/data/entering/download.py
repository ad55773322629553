"""
Write the rows of one kind as a file, in exactly the form in which it is imported again.

The file has the columns that its reader sees, of the rows that they see. It has no column for what
they don't see, not even an empty one: whoever imports it, RH too, that stays as it is. So nothing
leaks, and nothing is lost.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from api.data.folder.csv_file import write_rows

if TYPE_CHECKING:
    from api.data.entering.editor import RowEditor
    from api.data.rows.columns import Kind


def sheet_of(editor: RowEditor, kind: Kind) -> bytes:
    """Return the rows of a kind that a caller sees, as `;`-separated UTF-8 with its mark."""
    columns = editor.door.shapes(kind.name).columns
    file = io.StringIO(newline="")
    write_rows(
        file,
        (column.header for column in columns),
        (
            [column.write(row.__dict__[column.field]) for column in columns]
            for _, row in editor.rows(kind.name)
        ),
    )
    return file.getvalue().encode("utf-8-sig")
