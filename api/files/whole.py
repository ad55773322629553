"""Un fichier entier ou pas du tout: tables written beside their place, then renamed."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from api.files.table import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_whole(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file so that it is there whole or not at all."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        beside = Path(file.name)
        try:
            out = csv.writer(file, delimiter=SEPARATOR, lineterminator="\n")
            quoted = csv.writer(
                file, delimiter=SEPARATOR, lineterminator="\n", quoting=csv.QUOTE_ALL
            )
            out.writerow(header)
            for row in rows:
                cells = tuple(row)
                # A bare carriage return is left unquoted, and read back as the end of a line.
                (quoted if any("\r" in cell for cell in cells) else out).writerow(cells)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(0o644)
            beside.replace(path)
        except BaseException:
            beside.unlink()
            raise
