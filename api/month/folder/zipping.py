"""Pack a folder's files into a ZIP."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from pathlib import Path


def zipped(folder: Path) -> bytes:
    """Return a ZIP of the files of a folder and of those below it, but hidden ones."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder)
            if not name.name.startswith("."):
                archive.write(path, str(name))
    return content.getvalue()
