"""Un fichier entier ou pas du tout: tables written beside their place, then renamed."""

from __future__ import annotations

import csv
import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from api.data.folder.table import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def write_whole(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file so that it is there whole or not at all."""
    with beside(path, header, rows) as put:
        put()


@contextmanager
def beside(
    path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]
) -> Iterator[Callable[[], None]]:
    """
    Write a CSV file beside its place, and give what puts it there.

    Files that belong together are all written first: a disk that is full refuses them all. What
    wasn't put in its place is removed.
    """
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        written = Path(file.name)
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
            written.chmod(0o644)
            yield partial(_put, written, path)
        finally:
            written.unlink(missing_ok=True)


def _put(written: Path, path: Path) -> None:
    written.replace(path)
