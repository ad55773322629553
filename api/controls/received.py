"""Write uploaded files where their readers find them."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fastapi import UploadFile

LONGEST = 120
"""Letters of a name that are kept, the last ones."""

MOST_BYTES = 240
"""Bytes of a name: disks take 255, and a number may follow."""

FORBIDDEN = re.compile(r'[\x00-\x1f/\\:*?"<>|]')


def saved(files: Iterable[UploadFile], folder: Path) -> tuple[Path, ...]:
    """
    Write files into a folder that is made, each under its own name, which says what it is.

    Of two that have the same name, the second gets a number, so that messages tell them apart.
    """
    folder.mkdir()
    paths: list[Path] = []
    for file in files:
        last = FORBIDDEN.sub("_", file.filename or "")[-LONGEST:].encode(errors="replace")
        bare = last[-MOST_BYTES:].decode(errors="ignore").lstrip(".") or "fichier"
        path, number = folder / bare, 2
        while path in paths:
            path = folder / f"{(folder / bare).stem} ({number}){(folder / bare).suffix}"
            number += 1
        with path.open("wb") as copy:
            shutil.copyfileobj(file.file, copy)
        paths.append(path)
    return tuple(paths)
